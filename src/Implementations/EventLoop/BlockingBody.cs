using Conformance.Implementations.Interpreting;
using Conformance.Reference.EventLoop;
using Conformance.Reference.Simulation;
using Conformance.Spec.Programs;

namespace Conformance.Implementations.EventLoop;

/// <summary>A <c>blocking</c> body as a job of the pool.</summary>
internal sealed class BlockingBody : PoolJob<Value>
{
    private readonly Stepper stepper;

    internal BlockingBody(Interpreter interpreter, Computation body)
    {
        stepper = new Stepper(interpreter);
        stepper.Begin(body, Value.Unit);
    }

    protected override Value Result => stepper.Result;

    public override WorkStep Step() => stepper.Step();
}
