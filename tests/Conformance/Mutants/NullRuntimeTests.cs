using Conformance.Implementations.EventLoop;
using Conformance.Runner.Campaigns;
using Conformance.Spec.Programs;
using Shouldly;
using Xunit;

namespace Conformance.Tests.Mutants;

public sealed class NullRuntimeTests
{
    [Fact]
    public void Runtime_that_asks_for_choices_is_not_said_never_to_ask() =>
        new Campaign([() => new EventLoopRuntime()], new CampaignOptions { Programs = 5, Schedules = 2 })
            .Run()
            .Runtimes.Single()
            .NeverAsked.ShouldBeFalse();

    public static TheoryData<string, Dialect> Kinds
    {
        get
        {
            var data = new TheoryData<string, Dialect>();
            foreach (var kind in NullRuntime.Kinds.Keys)
            {
                data.Add(kind, Dialect.Eager);
                data.Add(kind, Dialect.Lazy);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Null_runtime_passes_nothing(string kind, Dialect family)
    {
        var options = new CampaignOptions { Programs = 100, Schedules = 2 };
        var result = new Campaign([() => new NullRuntime(kind, family, NullRuntime.Kinds[kind])], options).Run();
        var runtime = result.Runtimes.Single();
        runtime.Programs.ShouldBeGreaterThan(100);
        runtime.Rules.Where(rule => runtime.Verdict(rule) is Verdict.Pass or Verdict.Observed).Select(rule => rule.Rule.Id).ShouldBeEmpty();
        runtime.NeverAsked.ShouldBe(runtime.Executions > 0);
        (result.Violated || result.AdapterFailed || result.VacuousMusts.Any()).ShouldBeTrue("nothing would fail the run");
    }
}
