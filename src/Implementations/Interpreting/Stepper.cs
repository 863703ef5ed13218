using Conformance.Reference.Simulation;
using Conformance.Spec.Programs;
using Conformance.Spec.Traces;

namespace Conformance.Implementations.Interpreting;

/// <summary>A body off the main thread: one statement a step, so that a schedule can put other threads' statements between.</summary>
internal sealed class Stepper(EagerInterpreter interpreter)
{
    private Computation body = null!;
    private Value received;
    private Guards guards;
    private int next;
    private bool computing;

    /// <summary>What the body returned.</summary>
    internal Value Result { get; private set; }

    /// <summary>The next steps are those of this body.</summary>
    internal void Begin(Computation body, Value received)
    {
        this.body = body;
        this.received = received;
        (next, computing, guards) = (-1, false, default);
    }

    internal WorkStep Step()
    {
        if (next < 0)
        {
            interpreter.Emit(EventKind.Started, body.Id, body.Id, -1, Outcome.None, received);
            next = 0;
        }

        if (computing)
        {
            computing = false;
            interpreter.Emit(EventKind.ComputeEnd, body.Id, -1, body.Body[next++].Site);
        }

        if (next >= body.Body.Length)
            return End(Outcome.Value, Value.Unit, -1);
        var at = body.Body[next];
        switch (at.Op)
        {
            case Op.Compute:
                interpreter.Emit(EventKind.ComputeBegin, body.Id, -1, at.Site);
                computing = true;
                return new WorkStep(Done: false, at.Number);
            case Op.Return:
                return End(Outcome.Value, interpreter.ReadFirst(at), at.Site);
            case Op.Throw:
                End(Outcome.Error, Value.Of(at.Text), at.Site);
                throw new ProgramError(at.Text);
            default:
                next = interpreter.Step(at, next, ref guards);
                break;
        }

        return new WorkStep(Done: false, Hold: 0);
    }

    private WorkStep End(Outcome outcome, Value value, int site)
    {
        Result = value;
        interpreter.Leave(body, outcome, value, site, ref guards);
        return new WorkStep(Done: true, Hold: 0);
    }
}
