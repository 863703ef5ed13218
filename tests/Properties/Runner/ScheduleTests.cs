using Conformance.Runner.Shrinking;
using Conformance.Spec.Programs;
using Conformance.Spec.Schedules;
using FsCheck;
using FsCheck.Xunit;
using Shouldly;
using Xunit;
using Replay = Conformance.Spec.Schedules.Replay;

namespace Conformance.Tests.Properties.Runner;

public sealed class ScheduleTests
{
    [Property]
    public void Record_replays_to_the_same_choices(ulong seed, PositiveInt[] options)
    {
        var recorder = new Scheduler(new RandomWalk());
        recorder.Begin(seed);
        var choices = options.Select(count => recorder.Choose(ChoiceKind.Task, count.Get)).ToList();
        var replay = new Replay(recorder.Record);
        var again = new Scheduler(replay);
        again.Begin(0);
        options.Select(count => again.Choose(ChoiceKind.Task, count.Get)).ShouldBe(choices);
        replay.Divergence.ShouldBeEmpty();
        again.Record.ShouldBe(recorder.Record);
    }

    [Property]
    public void Choices_stay_among_the_options(ulong seed, PositiveInt options)
    {
        var source = new RandomSource(seed);
        for (var i = 0; i < 100; i++)
            source.Next(options.Get).ShouldBeInRange(0, options.Get - 1);
    }

    [Fact]
    public void Replay_that_does_not_fit_says_what_was_possible()
    {
        var replay = new Replay(new Schedule([0, 5]));
        var scheduler = new Scheduler(replay);
        scheduler.Begin(0);
        scheduler.Choose(ChoiceKind.Task, 3).ShouldBe(0);
        scheduler.Choose(ChoiceKind.Actor, 3).ShouldBe(0);
        replay.Divergence.ShouldBe("Choice 1 (Actor) was recorded as 5, but only 0 to 2 were possible.");
    }

    [Fact]
    public void Choice_without_alternative_is_not_recorded()
    {
        var scheduler = new Scheduler(new RandomWalk());
        scheduler.Begin(1);
        scheduler.Choose(ChoiceKind.Task, 1).ShouldBe(0);
        scheduler.Count.ShouldBe(0);
        scheduler.IsNatural.ShouldBeTrue();
    }

    [Property]
    public void Shrunk_schedule_still_fails_and_never_grows(NonNegativeInt[] choices)
    {
        var schedule = new Schedule(Sequence.From(choices.Select(choice => choice.Get % 6)));
        bool Fails(Schedule candidate) => candidate.Choices.Any(choice => choice >= 2);
        if (!Fails(schedule))
            return;
        var simple = ScheduleShrinker.Shrink(schedule, Fails);
        Fails(simple).ShouldBeTrue();
        simple.Choices.Count.ShouldBeLessThanOrEqualTo(schedule.Choices.Count);
        simple.Choices.Sum().ShouldBe(2);
    }

    [Fact]
    public void Random_numbers_are_the_published_sequence()
    {
        // The first outputs of SplitMix64 for seed 1234567, as in its authors' test vectors.
        var source = new RandomSource(1234567);
        source.Next().ShouldBe(6457827717110365317UL);
        source.Next().ShouldBe(3203168211198807973UL);
    }
}
