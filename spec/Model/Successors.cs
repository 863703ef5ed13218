using Conformance.Spec.Programs;
using Conformance.Spec.Traces;

namespace Conformance.Spec.Model;

/// <summary>What can come next: each strand's next event, else the next moment of time, else the end.</summary>
internal static class Successors
{
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
    public static IEnumerable<Machine> Later(Machine machine) => Later(machine, new Oracle());

    /// <summary>Some configuration after the next event or the next lapse of time, if there is one.</summary>
    /// <param name="machine">The configuration before.</param>
    /// <param name="random">A number from 0 to one less than the given one.</param>
    /// <returns>The configuration, and whether an event has led to it.</returns>
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
            if ((isEvent ? EventsOf(machine, strand, oracle) : Later(machine, oracle)).FirstOrDefault() is { } next)
                return (next, isEvent);
        }

        return (null, false);
    }

    /// <summary>How the execution may end here.</summary>
    public static IEnumerable<(Ending Ending, string Message)> Ends(Machine machine)
    {
        foreach (var copy in Branches(machine, new Oracle(), TryEnd))
        {
            var ending = ModelChecker.EndingOf(copy);
            yield return (ending, ending == Ending.Failed ? copy.Main.Value.AsText : copy.StoppedBy.AsText);
        }
    }

    private static bool TryEnd(Machine machine)
    {
        var settles = machine.TrySettle();
        return machine.IsOver || (settles && machine.NextTime() < 0 && machine.TryEnd());
    }

    private static IEnumerable<int> Live(Machine machine) => Enumerable.Range(0, machine.Strands).Where(machine.MayStep);

    private static IEnumerable<Machine> EventsOf(Machine machine, int strand, Oracle oracle) =>
        Branches(
            machine,
            oracle,
            copy =>
            {
                copy.EmittedOn = copy.ThreadFor(strand);
                return copy.TryClaim(strand, copy.EmittedOn) && copy.TryStep(strand);
            }
        );

    private static IEnumerable<Machine> Later(Machine machine, Oracle oracle) =>
        Branches(machine, oracle, copy => copy.TrySettle() && copy.NextTime() is >= 0 and var time && copy.TryAdvance(time));

    /// <summary>Each copy with which something can be done, in each way in which it can.</summary>
    private static IEnumerable<Machine> Branches(Machine machine, Oracle oracle, Func<Machine, bool> tryIt)
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
        } while (oracle.MoveNext());
    }
}
