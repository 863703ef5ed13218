using Conformance.Spec.Litmus;
using Conformance.Spec.Programs;
using Conformance.Spec.Runtimes;
using Conformance.Spec.Traces;

namespace Conformance.Spec.Model;

/// <summary>Everything that may come of a program.</summary>
/// <param name="Outcomes">The outcomes that were found.</param>
/// <param name="IsComplete">Whether the limit was not reached: these are all.</param>
/// <param name="Configurations">How many configurations were visited.</param>
public sealed record Enumeration(IReadOnlySet<Observed> Outcomes, bool IsComplete, int Configurations)
{
    /// <summary>Whether what a program may do on such a runtime can be counted: only an exact clock leaves finitely much open.</summary>
    public static bool Covers(RuntimeDescription runtime) =>
        runtime.Clock == ClockKind.Virtual || runtime is { Clock: ClockKind.Paused, Family: Dialect.Lazy, Workers: 1 };

    /// <summary>Searches all configurations of the model, depth first, each once.</summary>
    /// <param name="code">A small program.</param>
    /// <param name="runtime">The runtime: its family, workers and pool size count.</param>
    /// <param name="limit">After how many configurations the search gives up.</param>
    public static Enumeration Of(Code code, RuntimeDescription runtime, int limit = 100_000)
    {
        var search = new OutcomeSearch(code, runtime, limit);
        search.Run();
        return new Enumeration(search.Outcomes, search.IsComplete, search.Visited);
    }
}
