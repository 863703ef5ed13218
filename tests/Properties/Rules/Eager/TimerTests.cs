using Conformance.Spec.Runtimes;
using Conformance.Spec.Traces;
using Xunit;

namespace Conformance.Tests.Properties.Rules.Eager;

public sealed class TimerTests
{
    private const string Nested = "t = timer 5 { n = timer 1 { }; i = immediate { }; compute 9 }";
    private const string NestedBegun =
        "main starts\n main makes t\n main made t\n main returns\n @5 t starts\n t makes n\n t made n\n t makes i\n t made i\n t computes\n @14 t computed\n t returns\n";
    private const string Two = "a = timer 5 { }\nb = timer 5 { }";
    private const string Different = "a = timer 9 { }\nb = timer 5 { }";
    private const string Cycle = "i = immediate { t = timer 1 { }; compute 9; n = immediate { } }";
    private const string CycleBegun =
        "main starts\n main makes i\n main made i\n main returns\n i starts\n i makes t\n i made t\n i computes\n @9 i computed\n i makes n\n i made n\n i returns\n";
    private const string Answer = "h = blocking { }\nawait h\nt = timer 1 { }\ni = immediate { }\ncompute 9";
    private const string AnswerBegun =
        "main starts\n main makes h\n main made h\n main awaits h\n #1 h starts\n #1 h returns\n main got h\n main makes t\n main made t\n"
        + "main makes i\n main made i\n main computes\n @9 main computed\n main returns\n";

    [Fact]
    public void Timer_after_its_delay_passes() => RuleCheck.Passes("LOOP-04", Made("t = timer 0 { }", "t", "@1 t starts\n t returns"), 1);

    [Fact]
    public void Timer_before_the_least_delay_fails() =>
        RuleCheck.Fails(
            "LOOP-04",
            Made("t = timer 0 { }", "t", "t starts\n t returns"),
            "The timer \"t\" with a delay of 0 was over 0 after it was armed; expected at least 1."
        );

    [Fact]
    public void Timer_in_the_phase_that_made_it_fails() =>
        RuleCheck.Fails(
            "LOOP-04",
            TraceText.Parse(Nested, $"{NestedBegun} n starts\n n returns\n i starts\n i returns"),
            "The timer \"n\" ran in the phase of \"t\", which made it: the immediate \"i\" of the same callback had not run; expected it in a later phase."
        );

    [Fact]
    public void Timer_in_the_next_phase_passes() =>
        RuleCheck.Passes("LOOP-04", TraceText.Parse(Nested, $"{NestedBegun} i starts\n i returns\n n starts\n n returns"), 2);

    [Fact]
    public void Timer_in_the_same_phase_after_another_was_armed_in_its_last_drain_passes() =>
        RuleCheck.Passes(
            "LOOP-04",
            TraceText.Parse(
                "t = timer 5 { n = timer 1 { }; i = immediate { }; m = microtask { compute 9; o = timer 50 { } } }",
                "main starts\n main makes t\n main made t\n main returns\n @5 t starts\n t makes n\n t made n\n t makes i\n t made i\n t makes m\n t made m\n "
                    + "t returns\n m starts\n m computes\n @14 m computed\n m makes o\n m made o\n m returns\n n starts\n n returns\n i starts\n i returns"
            ),
            2
        );

    [Fact]
    public void Timer_that_never_fires_does_not_trigger() => RuleCheck.DoesNotTrigger("LOOP-04", Made("t = timer 0 { }", "t", ""));

    [Fact]
    public void Equal_timers_in_creation_order_pass() =>
        RuleCheck.Passes("LOOP-05", Timers(Two, "@5 a starts\n a returns\n b starts\n b returns"), 1);

    [Fact]
    public void Equal_timers_last_first_fail() =>
        RuleCheck.Fails(
            "LOOP-05",
            Timers(Two, "@5 b starts\n b returns\n a starts\n a returns"),
            "The timer \"b\" fired before the timer \"a\", which was armed earlier for the same duration 5; expected creation order."
        );

    [Fact]
    public void Later_deadline_first_fails() =>
        RuleCheck.Fails(
            "LOOP-05",
            Timers(Different, "@9 a starts\n a returns\n b starts\n b returns"),
            "The timer \"a\", due at 9, fired before the timer \"b\", due at 5; expected the list with the earliest deadline first."
        );

    [Fact]
    public void Timer_alone_does_not_trigger_an_order() =>
        RuleCheck.DoesNotTrigger("LOOP-05", Made("t = timer 0 { }", "t", "@1 t starts\n t returns"));

