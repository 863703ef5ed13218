using Conformance.Spec.Programs;

namespace Conformance.Spec.Traces;

/// <summary>
/// Whether a trace can come from an execution of its program at all: what an adapter owes before any rule is asked.
/// A trace that is not well-formed is a fault of the adapter and counts as no pass of any rule.
/// </summary>
public sealed class WellFormed
{
    private readonly ControlFlow flow = new();
    private byte[] state = [];
    private bool[] made = [];

    private enum Life : byte
    {
        NotStarted,
        Running,
        Ended,
    }

    /// <summary>Looks a trace over, in one pass.</summary>
    /// <returns>What is wrong, in a sentence; null when nothing is.</returns>
    public string? Check(Trace trace)
    {
        if (trace.Ending == Ending.None)
            return "The trace has no ending: the adapter did not say how the execution ended.";
        var count = trace.Code.Computations.Length;
        if (state.Length < count)
        {
            state = new byte[count * 2];
            made = new bool[count * 2];
        }

        state.AsSpan(0, count).Clear();
        made.AsSpan(0, count).Clear();
        made[0] = true;
        flow.Begin(count);
        var events = trace.Events;
        if (events.Length == 0 || events[0].Kind != EventKind.Started || events[0].Computation != 0)
            return "The trace does not begin with \"Started\" of the main body.";
        long time = 0;
        for (var at = 0; at < events.Length; at++)
        {
            ref readonly var item = ref events[at];
            if (item.Time < time)
                return $"Event {at} is at time {item.Time}, after one at {time}: time never goes back.";
            time = item.Time;
            if (Misplaced(trace.Code, in item) is { } fault)
                return $"Event {at} ({item.Kind}): {fault}";
        }

        if (trace.Ending == Ending.Completed && state[0] != (byte)Life.Ended)
            return "The execution is said to have completed, but the main body has no \"Completed\".";
        return trace.Ending == Ending.Completed ? Unguarded(trace.Code) : null;
    }

    // Whatever way a body is left, its guards run: finally blocks, destructors.
    private string? Unguarded(Code code)
    {
        foreach (var body in code.Computations)
        {
            if (state[body.Id] == (byte)Life.Ended && flow.OwesGuards(body.Id))
                return $"\"{body.Name}\" ended, but a defer of it has no \"DeferRan\".";
        }

        return null;
    }

    private string? Misplaced(Code code, in Event item)
    {
        if (
            (uint)item.Computation >= (uint)code.Computations.Length
            || item.Subject >= code.Computations.Length
            || item.Site >= code.Instructions.Length
        )
            return "it names a computation or program point that the program does not have.";
        var by = item.Computation;
        var name = code.Computations[by].Name;
        var leaf = code.Computations[by].IsLeaf;
        if (!made[by])
            return $"\"{name}\" did something before its \"Creating\".";
        switch (item.Kind)
        {
            case EventKind.Cancelled when leaf:
                return null;
            case EventKind.Started when state[by] == (byte)Life.Running:
                return $"\"{name}\" started again before it ended.";
            case EventKind.Started:
                // A runtime that runs a body again after its end breaks a rule; its adapter reports it truly.
                state[by] = (byte)Life.Running;
                flow.Start(code.Computations[by]);
                return null;
            case EventKind.Completed or EventKind.Cancelled when state[by] != (byte)Life.Running:
                return $"\"{name}\" ended, but it was not running.";
            case EventKind.Completed or EventKind.Cancelled:
                state[by] = (byte)Life.Ended;
                return flow.End(code.Computations[by], in item);
            case EventKind.Unhandled:
                return null;
            case EventKind.DeferRan:
                flow.GuardRan(by);
                return state[by] == (byte)Life.Ended ? null : $"a defer of \"{name}\" ran before the body ended.";
        }

        if (leaf)
            return null;
        if (item.Site < 0)
            return "it has no program point.";
        if (code.Instructions[item.Site].Owner != by)
            return $"its program point is not in the body of \"{name}\".";
        if (state[by] == (byte)Life.NotStarted)
            return $"\"{name}\" did something before its \"Started\".";
        if (state[by] == (byte)Life.Ended)
            return item.Kind == EventKind.Log ? null : $"\"{name}\" did something after its end.";
        if (item.Subject >= 0 && !made[item.Subject] && item.Kind != EventKind.Creating)
            return $"\"{code.Computations[item.Subject].Name}\" has no \"Creating\" before.";
        if (item.Kind == EventKind.Awaiting && code.Instructions[item.Site] is { HasBranches: true, Targets.Length: var branches })
        {
            if (item.Value.Kind != ValueKind.List || item.Value.AsList.Length != branches)
                return $"it does not say of each of the {branches} branches whether it is enabled.";
        }

        if (item.Kind == EventKind.Creating)
            made[item.Subject] = true;
        return flow.Step(code.Computations[by], code.Instructions[item.Site], in item);
    }
}
