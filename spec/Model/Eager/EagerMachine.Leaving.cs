using Conformance.Spec.Programs;
using Conformance.Spec.Traces;

namespace Conformance.Spec.Model.Eager;

/// <content>
/// Errors that callbacks throw, and the end of the program (Node.js lib/internal/process/execution.js and per_thread.js). After an
/// error a phase begins again at once: the next callback of the same list runs before the queues are drained.
/// </content>
internal sealed partial class EagerMachine
{
    private Line uncaught;
    private Line exits;
    private int owedIdle;
    private bool held;
    private bool threw;
    private bool atBoundary;
    private bool closing;
    private bool leaving;

    /// <inheritdoc/>
    public override bool IsOver => leaving && depth == 0;

    private void BeginLeaving()
    {
        (uncaught, exits, owedIdle) = (Line.Empty, Line.Empty, -1);
        (held, threw, atBoundary, closing, leaving) = (false, false, false, false, false);
    }

    private void CopyLeaving(EagerMachine from)
    {
        (uncaught, exits, owedIdle) = (from.uncaught, from.exits, from.owedIdle);
        (held, threw, atBoundary, closing, leaving) = (from.held, from.threw, from.atBoundary, from.closing, from.leaving);
    }

    private void WriteLeaving(KeyWriter key)
    {
        WriteLine(key, uncaught);
        WriteLine(key, exits);
        key.Add(owedIdle, held ? 1 : 0, threw ? 1 : 0, atBoundary ? 1 : 0, closing ? 1 : 0, leaving ? 1 : 0, (int)Stopped);
    }

    private static bool IsCallback(ComputationKind kind) =>
        kind is ComputationKind.Microtask or ComputationKind.NextTick or ComputationKind.Immediate or ComputationKind.Timer;

    /// <summary>A callback has thrown: its listeners run, each once, or the program crashes.</summary>
    private void Throw(int c, ComputationKind kind)
    {
        var error = Bodies[c].Value;
        if (uncaught.First < 0)
        {
            Stop(Ending.Crashed, error);
            return;
        }

        if (kind != ComputationKind.Microtask)
            Hold(kind);
        owedIdle = Code.Computations.Length + c;
        for (var listener = uncaught.First; listener >= 0; listener = link[listener])
        {
            Bodies[listener].Value = error;
            if (Code.Computations[listener].Parameter is >= 0 and var parameter)
                Slots[parameter] = error;
        }

        PushAll(ref uncaught);
    }

    /// <summary>What is queued waits for the next callback; a tick that throws when the phase has no further one ends the phase.</summary>
    private void Hold(ComputationKind kind)
    {
        held = true;
        threw = kind != ComputationKind.NextTick;
        if (kind != ComputationKind.NextTick || !closing || !entered)
            return;
        if (phase == Phase.Timers)
            cut = true;
        else if (phase == Phase.Check)
            Enter(Phase.Timers);
    }

    /// <summary>When the listeners have run, Node adds an immediate that does nothing, so that the queues are drained in any case.</summary>
    private bool TookUncaught()
    {
        if (owedIdle >= 0)
        {
            Append(ref immediates, owedIdle);
            owedIdle = -1;
            return true;
        }

        if (atBoundary)
        {
            atBoundary = false;
            if (phase == Phase.Timers && !held)
                CloseList();
            closing = phase == Phase.Timers ? !armed.HasFurther(openList, phaseTime) : checking.First < 0;
            if (phase == Phase.Timers && closing)
                EndPass();
        }

        return false;
    }

    /// <summary>The phase's callback begins.</summary>
    private void Serve() => (held, threw, atBoundary) = (false, false, true);

    /// <summary>The queues are drained before the phase goes on.</summary>
    private bool DrainFirst(bool last)
    {
        (held, threw, closing) = (false, false, last);
        if (phase == Phase.Timers && last)
            EndPass();
        return true;
    }

    /// <summary>The program ends before its own end: the stack is gone, and only listeners for the end still run.</summary>
    private void Stop(Ending ending, Value error)
    {
        (Stopped, StoppedBy, depth) = (ending, error, 0);
        if (leaving)
            return;
        leaving = true;
        PushAll(ref exits);
    }

    /// <summary>The listeners for the end run when nothing is left that could still run.</summary>
    private bool TryLeave()
    {
        if (exits.First < 0 || immediates.First >= 0 || checking.First >= 0 || Outstanding > 0 || armed.First >= 0 || AnyWorkerRuns())
            return false;
        if (Undelivered > 0 && !TryHearRest())
            return false;
        leaving = true;
        PushAll(ref exits);
        return true;
    }

    /// <summary>Calls listeners one after the other, the first one first: what lies on top of the stack runs first.</summary>
    private void PushAll(ref Line line)
    {
        var count = 0;
        for (var c = line.First; c >= 0; c = link[c])
            count++;
        depth += count;
        var at = depth;
        for (var c = line.First; c >= 0; c = link[c])
            stack[--at] = c;
        line = Line.Empty;
    }
}
