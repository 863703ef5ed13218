using Conformance.Spec.Traces;

namespace Conformance.Spec.Model;

/// <summary>Puts into words why an event or the end of a trace was not possible, and what was.</summary>
/// <param name="trace">The trace.</param>
/// <param name="configurations">The configurations that the events before it may have led to.</param>
internal sealed class Explanation(Trace trace, List<Machine> configurations)
{
    private const int MostListed = 6;

    /// <summary>Of an event that no configuration can do.</summary>
    public Rejection OfEvent(int at)
    {
        ref readonly var found = ref trace[at];
        foreach (var machine in configurations)
        {
            // Then an event that was possible is told with the time of this one.
            if (!machine.IsExact)
                machine.TryAdvance(found.Time);
        }

        var possible = Possible();
        var guard = Guards.Of(trace.Code, in found, configurations, possible);
        var words = new Wording(trace.Code);
        return new Rejection(at, guard.Id, $"{words.Describe(in found)}, {guard.Reason}; {List(words, possible)}");
    }

    /// <summary>Of an end that no configuration can come to.</summary>
    public Rejection OfEnd()
    {
        var possible = Possible();
        var words = new Wording(trace.Code);
        var found = trace.Ending switch
        {
            Ending.Deadlock => "the execution ended in a deadlock",
            Ending.Failed => "the execution ended with a failure",
            Ending.Exited => "the execution ended with an exit",
            Ending.Crashed => "the execution ended with a crash",
            _ => "the execution ended",
        };
        var reason = possible.Count > 0 ? "though something could still run" : "though it could not end like that";
        var expected = possible.Count > 0 ? List(words, possible) : $"possible was {EndInWords()}";
        return new Rejection(trace.Count, "MODEL-01", $"{found}, {reason}; {expected}");
    }

    private string EndInWords() =>
        configurations.Count == 0
            ? "nothing"
            : ModelChecker.EndingOf(configurations[0]) switch
            {
                Ending.Deadlock => "a deadlock: the main body waits",
                Ending.Exited => "an exit",
                Ending.Crashed => $"a crash with \"{configurations[0].StoppedBy}\"",
                Ending.Failed => $"a failure with \"{configurations[0].Main.Value}\"",
                _ => "completion",
            };

    private static string List(Wording words, List<(Machine Machine, Event Event)> possible)
    {
        if (possible.Count == 0)
            return "nothing was possible";
        var listed = possible.Select(one => words.Describe(one.Machine, one.Event)).Distinct(StringComparer.Ordinal).ToList();
        var more = listed.Count > MostListed ? $" or {listed.Count - MostListed} more" : "";
        return $"possible was {string.Join(" or ", listed.Take(MostListed))}{more}";
    }

    /// <summary>The events that were possible, if need be after a lapse of time.</summary>
    private List<(Machine Machine, Event Event)> Possible()
    {
        var found = new List<(Machine, Event)>();
        var open = new Queue<Machine>(configurations);
        for (var steps = 0; steps < 100 && open.TryDequeue(out var machine); steps++)
        {
            var before = found.Count;
            foreach (var next in Successors.Events(machine))
                found.Add((next, next.Emitted));
            if (found.Count > before)
                continue;
            foreach (var later in Successors.Later(machine))
                open.Enqueue(later);
        }

        return found;
    }
}
