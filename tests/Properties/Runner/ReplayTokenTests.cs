using Conformance.Runner.Replays;
using Conformance.Spec.Litmus;
using Conformance.Spec.Programs;
using Conformance.Spec.Schedules;
using FsCheck;
using FsCheck.Xunit;
using Shouldly;
using Xunit;

namespace Conformance.Tests.Properties.Runner;

[Properties(Arbitrary = [typeof(RandomPrograms)])]
public sealed class ReplayTokenTests
{
    [Property]
    public void Token_round_trips(RandomProgram random, NonNegativeInt[] choices)
    {
        var schedule = new Schedule(Sequence.From(choices.Select(choice => choice.Get)));
        var token = new ReplayToken("executor", "LAZY-01", random.Program, schedule);
        ReplayToken.Parse(token.ToString()).ShouldBe(token);
    }

    [Property]
    public void Token_carries_a_litmus_test(RandomProgram random)
    {
        var litmus = new LitmusTest
        {
            Name = "mine",
            Sentence = "A \"test\".",
            Source = "test",
            Program = random.Program,
            Expectations = [new Expectation(ExpectationKind.Exactly, new Observed(["a", "b 2"]))],
        };
        var token = new ReplayToken("executor", "LITMUS-01", random.Program, Schedule.Natural) { Litmus = litmus };
        ReplayToken.Parse(token.ToString()).ShouldBe(token);
    }

    [Property]
    public void Shortened_token_is_refused_or_means_the_same(RandomProgram random, PositiveInt cut)
    {
        var token = new ReplayToken("executor", "LAZY-01", random.Program, Schedule.Natural);
        var text = token.ToString();
        var shorter = text[..^(1 + (cut.Get % (text.Length - ReplayToken.Version.Length - 1)))];
        try
        {
            // The last bits may be padding only.
            ReplayToken.Parse(shorter).ShouldBe(token);
        }
        catch (FormatException damaged)
        {
            damaged.Message.ShouldContain("Copy it again, whole.");
        }
    }

    [Fact]
    public void Token_cut_in_half_is_refused()
    {
        var text = new ReplayToken("executor", "", new Program(Dialect.Lazy, [new Log("a", [])]), Schedule.Natural).ToString();
        var damaged = Should.Throw<FormatException>(() => ReplayToken.Parse(text[..(text.Length / 2)]));
        damaged.Message.ShouldStartWith("The replay token is damaged: ");
    }

    [Fact]
    public void Token_of_another_version_says_so() =>
        Should
            .Throw<FormatException>(() => ReplayToken.Parse("c9-abc"))
            .Message.ShouldBe(
                "The replay token is of version \"c9\"; this is version \"c1\", in which programs or schedules mean something else. "
                    + "Replay it with the release it came from, or find the violation again with its seed."
            );

    [Fact]
    public void Text_that_is_no_token_says_what_one_looks_like() =>
        Should
            .Throw<FormatException>(() => ReplayToken.Parse("nonsense"))
            .Message.ShouldBe("\"nonsense\" is no replay token: expected one that begins with \"c1-\".");
}
