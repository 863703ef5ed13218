using Conformance.Implementations.Interpreting;
using Conformance.Reference.EventLoop;
using Conformance.Spec.Programs;
using Conformance.Spec.Traces;
using Loop = Conformance.Reference.EventLoop.EventLoop;

namespace Conformance.Implementations.EventLoop;

/// <summary>Runs programs on an event loop: each async body is one async method, every other body is a plain call.</summary>
internal sealed partial class Interpreter : EagerInterpreter
{
    private readonly Loop loop;
    private readonly Func<Promise<Value>> main;
    private BodyHandle[] handles = [];
    private Promise<Value>[] promises = [];
    private Deferred<Value>[] deferreds = [];
    private AbortController[] controllers = [];
    private AbortSignal?[] signals = [];
    private object?[] clearable = [];
    private Promise<Value>[] inputs = new Promise<Value>[4];

    internal Interpreter(Loop loop, bool concurrent)
        : base(concurrent)
    {
        this.loop = loop;
        main = () => promises[0] = RunAsync(Code.Main);
        loop.UnhandledRejection += promise => EmitUnhandled(promise);
        loop.Exiting += RunExitListeners;
        takeUncaught = TakeUncaught;
    }

    /// <inheritdoc/>
    protected override short Thread => (short)loop.CurrentThread;

    /// <inheritdoc/>
    protected override long Now => loop.Now;

    internal (Ending Ending, string Reason) Run(Code code, Trace trace)
    {
        Begin(code, trace);
        Prepare(code.Computations.Length);
        loop.MainIsModule = code.Program.Module;
        try
        {
            var promise = loop.RunToEnd(main);
            return promise.State switch
            {
                PromiseState.Fulfilled => (Ending.Completed, ""),
                PromiseState.Rejected => (Ending.Failed, Failures.TextOf(promise.Reason!)),
                _ => (Ending.Deadlock, new WaitChain(code, Waiting).Describe()),
            };
        }
        catch (ExitException)
        {
            return (Ending.Exited, "");
        }
        catch (ProgramError error)
        {
            return (Ending.Crashed, error.Message);
        }
    }

    private void Prepare(int count)
    {
        if (handles.Length < count)
        {
            var known = handles.Length;
            Array.Resize(ref handles, count * 2);
            for (var id = known; id < handles.Length; id++)
                handles[id] = new BodyHandle(this, id);
            promises = new Promise<Value>[handles.Length];
            deferreds = new Deferred<Value>[handles.Length];
            controllers = new AbortController[handles.Length];
            signals = new AbortSignal?[handles.Length];
            clearable = new object?[handles.Length];
            ports = new Port[handles.Length];
        }

        Array.Clear(promises, 0, count);
        Array.Clear(deferreds, 0, count);
        Array.Clear(controllers, 0, count);
        Array.Clear(signals, 0, count);
        Array.Clear(clearable, 0, count);
        Array.Clear(ports, 0, count);
        ForgetWaits(count);
        ForgetListeners();
    }

    private void EmitUnhandled(PromiseCore promise)
    {
        var id = Array.IndexOf(promises, promise, 0, Code.Computations.Length);
        // A promise that no name stands for yet is not the program's to see.
        if (id >= 0)
            Emit(EventKind.Unhandled, id, id, -1, Outcome.Error, Value.Of(Failures.TextOf(promise.Reason!)));
    }
}
