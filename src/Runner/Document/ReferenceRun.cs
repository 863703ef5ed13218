using Conformance.Implementations;
using Conformance.Spec.Litmus;
using Conformance.Spec.Programs;
using Conformance.Spec.Runtimes;
using Conformance.Spec.Schedules;
using Conformance.Spec.Traces;

namespace Conformance.Runner.Document;

/// <summary>What a program does on the simulated reference of its family, under that runtime's own schedule.</summary>
/// <param name="Runtime">The reference's name.</param>
/// <param name="Outcome">What it came to.</param>
/// <param name="Timeline">How.</param>
internal sealed record ReferenceRun(string Runtime, Observed Outcome, string Timeline)
{
    private const int Width = 110;

    /// <summary>Whether the program came to an end that says something of the program.</summary>
    public bool Ended => Outcome.Ending is Ending.Completed or Ending.Failed or Ending.Deadlock;

    /// <summary>Runs a litmus program on a reference on which it is judged.</summary>
    public static ReferenceRun Of(LitmusTest litmus) => Of(litmus.Program, litmus.Needs.Contains(Need.MultiThread));

    /// <summary>Runs a program.</summary>
    /// <param name="program">The program.</param>
    /// <param name="several">Whether several workers share the tasks of a lazy program.</param>
    public static ReferenceRun Of(Program program, bool several = false)
    {
        var name = (program.Dialect, several) switch
        {
            (Dialect.Eager, _) => "event-loop",
            (_, true) => "executor-multi",
            _ => "executor",
        };
        var scheduler = new Scheduler(new Natural());
        scheduler.Begin(0);
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
        else if (Outcome.Ending != Ending.Completed)
            parts.Add(Outcome.Ending.ToString().ToLowerInvariant());
        return parts.Count == 0 ? "nothing is logged" : string.Join(", ", parts);
    }
}
