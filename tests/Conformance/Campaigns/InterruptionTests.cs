using Conformance.Runner.Campaigns;
using Conformance.Spec.Programs;
using Conformance.Spec.Traces;
using Conformance.Tests.Mutants;
using Shouldly;
using Xunit;

namespace Conformance.Tests.Campaigns;

public sealed class InterruptionTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Failure_of_an_adapter_that_an_interruption_ended_is_none(bool noticedLate)
    {
        using var interruption = new CancellationTokenSource();
        var calls = 0;
        var runtime = Null(trace =>
        {
            calls++;
            if (calls == (noticedLate ? 2 : 1))
                interruption.Cancel();
            trace.End(Ending.AdapterError, natural: false, "exited with code 130");
        });
        var result = await Task.Run(() => new Campaign([() => runtime], Options).Run(cancel: interruption.Token));
        result.Complete.ShouldBeFalse();
        result.Runtimes.Single().Errors.ShouldBe(0);
    }

    [Fact]
    public void Rule_of_a_runtime_that_had_not_begun_is_not_run()
    {
        var runtime = Null(trace => trace.End(Ending.Completed, natural: true));
        var result = new Campaign([() => runtime], Options).Run(cancel: new CancellationToken(canceled: true));
        var tally = result.Runtimes.Single();
        tally.Rules.Select(tally.Verdict).Distinct().ShouldBe([Verdict.NotRun, Verdict.NotApplicable], ignoreOrder: true);
        tally.Stopped.ShouldBe("had not begun when the interruption came");
        result.AdapterFailed.ShouldBeFalse();
        result.VacuousMusts.ShouldBeEmpty();
    }

    [Fact]
    public void Runtime_that_ran_all_programs_was_not_stopped()
    {
        var runtime = Null(trace => trace.End(Ending.Completed, natural: true));
        new Campaign([() => runtime], Options).Run().Runtimes.Single().Stopped.ShouldBeNull();
    }

    [Fact]
    public void Failure_in_the_last_program_counts()
    {
        var runtime = Null(trace => trace.End(Ending.AdapterError, natural: false, "broken"));
        var tally = new Campaign([() => runtime], Options).Run().Runtimes.Single();
        tally.Errors.ShouldBe(tally.Programs);
    }

    private static CampaignOptions Options => new() { Programs = 2, Schedules = 2 };

    private static NullRuntime Null(Action<Trace> act) => new("fails", Dialect.Eager, (_, trace) => act(trace));
}
