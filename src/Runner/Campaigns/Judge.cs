using Conformance.Spec.Programs;
using Conformance.Spec.Rules;
using Conformance.Spec.Runtimes;
using Conformance.Spec.Schedules;
using Conformance.Spec.Traces;

namespace Conformance.Runner.Campaigns;

/// <summary>Runs programs on one runtime and judges each trace: the pipeline Program → Trace → Verdict, reused from execution to execution.</summary>
public sealed class Judge
{
    private readonly WellFormed wellFormed = new();
    private readonly RunOptions options;
    private readonly Strictness strictness;

    /// <summary>A judge of this runtime by these rules.</summary>
    /// <param name="runtime">The runtime.</param>
    /// <param name="rules">The rules; those that do not apply are left out.</param>
    /// <param name="options">The limits of one execution.</param>
    /// <param name="strictness">How strictly; as the runtime has it when nothing is said.</param>
    public Judge(IRuntime runtime, IEnumerable<Rule> rules, RunOptions? options = null, Strictness? strictness = null)
    {
        this.strictness = strictness ?? runtime.Strictness;
        Runtime = runtime;
        Checker = new Checker(rules, runtime.Description);
        this.options = options ?? RunOptions.Default;
    }

    /// <summary>The runtime.</summary>
    public IRuntime Runtime { get; }

    /// <summary>The rules that apply, with the triggers and violations of the last execution.</summary>
    public Checker Checker { get; }

    /// <summary>The last execution's trace; the next one overwrites it.</summary>
    public Trace Trace { get; } = new();

    /// <summary>What was wrong with the adapter in the last execution; null when nothing was.</summary>
    public string? Fault { get; private set; }

    /// <summary>Runs a program under a scheduler and judges the trace.</summary>
    /// <returns>How it ended. Rules are asked only when the trace is well-formed.</returns>
    public Ending Run(Code code, Scheduler scheduler, ulong seed)
    {
        Fault = null;
        Checker.Forget();
        scheduler.Begin(seed);
        try
        {
            Runtime.Run(code, scheduler, Trace, options);
        }
        catch (Exception broken) when (broken is not OutOfMemoryException)
        {
            Fault = $"The adapter threw {broken.GetType().Name}: {broken.Message}";
            return Ending.AdapterError;
        }

        if (strictness == Strictness.Portable)
            Trace.Relax();
        switch (Trace.Ending)
        {
            case Ending.Unsupported:
                return Ending.Unsupported;
            case Ending.AdapterError or Ending.StepLimit:
                Fault = Trace.Reason.Length > 0 ? Trace.Reason : Unexplained(Trace.Ending);
                return Trace.Ending;
        }

        Fault = ReferenceEquals(Trace.Code, code)
            ? wellFormed.Check(Trace)
            : "The trace is of another program than the one that was to run.";
        if (Fault is not null)
            return Ending.AdapterError;
        try
        {
            Checker.Check(Trace);
        }
        catch (Exception broken)
            when (broken is IndexOutOfRangeException or ArgumentException or InvalidOperationException or NullReferenceException)
        {
            // A trace that no rule foresaw must not take the campaign down, nor pass.
            Checker.Forget();
            Fault = $"The trace cannot be judged, although it is well-formed: {broken.Message}";
            return Ending.AdapterError;
        }

        return Trace.Ending;
    }

    private static string Unexplained(Ending ending) =>
        ending == Ending.StepLimit
            ? "The adapter ended the program with StepLimit, because it went on for too long, and gave no reason."
            : "The adapter ended the program with AdapterError, because it broke, and gave no reason.";
}
