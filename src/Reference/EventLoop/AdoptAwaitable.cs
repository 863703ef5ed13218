using System.Runtime.CompilerServices;

namespace Conformance.Reference.EventLoop;

/// <summary>What <see cref="Promise{T}.Adopt"/> returns: awaited, it costs two microtasks for a settled promise.</summary>
public readonly struct AdoptAwaitable<T>
{
    private readonly Promise<T> promise;

    internal AdoptAwaitable(Promise<T> promise) => this.promise = promise;

    /// <summary>For the compiler: awaits it.</summary>
    public Awaiter GetAwaiter() => new(promise);

    /// <summary>Registers with the promise one microtask later (ECMA-262, NewPromiseResolveThenableJob).</summary>
    public readonly struct Awaiter : ICriticalNotifyCompletion, IPromiseAwaiter
    {
        private readonly Promise<T> promise;

        internal Awaiter(Promise<T> promise) => this.promise = promise;

        /// <summary>False, also for a settled promise.</summary>
        public bool IsCompleted => promise.State != PromiseState.Pending && promise.Loop.Faults.Is(EventLoopFault.FreeAdoption);

        /// <summary>The value, or throws the reason.</summary>
        public T GetResult() => promise.Take();

        /// <summary>Refused: only async methods of this runtime can await a promise.</summary>
        public void OnCompleted(Action continuation) => throw AsyncBox.ForeignMethod();

        /// <summary>Refused: only async methods of this runtime can await a promise.</summary>
        public void UnsafeOnCompleted(Action continuation) => throw AsyncBox.ForeignMethod();

        void IPromiseAwaiter.Register(AsyncBox box)
        {
            if (promise.Loop.Faults.Is(EventLoopFault.FreeAdoption))
                box.WaitFor(promise);
            else
                promise.Loop.Enqueue(new RegisterJob(promise, box));
        }
    }

    private sealed class RegisterJob(Promise<T> promise, AsyncBox box) : Job
    {
        internal override void Run(EventLoop loop) => box.WaitFor(promise);
    }
}
