using Conformance.Spec.Traces;
using Xunit;

namespace Conformance.Tests.Properties.Rules.Lazy;

public sealed class PausedClockTests
{
    private const string Begun = "main starts\n ";
    private const string Spawned = Begun + "main makes x\n main made x\n main makes h\n main made h\n ";
    private const string Sleeper = "x = async { sleep 7 }\nh = spawn x\n";
    private const string Job = "j = blocking { compute 50 }\nsleep 5";
    private const string Submitted = Begun + "main makes j\n main made j\n main sleeps\n ";

    [Fact]
    public void Clock_that_is_advanced_by_exactly_so_much_passes() =>
        RuleCheck.Passes("TIME-05", TraceText.Paused("advance 10", Begun + "main advances\n @10 main advanced\n main returns"), 1);

    [Theory]
    [InlineData(9)]
    [InlineData(11)]
    public void Clock_that_is_advanced_by_another_amount_fails(int time) =>
        RuleCheck.Fails(
            "TIME-05",
            TraceText.Paused("advance 10", Begun + $"main advances\n @{time} main advanced\n main returns"),
            $"\"main\" advanced the clock by 10 at 0, and then it was {time}; expected exactly 10."
        );

    [Fact]
    public void Jump_to_the_next_deadline_passes() =>
        RuleCheck.Passes("TIME-05", TraceText.Paused("sleep 5", Begun + "main sleeps\n @5 main slept\n main returns"), 1);

    [Fact]
    public void Jump_past_a_deadline_fails() =>
        RuleCheck.Fails(
            "TIME-05",
            TraceText.Paused(
                Sleeper + "sleep 12",
                Spawned + "main sleeps\n x starts\n x sleeps\n @12 main slept\n x slept\n x returns\n main returns"
            ),
            "The clock moved from 0 to 12, past the sleep of \"x\", due at 7; expected it to stop at the next deadline."
        );

    [Fact]
    public void Computing_that_takes_time_fails() =>
        RuleCheck.Fails(
            "TIME-05",
            TraceText.Paused("compute 30", Begun + "main computes\n @30 main computed\n main returns"),
            "\"main\" computed, and the clock moved from 0 to 30; expected CPU time not to move it."
        );

    [Fact]
    public void Computing_that_takes_no_time_passes() =>
        RuleCheck.Passes("TIME-05", TraceText.Paused("compute 30", Begun + "main computes\n main computed\n main returns"), 1);

    [Fact]
    public void Clock_that_stands_still_while_a_job_runs_passes() =>
        RuleCheck.Passes(
            "TIME-05",
            TraceText.Paused(Job, Submitted + "#1 j starts\n #1 j computes\n #1 j computed\n #1 j returns\n @5 main slept\n main returns"),
            1
        );

    [Fact]
    public void Clock_that_moves_while_a_job_runs_fails() =>
        RuleCheck.Fails(
            "TIME-05",
            TraceText.Paused(Job, Submitted + "#1 j starts\n #1 j computes\n @5 main slept\n main returns\n #1 j computed\n #1 j returns"),
            "The clock moved from 0 to 5 while the job \"j\" was under way; expected it to stand still."
        );

    [Fact]
    public void Clock_that_is_advanced_while_a_job_runs_passes() =>
        RuleCheck.Passes(
            "TIME-05",
            TraceText.Paused(
                "j = blocking { log \"j\" }\nadvance 5",
                Begun
                    + "main makes j\n main made j\n main advances\n #1 j starts\n @5 #1 j logs\n main advanced\n #1 j returns\n main returns"
            ),
            1
        );

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Later_deadline_before_an_earlier_one_fails_in_the_natural_order(bool natural)
    {
        var trace = TraceText.Paused(
            "x = async { sleep 7 }\nh = spawn x\ny = async { sleep 3 }\ng = spawn y\nyield\nadvance 10\nyield",
            Spawned
                + "main makes y\n main made y\n main makes g\n main made g\n main yields\n x starts\n x sleeps\n y starts\n y sleeps\n main yielded\n"
                + "main advances\n @10 main advanced\n main yields\n x slept\n x returns\n y slept\n y returns\n main yielded\n main returns",
            natural
        );
        if (natural)
            RuleCheck.Fails(
                "TIME-05",
                trace,
                "The sleep of \"x\", due at 7, was over before that of \"y\", due at 3; expected the order of the deadlines."
            );
        else
            RuleCheck.Passes("TIME-05", trace, 1);
    }
}
