using Conformance.Reference.EventLoop;
using Conformance.Spec.Programs;
using Loop = Conformance.Reference.EventLoop.EventLoop;

namespace Conformance.Implementations.EventLoop;

/// <summary>The synchronous body of one computation as the loop takes it: a callback, an executor, a handler or a listener. Made once, used by every execution.</summary>
internal sealed class BodyHandle : Job
{
    private readonly Interpreter interpreter;
    private readonly int id;

    internal BodyHandle(Interpreter interpreter, int id)
    {
        this.interpreter = interpreter;
        this.id = id;
        Executor = deferred => interpreter.Execute(id, deferred);
        OnFulfilled = value => interpreter.React(id, value);
        OnRejected = error => interpreter.React(id, Value.Of(Failures.TextOf(error)));
        OnAbort = () => interpreter.Listen(id);
        OnFinally = () => interpreter.Finally(id);
    }

    internal Action<Deferred<Value>> Executor { get; }

    internal Func<Value, Resolution<Value>> OnFulfilled { get; }

    internal Func<Exception, Resolution<Value>> OnRejected { get; }

    internal Func<PromiseCore<Value>> OnFinally { get; }

    internal Action OnAbort { get; }

    internal override void Run(Loop loop) => interpreter.RunSync(id);
}
