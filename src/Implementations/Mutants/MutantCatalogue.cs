namespace Conformance.Implementations.Mutants;

/// <summary>All wrong runtimes, in the order of the rules.</summary>
public static class MutantCatalogue
{
    /// <summary>The mutants of both families.</summary>
    public static IReadOnlyList<Mutant> All { get; } = [.. EagerMutants.All, .. LazyMutants.All, .. WorkerMutants.All, .. ClockMutants.All];
}
