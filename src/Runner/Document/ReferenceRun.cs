using Conformance.Implementations;
using Conformance.Spec.Litmus;
using Conformance.Spec.Programs;
using Conformance.Spec.Runtimes;
using Conformance.Spec.Schedules;
using Conformance.Spec.Traces;

namespace Conformance.Runner.Document;

/// <summary>What a program does on the simulated reference of its family, or on another simulated runtime.</summary>
/// <param name="Runtime">The runtime's name.</param>
/// <param name="Outcome">What it came to.</param>
/// <param name="Timeline">How.</param>
internal sealed record ReferenceRun(string Runtime, Observed Outcome, string Timeline)
{
    private const int Width = 110;
    private const int Schedules = 64;

    /// <summary>Whether the program came to an end that says something of the program.</summary>
    public bool Ended => Outcome.Ending is Ending.Completed or Ending.Failed or Ending.Deadlock or Ending.Exited or Ending.Crashed;

    /// <summary>Runs a litmus program on a reference on which it is judged.</summary>
    public static ReferenceRun Of(LitmusTest litmus) => Run(Reference(litmus), litmus.Program, 0);

    /// <summary>Runs a program under the runtime's own schedule.</summary>
    /// <param name="program">The program.</param>
    /// <param name="several">Whether several workers share the tasks of a lazy program.</param>
    public static ReferenceRun Of(Program program, bool several = false) => Run(Reference(program, several), program, 0);

    /// <summary>Runs a program on a simulated runtime, under its own schedule.</summary>
    public static ReferenceRun On(string runtime, Program program) => Run(runtime, program, 0);

    /// <summary>A run of a litmus program that has several outcomes, with another outcome than this one; null when there is none.</summary>
    public static ReferenceRun? Otherwise(LitmusTest litmus, ReferenceRun run) =>
        litmus.Expectations.Count(expectation => expectation.Kind == ExpectationKind.Allowed) < 2
            ? null
            : Enumerable
                .Range(1, Schedules)
                .Select(seed => Run(run.Runtime, litmus.Program, (ulong)seed))
                .FirstOrDefault(other => other.Outcome != run.Outcome);

    private static string Reference(LitmusTest litmus) =>
        litmus.Needs.Contains(Need.PausedClock) ? "executor-paused" : Reference(litmus.Program, litmus.Needs.Contains(Need.MultiThread));

    private static string Reference(Program program, bool several) =>
        (program.Dialect, several) switch
        {
            (Dialect.Eager, _) => "event-loop",
            (_, true) => "executor-multi",
            _ => "executor",
        };

    // Seed 0 is the runtime's own schedule.
    private static ReferenceRun Run(string name, Program program, ulong seed)
    {
        var scheduler = new Scheduler(seed == 0 ? new Natural() : new RandomWalk());
        scheduler.Begin(seed);
        var trace = new Trace();
        RuntimeCatalogue.Find(name)!().Run(Code.Of(program), scheduler, trace, RunOptions.Default);
        return new ReferenceRun(name, Observed.Of(trace), Spec.Traces.Timeline.Print(trace, width: Width));
    }

    /// <summary>The outcome on one line: the logged lines, then how it ended unless it completed.</summary>
    public string Line()
    {
        List<string> parts = [];
        if (Outcome.Lines.Count > 0)
            parts.Add(string.Join(" · ", Outcome.Lines.Select(Markdown.Code)));
        if (Outcome.Ending == Ending.Failed)
            parts.Add($"fails with {Markdown.Code(Outcome.Message)}");
        else if (Outcome.Ending == Ending.Crashed)
            parts.Add($"crashes with {Markdown.Code(Outcome.Message)}");
        else if (Outcome.Ending != Ending.Completed)
            parts.Add(Outcome.Ending.ToString().ToLowerInvariant());
        return parts.Count == 0 ? "nothing is logged" : string.Join(", ", parts);
    }
}
