using Conformance.Runner.Campaigns;
using Conformance.Runner.Generation;
using Conformance.Runner.Replays;
using Conformance.Runner.Shrinking;
using Conformance.Spec.Programs;
using Conformance.Spec.Rules;
using Conformance.Spec.Schedules;
using Shouldly;
using Xunit;

namespace Conformance.Tests.Mutants;

public sealed class MinimizerTests
{
    [Theory]
    [InlineData("late-executor")]
    [InlineData("late-body")]
    [InlineData("last-settlement-wins")]
    [InlineData("settled-await-continues")]
    [InlineData("timers-by-creation")]
    [InlineData("stale-result")]
    [InlineData("future-starts-at-call")]
    [InlineData("await-always-suspends")]
    [InlineData("busy-executor")]
    public void Violation_shrinks_to_a_small_program_that_replays(string name)
    {
        var (mutant, program, schedule) = Caught.First(name);
        var rule = Catalogue.Create().Single(rule => rule.Info.Id == mutant.Rule);

        var small = new Minimizer(mutant.Create(), rule).Minimize(program, schedule).ShouldNotBeNull();

        small.Violation.Rule.ShouldBe(mutant.Rule);
        ProgramChecker.Check(small.Program).ShouldBeEmpty();
        ProgramShape.Weight(small.Program).CompareTo(ProgramShape.Weight(program)).ShouldBeLessThanOrEqualTo(0);
        ProgramShape.Count(small.Program).ShouldBeLessThanOrEqualTo(12, ProgramPrinter.Print(small.Program));
        small.Schedule.Choices.Count.ShouldBeLessThanOrEqualTo(schedule.Choices.Count);

        var token = ReplayToken.Parse(new ReplayToken(mutant.Name, mutant.Rule, small.Program, small.Schedule).ToString());
        var judge = new Judge(mutant.Create(), [rule]);
        var replay = new Replay(token.Schedule);
        judge.Run(Code.Of(token.Program), new Scheduler(replay), seed: 0);
        replay.Divergence.ShouldBeEmpty();
        judge.Checker.Violations.ShouldContain(small.Violation);
    }

    [Fact]
    public void What_does_not_show_again_is_not_made_small()
    {
        var (mutant, program, _) = Caught.First("late-executor");
        var other = Catalogue.Create().Single(rule => rule.Info.Id == "EAGER-02");
        new Minimizer(mutant.Create(), other).Minimize(program, Schedule.Natural).ShouldBeNull();
    }
}
