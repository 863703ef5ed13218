using System.Diagnostics;

namespace Conformance.Runner.Benchmarks;

/// <summary>Times a workload: some warm-up, then rounds of a fixed time each, of which the median counts.</summary>
internal static class Stopwatches
{
    private const int Rounds = 7;
    private static readonly TimeSpan WarmUp = TimeSpan.FromMilliseconds(600);
    private static readonly TimeSpan Round = TimeSpan.FromMilliseconds(250);

    /// <summary>Measures.</summary>
    /// <param name="workload">Its name.</param>
    /// <param name="isChecked">Whether it is the checked form.</param>
    /// <param name="execute">Runs it once, from a seed, and answers how many steps that took.</param>
    /// <param name="cancel">Ends it.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static BenchResult Measure(string workload, bool isChecked, Func<ulong, int> execute, CancellationToken cancel)
    {
        ulong seed = 0;
        Run(execute, WarmUp, ref seed, cancel);
        var rounds = new List<(double PerSecond, double PerStep)>();
        var before = GC.GetAllocatedBytesForCurrentThread();
        var first = seed;
        for (var i = 0; i < Rounds; i++)
            rounds.Add(Run(execute, Round, ref seed, cancel));
        var bytes = (GC.GetAllocatedBytesForCurrentThread() - before) / (long)Math.Max(1, seed - first);
        return new BenchResult(workload, isChecked, Median(rounds.Select(r => r.PerSecond)), Median(rounds.Select(r => r.PerStep)), bytes);
    }

    private static (double PerSecond, double PerStep) Run(Func<ulong, int> execute, TimeSpan time, ref ulong seed, CancellationToken cancel)
    {
        long executions = 0;
        long steps = 0;
        var start = Stopwatch.GetTimestamp();
        TimeSpan elapsed;
        do
        {
            cancel.ThrowIfCancellationRequested();
            for (var i = 0; i < 32; i++)
                steps += execute(++seed);
            executions += 32;
            elapsed = Stopwatch.GetElapsedTime(start);
        } while (elapsed < time);
        return (executions / elapsed.TotalSeconds, elapsed.TotalNanoseconds / Math.Max(1, steps));
    }

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted[sorted.Length / 2];
    }
}
