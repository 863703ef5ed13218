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
        for (var strand = 0; strand < machine.Strands; strand++)
        {
            foreach (var copy in Branches(machine))
            {
                copy.EmittedOn = machine.ThreadFor(strand);
                if (copy.TryClaim(strand, copy.EmittedOn) && copy.TryStep(strand))
                    yield return copy;
            }
        }
    }

    /// <summary>Each configuration after the next lapse of time.</summary>
    public static IEnumerable<Machine> Later(Machine machine)
    {
        foreach (var copy in Branches(machine))
        {
            if (!copy.TrySettle())
                continue;
            var time = copy.NextTime();
            if (time >= 0 && copy.TryAdvance(time))
                yield return copy;
        }
    }

    /// <summary>How the execution may end here.</summary>
    public static IEnumerable<(Ending Ending, string Message)> Ends(Machine machine)
    {
        foreach (var copy in Branches(machine))
        {
            var settles = copy.TrySettle();
            if (!copy.IsOver && (!settles || copy.NextTime() >= 0 || !copy.TryEnd()))
                continue;
            var ending = ModelChecker.EndingOf(copy);
            yield return (ending, ending == Ending.Failed ? copy.Main.Value.AsText : copy.StoppedBy.AsText);
        }
    }

    private static IEnumerable<Machine> Branches(Machine machine)
    {
        var oracle = new Oracle();
        oracle.Begin();
        do
        {
            var copy = machine.Create();
            copy.CopyFrom(machine);
            copy.Oracle = oracle;
            yield return copy;
        } while (oracle.MoveNext());
    }
}