    [Fact]
    public void What_a_worker_does_after_the_main_script_makes_no_timer_due_in_it() =>
        RuleCheck.DoesNotTrigger(
            "LOOP-06",
            TraceText.Parse(
                "w = worker { compute 20 }\nt = timer 20 { }\nf = async { await w; i = immediate { } }",
                "main starts\n main makes w\n main made w\n #100 w starts\n #100 w computes\n main makes t\n main made t\n main makes f\n f starts\n f awaits w\n main made f\n main returns\n"
                    + "@20 #100 w computed\n #100 w returns\n f got w\n f makes i\n f made i\n f returns\n i starts\n i returns\n t starts\n t returns"
            )
        );

    [Fact]
    public void Timer_that_a_busy_machine_armed_late_is_not_due_yet() =>
        RuleCheck.DoesNotTrigger(
            "LOOP-06",
            TraceText.Parse(
                "i = immediate {\nt = timer 1 { }\nn = immediate { }\n}",
                "main starts\n main makes i\n main made i\n main returns\n i starts\n i makes t\n @8 i made t\n i makes n\n i made n\n i returns\n n starts\n "
                    + "n returns\n @9 t starts\n t returns",
                ClockKind.Real
            )
        );

    [Fact]
    public void Timer_that_became_due_in_the_timers_phase_is_not_due_as_long_as_the_clock_stands() =>
        RuleCheck.DoesNotTrigger(
            "LOOP-06",
            TraceText.Parse(
                "t = timer 1 {\ni = immediate {\nn = immediate { }\n}\nd = timer 1 { }\ncompute 9\no = timer 50 { }\n}",
                "main starts\n main makes t\n main made t\n main returns\n @1 t starts\n t makes i\n t made i\n t makes d\n t made d\n t computes\n "
                    + "@10 t computed\n t makes o\n t made o\n t returns\n i starts\n i makes n\n i made n\n i returns\n n starts\n n returns\n "
                    + "@11 d starts\n d returns\n @60 o starts\n o returns"
            )
        );

    [Fact]
    public void Nested_immediate_after_a_due_timer_passes() =>
        RuleCheck.Passes("LOOP-06", TraceText.Parse(Cycle, $"{CycleBegun} t starts\n t returns\n n starts\n n returns"), 1);

    [Fact]
    public void Nested_immediate_before_a_due_timer_fails() =>
        RuleCheck.Fails(
            "LOOP-06",
            TraceText.Parse(Cycle, $"{CycleBegun} n starts\n n returns\n t starts\n t returns"),
            "The immediate \"n\", made by an immediate, ran before the timer \"t\", which was due; expected it in the next iteration."
        );

    [Fact]
    public void Immediate_of_an_answer_before_a_due_timer_passes() =>
        RuleCheck.Passes("LOOP-06", TraceText.Parse(Answer, $"{AnswerBegun} i starts\n i returns\n t starts\n t returns"), 1);

    [Fact]
    public void Timer_before_the_immediate_of_an_answer_fails() =>
        RuleCheck.Fails(
            "LOOP-06",
            TraceText.Parse(Answer, $"{AnswerBegun} t starts\n t returns\n i starts\n i returns"),
            "The timer \"t\" ran before an immediate that the answer of a job had made; expected the check phase right after the poll phase."
        );

    [Fact]
    public void Immediate_before_a_timer_that_was_due_after_main_fails() =>
        RuleCheck.Fails(
            "LOOP-06",
            TraceText.Parse(
                "i = immediate { }\nt = timer 1 { }\ncompute 9",
                "main starts\n main makes i\n main made i\n main makes t\n main made t\n main computes\n @9 main computed\n main returns\n i starts\n i returns\n t starts\n t returns"
            ),
            "The immediate \"i\" ran before the timer \"t\", which was due when the main script ended; expected due timers first."
        );

    [Fact]
    public void Immediate_without_a_due_timer_does_not_trigger() =>
        RuleCheck.DoesNotTrigger("LOOP-06", Made("i = immediate { }", "i", "i starts\n i returns"));

    private static Trace Made(string program, string name, string rest) =>
        TraceText.Parse(program, $"main starts\n main makes {name}\n main made {name}\n main returns\n {rest}");

    private static Trace Timers(string program, string rest) =>
        TraceText.Parse(program, $"main starts\n main makes a\n main made a\n main makes b\n main made b\n main returns\n {rest}");
}
