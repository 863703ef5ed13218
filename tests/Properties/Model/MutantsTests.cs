using Conformance.Implementations.Mutants;
using Conformance.Runner.Generation;
using Conformance.Spec.Litmus;
using Conformance.Spec.Model;
using Conformance.Spec.Programs;
using Conformance.Spec.Runtimes;
using Conformance.Spec.Schedules;
using Conformance.Spec.Traces;
using Shouldly;
using Xunit;

namespace Conformance.Tests.Properties.Model;

public sealed class MutantsTests
{
    // The model leaves free what no vendor promises: the order among ready tasks and equal deadlines, when
    // a passed deadline is noticed. How many workers there are it does not count.
    internal static readonly string[] Free =
    [
        "current-thread-last-first",
        "workers-without-slot",
        "one-worker-too-many",
        "driver-turns-when-idle-only",
        "equal-deadlines-last-first",
        "late-timers-last-first",
        "sleep-asks-the-clock",
    ];

    public static TheoryData<string> Names => [.. MutantCatalogue.All.Where(IsCovered).Select(mutant => mutant.Name).Except(Free)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_wrong_runtime_is_rejected(string name)
    {
        var mutant = MutantCatalogue.All.Single(mutant => mutant.Name == name);
        var runtime = mutant.Create();
        var checker = new ModelChecker();

        Traces(runtime, mutant.Rule)
            .Any(trace => checker.Check(trace) is not null)
            .ShouldBeTrue($"faults reached: {runtime.FaultsReached}");
    }

    private static bool IsCovered(Mutant mutant) => ModelChecker.Covers(mutant.Create().Description);

    /// <summary>Traces of litmus tests, those of a rule first, and of some random programs, under some schedules.</summary>
    internal static IEnumerable<Trace> Traces(IRuntime runtime, string rule)
    {
        var family = runtime.Description.Family;
        var tests = LitmusLibrary.Load().Where(test => test.Program.Dialect == family);
        var litmus = tests.OrderByDescending(test => test.Rules.Contains(rule)).Select(test => test.Program);
        var trace = new Trace();
        foreach (var program in litmus.Concat(ProgramGenerator.Sample(family, seed: 7, 40)))
        {
            var code = Code.Of(program);
            for (var seed = 0UL; seed < 4; seed++)
            {
                var scheduler = new Scheduler(seed == 0 ? new Natural() : new RandomWalk());
                scheduler.Begin(seed * 77);
                runtime.Run(code, scheduler, trace, RunOptions.Default);
                yield return trace;
            }
        }
    }
}
