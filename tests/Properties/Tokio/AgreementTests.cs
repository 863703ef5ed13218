using Conformance.Implementations.Executor;
using Conformance.Implementations.Tokio;
using Conformance.Runner.Generation;
using Conformance.Spec.Programs;
using Conformance.Spec.Runtimes;
using Conformance.Spec.Schedules;
using Conformance.Spec.Traces;
using Conformance.Tests.Properties.Protocol;
using Xunit;

namespace Conformance.Tests.Properties.Tokio;

/// <summary>The real Tokio judges the reference: what it does must be among what the reference may do.</summary>
public sealed class AgreementTests
{
    private const int Programs = 2000;
    private const int Schedules = 400;

    [NeedsTokioFact]
    public void Random_programs_end_as_the_executor_may_end_them()
    {
        using var tokio = TokioRuntime.CurrentThread();
        var executor = ExecutorRuntime.PausedCurrentThread();
        var compared = 0;
        var differences = new List<string>();
        foreach (var code in ProgramGenerator.Sample(Dialect.Lazy, seed: 1, Programs).Select(Code.Of).Where(IsComparable))
        {
            var real = Adapters.Run(tokio, code);
            if (real.Ending == Ending.Unsupported)
                continue;
            compared++;
            if (!IsAllowed(executor, code, Text(real)))
                differences.Add($"{ProgramPrinter.Print(code.Program)}\ntokio: {Text(real)}");
        }

        Assert.True(differences.Count == 0, $"{differences.Count} of {compared}:\n{string.Join("\n\n", differences)}");
        Assert.True(compared >= Programs / 20, $"Only {compared} programs could be compared.");
    }

    // Tokio's pool runs in real time. Who computes leaves others ready, and then more orders are possible than can be tried.
    // Whom one statement serves at once Tokio wakes in an order that changes from version to version.
    private static bool IsComparable(Code code) =>
        !code.Has(Op.Compute)
        && !code.Has(ComputationKind.Blocking)
        && !code.Has(Op.NotifyWaiters)
        && !Array.Exists(code.Instructions, GivesSeveral);

    private static bool GivesSeveral(Instruction statement) => statement is { Op: Op.Release, Number: > 1 };

    private static bool IsAllowed(ExecutorRuntime executor, Code code, string outcome)
    {
        if (Text(Adapters.Run(executor, code)) == outcome)
            return true;
        var scheduler = new Scheduler(new RandomWalk());
        var trace = new Trace();
        for (ulong seed = 1; seed <= Schedules; seed++)
        {
            scheduler.Begin(seed);
            executor.Run(code, scheduler, trace, RunOptions.Default);
            if (Text(trace) == outcome)
                return true;
        }

        return false;
    }

    private static string Text(Trace trace) => $"{string.Join(" / ", trace.Lines())} ({trace.Ending})";
}
