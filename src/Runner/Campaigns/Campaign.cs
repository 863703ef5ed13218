using System.Diagnostics;
using Conformance.Runner.Generation;
using Conformance.Spec.Litmus;
using Conformance.Spec.Programs;
using Conformance.Spec.Rules;
using Conformance.Spec.Runtimes;

namespace Conformance.Runner.Campaigns;

/// <summary>Litmus tests and random programs, each under many schedules, on some runtimes, judged by the rules.</summary>
/// <param name="runtimes">The runtimes, each made on the thread that uses it.</param>
/// <param name="options">How much to do.</param>
public sealed class Campaign(IReadOnlyList<Func<IRuntime>> runtimes, CampaignOptions options)
{
    /// <summary>Runs it, the runtimes side by side.</summary>
    /// <param name="progress">Told now and then, from several threads.</param>
    /// <param name="cancel">Ends it early; what was found so far is returned.</param>
    public CampaignResult Run(Action<CampaignProgress>? progress = null, CancellationToken cancel = default)
    {
        var tallies = new RuntimeTally[runtimes.Count];
        var complete = new bool[runtimes.Count];
        var clock = Stopwatch.StartNew();
        Parallel.For(
            0,
            runtimes.Count,
            new ParallelOptions { MaxDegreeOfParallelism = options.Time is null ? Environment.ProcessorCount : runtimes.Count },
            at =>
            {
                var runtime = runtimes[at]();
                using var adapter = runtime as IDisposable;
                var run = new RuntimeCampaign(runtime, options);
                tallies[at] = run.Tally;
                var litmus = Litmuses(run.Tally.Description.Family).ToList();
                var total = litmus.Count + options.Programs;
                complete[at] = run.Run(Cases(runtime, litmus), total, clock, progress, cancel);
            }
        );
        return new CampaignResult(options, tallies, complete.All(done => done));
    }

    // One at a time: a long campaign begins at once and needs no more memory than a short one.
    private IEnumerable<TestCase> Cases(IRuntime runtime, IEnumerable<LitmusTest> tests)
    {
        foreach (var litmus in tests)
            yield return new TestCase($"litmus {litmus.Name}", Code.Of(litmus.Program), litmus);
        var number = 0;
        foreach (var program in ProgramGenerator.Sample(runtime.Description.Family, FirstProgram(options.Seed), options.Programs))
        {
            var fitted = FittedProgram.Of(program, runtime.Lacks);
            yield return new TestCase($"random program {++number}", Code.Of(fitted.Program), null) { LeftOut = fitted.LeftOut };
        }
    }

    // Far apart, so that campaigns of different seeds have no programs in common.
    private static ulong FirstProgram(ulong seed) => 1 + ((seed - 1) << 32);

    /// <summary>The rules that a campaign asks about a runtime: those of the catalogue that apply to it, and the one about litmus outcomes.</summary>
    public static IReadOnlyList<RuleInfo> Rules(RuntimeDescription runtime) =>
        [.. AllRules().Where(rule => rule.AppliesTo(runtime)).Select(rule => rule.Info)];

    /// <summary>A fresh instance of every rule that a campaign asks.</summary>
    /// <param name="litmus">The litmus whose program is run, if any.</param>
    public static IReadOnlyList<Rule> AllRules(LitmusTest? litmus = null) => [.. Catalogue.Create(), new LitmusRule { Litmus = litmus }];

    /// <summary>The embedded litmus tests of a family.</summary>
    public static IEnumerable<LitmusTest> Litmuses(Dialect dialect) =>
        LitmusLibrary.Load().Where(litmus => litmus.Program.Dialect == dialect);
}
