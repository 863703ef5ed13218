using Conformance.Spec.Programs;
using Conformance.Spec.Runtimes;
using Conformance.Spec.Traces;

namespace Conformance.Spec.Model;

/// <summary>
/// One execution that the model can do, its free choices made by the caller: what the rules must accept if rules and model mean the same.
/// The model lets any worker take up any task that is woken; some rules ask for the order that Tokio's workers show, so here each takes
/// up first what it keeps for itself.
/// </summary>
public static class Walk
{
    private const int MostDeadEnds = 200;

    /// <summary>Walks from the beginning of a program to an end.</summary>
    /// <param name="code">A program that the model covers.</param>
    /// <param name="runtime">The runtime: its family, workers and pool size count. Its clock is to be exact.</param>
    /// <param name="choose">A number from 0 to one less than the given one, at least 1. The same numbers give the same execution.</param>
    /// <param name="trace">Where to write it.</param>
    /// <returns>
    /// False when the walk went astray: what happens unseen is assumed without knowing the next event, and may leave no way on. The walk
    /// then goes back, further each time, but gives up after 200 times.
    /// </returns>
    /// <exception cref="ArgumentException">The model does not speak about such a program or runtime.</exception>
    public static bool TryTake(Code code, RuntimeDescription runtime, Func<int, int> choose, Trace trace)
    {
        if (!Enumeration.Covers(runtime) || !ModelChecker.Covers(code))
            throw new ArgumentException("The model does not speak about this program on this runtime.", nameof(code));
        var machine = ModelChecker.MachineFor(code.Program.Dialect);
        machine.Begin(new Layout(code, runtime.Workers), runtime);
        machine.FollowsQueues = true;
        List<(Machine Machine, Event? Item)> path = [(machine, null)];
        for (var (deadEnds, back) = (0, 1); deadEnds < MostDeadEnds; deadEnds++, back = back < path.Count ? back * 2 : 1)
        {
            var shift = deadEnds;

            // Whoever always chooses alike is led elsewhere than to the same dead end.
            GoOn(path, count => (choose(count) + shift) % count);
            if (Successors.SomeEnds(path[^1].Machine).ToList() is { Count: > 0 } ends)
            {
                Write(path, ends[choose(ends.Count)], code, runtime, trace);
                return true;
            }

            var left = Math.Max(1, path.Count - back);
            path.RemoveRange(left, path.Count - left);
        }

        return false;
    }

    private static void GoOn(List<(Machine Machine, Event? Item)> path, Func<int, int> choose)
    {
        while (!path[^1].Machine.IsOver && Successors.AtRandom(path[^1].Machine, choose) is ({ } next, var isEvent))
            path.Add((next, isEvent ? Accept(next) : null));
    }

    // What a body has seen of others follows from its events: a step that is to be an event of the trace counts as one.
    private static Event Accept(Machine machine)
    {
        var item = EventOf(machine);
        machine.Accepted(in item);
        return item;
    }

    private static void Write(
        List<(Machine Machine, Event? Item)> path,
        (Ending Ending, string Message) end,
        Code code,
        RuntimeDescription runtime,
        Trace trace
    )
    {
        trace.Begin(code, runtime);
        foreach (var (_, happened) in path)
        {
            if (happened is { } item)
                trace.Add(item);
        }

        trace.End(end.Ending, natural: false, end.Message);
    }

    private static Event EventOf(Machine machine)
    {
        var item = machine.Emitted;
        var value = item.Kind == EventKind.Log ? Value.Of(machine.LineOf(machine.Code.Instructions[item.Site])) : item.Value;
        return new Event(item.Kind, item.Outcome, machine.EmittedOn, item.Computation, item.Subject, item.Site, item.Time, value);
    }
}
