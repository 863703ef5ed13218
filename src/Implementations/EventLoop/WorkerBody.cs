using Conformance.Implementations.Interpreting;
using Conformance.Reference.EventLoop;
using Conformance.Reference.Simulation;
using Conformance.Spec.Programs;

namespace Conformance.Implementations.EventLoop;

/// <summary>A <c>worker</c>: its body, then a handler for each message of its maker.</summary>
internal sealed class WorkerBody : WorkerScript<Value>
{
    private readonly Interpreter interpreter;
    private readonly Stepper stepper;
    private readonly Queue<int> handlers = new();

    internal WorkerBody(Interpreter interpreter, Computation worker)
    {
        this.interpreter = interpreter;
        stepper = new Stepper(interpreter);
        stepper.Begin(worker, Value.Unit);
    }

    protected internal override bool Listens => handlers.Count > 0;

    public override WorkStep Step() => stepper.Step();

    internal void Send(Value message) => Post(message);

    /// <summary>A handler for the next message without one.</summary>
    internal void Add(int handler) => handlers.Enqueue(handler);

    protected internal override void Receive(Value message)
    {
        var handler = interpreter.Code.Computations[handlers.Dequeue()];
        interpreter.Set(handler.Parameter, message);
        stepper.Begin(handler, message);
    }
}
