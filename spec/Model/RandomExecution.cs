using Conformance.Spec.Programs;
using Conformance.Spec.Runtimes;
using Conformance.Spec.Schedules;
using Conformance.Spec.Traces;

namespace Conformance.Spec.Model;

/// <summary>
/// One execution that the model can do, its free choices made at random: what the rules must accept if rules and model mean the same.
/// The model lets any worker take up any task that is woken; some rules ask for the order that Tokio's workers show, so here each takes
/// up first what it keeps for itself.
/// </summary>
public static class RandomExecution
{
    /// <summary>Walks from the beginning of a program to an end.</summary>
    /// <param name="code">A program that the model covers.</param>
    /// <param name="runtime">The runtime: its family, workers and pool size count. Its clock is to be exact.</param>
    /// <param name="seed">The same seed gives the same execution.</param>
    /// <param name="trace">Where to write it.</param>
    /// <returns>
    /// False when the walk went astray: what happens unseen is assumed without knowing the next event, and may have left no way on.
    /// </returns>
    /// <exception cref="ArgumentException">The model does not speak about such a program or runtime.</exception>
    public static bool TryWalk(Code code, RuntimeDescription runtime, ulong seed, Trace trace)
    {
        if (!Enumeration.Covers(runtime) || !ModelChecker.Covers(code))
            throw new ArgumentException("The model does not speak about this program on this runtime.", nameof(code));
        var source = new RandomSource(seed);
        var random = (int options) => source.Next(options);
        var machine = ModelChecker.MachineFor(code.Program.Dialect);
        machine.Begin(new Layout(code, runtime.Workers), runtime);
        machine.FollowsQueues = true;
        trace.Begin(code, runtime);
        while (!machine.IsOver && Successors.AtRandom(machine, random) is ({ } next, var isEvent))
        {
            if (isEvent)
                trace.Add(EventOf(next));
            machine = next;
        }

        var ends = Successors.Ends(machine).ToList();
        if (ends.Count == 0)
            return false;
        var (ending, message) = ends[random(ends.Count)];
        trace.End(ending, natural: false, message);
        return true;
    }

    private static Event EventOf(Machine machine)
    {
        var item = machine.Emitted;
        var value = item.Kind == EventKind.Log ? Value.Of(machine.LineOf(machine.Code.Instructions[item.Site])) : item.Value;
        return new Event(item.Kind, item.Outcome, machine.EmittedOn, item.Computation, item.Subject, item.Site, item.Time, value);
    }
}
