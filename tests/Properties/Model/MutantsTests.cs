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
    public static TheoryData<string> Names => [.. MutantCatalogue.All.Select(mutant => mutant.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_wrong_runtime_is_rejected(string name)
    {
        var runtime = MutantCatalogue.All.Single(mutant => mutant.Name == name).Create();
        var checker = new ModelChecker();

        Traces(runtime).Any(trace => checker.Check(trace) is not null).ShouldBeTrue($"faults reached: {runtime.FaultsReached}");
    }

    private static IEnumerable<Trace> Traces(IRuntime runtime)
    {
        var family = runtime.Description.Family;
        var litmus = LitmusLibrary.Load().Select(test => test.Program).Where(program => program.Dialect == family);
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
