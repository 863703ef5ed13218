using System.Runtime.CompilerServices;

namespace Conformance.Reference.EventLoop;

/// <summary>What <see cref="Promise{T}.Adopt"/> returns: awaited, it costs two microtasks for a settled promise.</summary>
public readonly struct AdoptAwaitable<T>
{
    private readonly PromiseCore<T> promise;

    internal AdoptAwaitable(PromiseCore<T> promise) => this.promise = promise;

    /// <summary>For the compiler: awaits it.</summary>
    public Awaiter GetAwaiter() => new(promise);

    /// <summary>Registers with the promise one microtask later (ECMA-262, NewPromiseResolveThenableJob).</summary>
    public readonly struct Awaiter : ICriticalNotifyCompletion
    {
        private readonly PromiseCore<T> promise;

        internal Awaiter(PromiseCore<T> promise) => this.promise = promise;

        /// <summary>False, also for a settled promise.</summary>
        public bool IsCompleted => promise.State != PromiseState.Pending && promise.Loop.Faults.Is(EventLoopFault.FreeAdoption);

        /// <summary>The value, or throws the reason.</summary>
        public T GetResult() => promise.Take();

        /// <summary>Has the method continue as a reaction that is registered one microtask later.</summary>
        public void OnCompleted(Action continuation) => UnsafeOnCompleted(continuation);

        /// <summary>Has the method continue as a reaction that is registered one microtask later.</summary>
        public void UnsafeOnCompleted(Action continuation)
        {
            var loop = promise.Loop;
            Reaction reaction = loop.TakeSuspending() is { } box ? box : new ContinuationReaction(continuation);
            if (loop.Faults.Is(EventLoopFault.FreeAdoption))
                promise.AddReaction(reaction);
            else
                loop.Enqueue(new RegisterJob(promise, reaction));
        }
    }

    private sealed class RegisterJob(PromiseCore<T> promise, Reaction reaction) : Job
    {
        internal override void Run(EventLoop loop)
        {
            if (reaction is AsyncBox box)
                box.WaitFor(promise);
            else
                promise.AddReaction(reaction);
        }
    }
}
