namespace Conformance.Runner.Benchmarks;

/// <summary>How fast a workload ran.</summary>
/// <param name="Workload">Its name.</param>
/// <param name="Checked">Whether it was interpreted, traced and checked by every applicable rule; otherwise the bare runtime.</param>
/// <param name="ExecutionsPerSecond">The median over the rounds.</param>
/// <param name="NanosecondsPerStep">The median time of an event (checked) or of a poll or microtask (bare).</param>
/// <param name="BytesPerExecution">How much an execution allocates.</param>
public sealed record BenchResult(
    string Workload,
    bool Checked,
    double ExecutionsPerSecond,
    double NanosecondsPerStep,
    long BytesPerExecution
);
