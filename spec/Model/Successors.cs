using Conformance.Spec.Programs;
using Conformance.Spec.Traces;

namespace Conformance.Spec.Model;

/// <summary>What can come next: each strand's next event, else the next moment of time, else the end.</summary>
internal static class Successors
{
    // Where many threads race, the ways to make silent choices that lead nowhere are too many to try them all.
    private const int MostTriesOfAWalk = 1_000;

    /// <summary>Each configuration after the next event or the next lapse of time, with the lines logged until then.</summary>
    public static IEnumerable<(Machine Machine, Sequence<string> Lines)> Of(Machine machine, Sequence<string> lines)
    {
        foreach (var next in Events(machine))
        {
            var logs = !next.IsPause && next.Emitted.Kind == EventKind.Log;
            yield return (next, logs ? Sequence.From(lines.Append(next.LineOf(next.Code.Instructions[next.Emitted.Site]))) : lines);
        }

        foreach (var next in Later(machine))
            yield return (next, lines);
    }

    /// <summary>Each configuration after an event at this time.</summary>
    public static IEnumerable<Machine> Events(Machine machine)
    {
        var oracle = new Oracle();
        return Live(machine).SelectMany(strand => EventsOf(machine, strand, oracle));
    }

    /// <summary>Each configuration after the next lapse of time.</summary>
    public static IEnumerable<Machine> Later(Machine machine) => Branches(machine, new Oracle(), TryLater);

    /// <summary>Some configuration after the next event or the next lapse of time, if there is one.</summary>
    /// <param name="machine">The configuration before.</param>
    /// <param name="random">A number from 0 to one less than the given one.</param>
    /// <returns>The configuration, and whether an event has led to it; none, too, when none of many ways that were tried has led to one.</returns>
    public static (Machine? Machine, bool IsEvent) AtRandom(Machine machine, Func<int, int> random)
    {
        var oracle = new Oracle(random);
        List<int> open = [.. Live(machine), machine.Strands];
        while (open.Count > 0)
        {
            var place = random(open.Count);
            var strand = open[place];
            open.RemoveAt(place);
            var isEvent = strand < machine.Strands;
            Func<Machine, bool> tryIt = isEvent ? copy => TryEvent(copy, strand) : TryLater;
            if (Branches(machine, oracle, tryIt, MostTriesOfAWalk).FirstOrDefault() is { } next)
                return (next, isEvent);
        }

        return (null, false);
    }

    /// <summary>How the execution may end here.</summary>
    public static IEnumerable<(Ending Ending, string Message)> Ends(Machine machine) =>
        Branches(machine, new Oracle(), TryEnd).Select(EndOf);

    /// <summary>Some of the ways in which the execution may end here.</summary>
    public static IEnumerable<(Ending Ending, string Message)> SomeEnds(Machine machine) =>
        Branches(machine, new Oracle(), TryEnd, MostTriesOfAWalk).Select(EndOf);

    private static (Ending Ending, string Message) EndOf(Machine copy)
    {
        var ending = ModelChecker.EndingOf(copy);
        return (ending, ending == Ending.Failed ? copy.Main.Value.AsText : copy.StoppedBy.AsText);
    }

    private static bool TryEnd(Machine machine)
    {
        var settles = machine.TrySettle();
        return machine.IsOver || (settles && machine.NextTime() < 0 && machine.TryEnd());
    }

    private static IEnumerable<int> Live(Machine machine) => Enumerable.Range(0, machine.Strands).Where(machine.MayStep);

    private static IEnumerable<Machine> EventsOf(Machine machine, int strand, Oracle oracle) =>
        Branches(machine, oracle, copy => TryEvent(copy, strand));

    private static bool TryEvent(Machine machine, int strand)
    {
        machine.EmittedOn = machine.ThreadFor(strand);
        return machine.TryClaim(strand, machine.EmittedOn) && machine.TryStep(strand);
    }

    private static bool TryLater(Machine machine) =>
        machine.TrySettle() && machine.NextTime() is >= 0 and var time && machine.TryAdvance(time);

    /// <summary>Each copy with which something can be done, in each way in which it can.</summary>
    private static IEnumerable<Machine> Branches(Machine machine, Oracle oracle, Func<Machine, bool> tryIt, int most = int.MaxValue)
    {
        Machine? spare = null;
        oracle.Begin();
        do
        {
            var copy = spare ?? machine.Create();
            copy.CopyFrom(machine);
            copy.Oracle = oracle;
            spare = tryIt(copy) ? null : copy;
            if (spare is null)
                yield return copy;
        } while (--most > 0 && oracle.MoveNext());
    }
}
