using Conformance.Spec.Model;
using Conformance.Spec.Programs;
using Conformance.Spec.Rules;
using Conformance.Spec.Runtimes;
using Conformance.Spec.Schedules;
using Conformance.Spec.Traces;

namespace Conformance.Implementations.Model;

/// <summary>
/// The operational model as a runtime: it does nothing but what its rules of inference let it do, as the schedule says. It does not do all of
/// it: of several workers each takes up first what it keeps for itself, and a <see cref="Walk"/> that has no way on goes back. The rules must
/// accept each of its traces, for both say what the family is; all that the model holds possible is what <c>conformance litmus</c> lists.
/// </summary>
public sealed class ModelRuntime : IRuntime
{
    private ModelRuntime(string name, Dialect family, int workers = 1, ClockKind clock = ClockKind.Virtual) =>
        Description = new RuntimeDescription
        {
            Name = name,
            Family = family,
            Clock = clock,
            Workers = workers,
            Identity = "Conformance.Spec.Model",
        };

    /// <inheritdoc/>
    public RuntimeDescription Description { get; }

    /// <summary>Portable: which of its choices Node.js or Tokio would make first is nothing that the model knows.</summary>
    public Strictness Strictness => Strictness.Portable;

    /// <summary>The eager machine, <c>model-eager</c>.</summary>
    public static ModelRuntime Eager() => new("model-eager", Dialect.Eager);

    /// <summary>The lazy machine on one thread, <c>model-lazy</c>.</summary>
    public static ModelRuntime Lazy() => new("model-lazy", Dialect.Lazy);

    /// <summary>The lazy machine on one thread whose clock stands still while anything runs, <c>model-lazy-paused</c>.</summary>
    public static ModelRuntime LazyPaused() => new("model-lazy-paused", Dialect.Lazy, clock: ClockKind.Paused);

    /// <summary>The lazy machine with two workers, <c>model-lazy-multi</c>.</summary>
    public static ModelRuntime LazyMulti() => new("model-lazy-multi", Dialect.Lazy, workers: 2);

    /// <inheritdoc/>
    public string? Lacks(Code code)
    {
        ArgumentNullException.ThrowIfNull(code);
        return code.Program.Dialect != Description.Family ? "The program is of the other dialect."
            : Description.Clock != ClockKind.Paused && code.Has(Op.Advance) ? "\"advance\": only a paused clock can be advanced."
            : ModelChecker.Covers(code) ? null
            : "The model does not speak about this program.";
    }

    /// <inheritdoc/>
    public void Run(Code code, Scheduler scheduler, Trace trace, RunOptions options)
    {
        ArgumentNullException.ThrowIfNull(scheduler);
        ArgumentNullException.ThrowIfNull(trace);
        if (Lacks(code) is { } reason)
        {
            trace.Begin(code, Description);
            trace.End(Ending.Unsupported, natural: false, reason);
            return;
        }

        // A program has no loops: no walk is endless.
        if (!Walk.TryTake(code, Description, count => scheduler.Choose(ChoiceKind.Actor, count), trace))
        {
            trace.Begin(code, Description);
            trace.End(Ending.Unsupported, natural: false, "The model's walk went astray: what it assumed unseen left no way on.");
        }
    }
}
