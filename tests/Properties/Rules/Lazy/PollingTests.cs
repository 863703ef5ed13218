using Conformance.Spec.Traces;
using Xunit;

namespace Conformance.Tests.Properties.Rules.Lazy;

public sealed class PollingTests
{
    private const string One = "p = probe 1 wakes 1\nawait p";
    private const string Silent = "p = probe 2 wakes 0\na = async { await p }\nh = spawn a\nsleep 1\nwake p\nwake p\nsleep 1";
    private const string Until =
        "main starts\n main makes p\n main made p\n main makes a\n main made a\n main makes h\n main made h\n main sleeps\n a starts\n a awaits p\n p polls 1\n p pends\n";
    private const string Woken =
        Until + "@1 main slept\n main wakes p\n main woke p\n main wakes p\n main woke p\n main sleeps\n p polls 2\n p pends\n";

    private static Trace Polled(string end, Ending ending = Ending.Completed) =>
        TraceText.Lazy(
            One,
            $"main starts\n main makes p\n main made p\n main awaits p\n p polls 1\n p wakes p\n p woke p\n p pends\n{end}",
            ending: ending
        );

    private static Trace Quiet(string events, Ending ending = Ending.Completed) => TraceText.Lazy(Silent, events, ending: ending);

    [Fact]
    public void Probe_that_is_left_alone_when_ready_passes() =>
        RuleCheck.Passes("POLL-01", Polled("p polls 2\n p ready 2\n main got p = 2\n main returns"), 1);

    [Fact]
    public void Poll_of_a_ready_probe_fails() =>
        RuleCheck.Fails(
            "POLL-01",
            Polled("p polls 2\n p ready 2\n p polls 3\n p ready 3\n main got p = 2\n main returns"),
            "\"p\" was polled again after it had returned Ready; expected no further poll."
        );

    [Fact]
    public void Probe_that_stays_pending_does_not_trigger() => RuleCheck.DoesNotTrigger("POLL-01", Polled("", Ending.Deadlock));

    [Fact]
    public void Pending_probe_that_nobody_wakes_is_left_alone() => RuleCheck.Passes("POLL-02", Quiet(Until, Ending.Deadlock), 1);

    [Fact]
    public void Poll_without_a_wake_fails() =>
        RuleCheck.Fails(
            "POLL-02",
            Quiet(Until + "p polls 2\n p pends"),
            "\"p\" was polled again though nothing had woken its task since the last poll; expected a poll only after a wake."
        );

    [Fact]
    public void Shared_future_that_ends_wakes_who_polled_it_once()
    {
        const string polled =
            "main starts\n main makes f\n main made f\n main makes c\n main made c\n main awaits c\n f starts\n f returns\n main got c\n "
            + "main makes p\n main made p\n main awaits p\n p polls 1\n p pends\n p polls 2\n ";
        const string program = "f = async { }\nc = share f\nawait c\np = probe 2 wakes 0\nawait p";
        RuleCheck.Passes("POLL-02", TraceText.Lazy(program, polled + "p pends", ending: Ending.Deadlock), 2);
        RuleCheck.Fails(
            "POLL-02",
            TraceText.Lazy(program, polled + "p pends\n p polls 3\n p ready 3\n main got p = 3\n main returns"),
            "\"p\" was polled again though nothing had woken its task since the last poll; expected a poll only after a wake."
        );
    }

    [Fact]
    public void Interval_wakes_who_took_its_tick_once_more()
    {
        const string Ticked =
            "main starts\n main makes i\n main made i\n main asks i\n main gets i 0\n main makes p\n main made p\n main awaits p\n p polls 1\n p pends\n @1 p polls 2\n ";
        const string Program = "i = interval 1 burst\nnext i\np = probe 2 wakes 0\nawait p";

        RuleCheck.Passes("POLL-02", TraceText.Lazy(Program, Ticked + "p pends", ending: Ending.Deadlock), 2);
        RuleCheck.Fails(
            "POLL-02",
            TraceText.Lazy(Program, Ticked + "p pends\n @2 p polls 3\n p ready 3\n main got p = 3\n main returns"),
            "\"p\" was polled again though nothing had woken its task since the last poll; expected a poll only after a wake."
        );
    }

    [Fact]
    public void Probe_that_wakes_itself_does_not_trigger() =>
        RuleCheck.DoesNotTrigger("POLL-02", Polled("p polls 2\n p ready 2\n main got p = 2\n main returns"));

    [Fact]
    public void Task_that_waits_for_a_timer_too_does_not_trigger() =>
        RuleCheck.DoesNotTrigger(
            "POLL-02",
            TraceText.Lazy(
                "p = probe 1 wakes 0\ns = sleep 1\nselect p s",
                "main starts\n main makes p\n main made p\n main makes s\n main made s\n main combines\n p polls 1\n p pends\n @1 p polls 2\n p ready 2\n main combined = 2\n main returns"
            )
        );

    [Fact]
    public void Timer_of_a_timeout_that_is_over_may_have_woken_a_task_of_several_workers() =>
        RuleCheck.Passes(
            "POLL-02",
            TraceText.Lazy(
                "f = async { compute 2 }\ntimeout 1 f\np = probe 1 wakes 0\nawait p",
                "main starts\n main makes f\n main made f\n main times f\n f starts\n f computes\n @2 f computed\n f returns\n main timed f\n main makes p\n main made p\n main awaits p\n p polls 1\n p pends\n p polls 2\n p ready 2\n main got p = 2\n main returns",
                workers: 2
            ),
            1
        );

    [Fact]
    public void Each_timer_that_is_over_may_have_woken_a_task_of_several_workers_once()
    {
        const string Nested = "f = async { g = async { compute 2 } ; timeout 1 g }\ntimeout 1 f\np = probe 3 wakes 0\nawait p";
        const string TwicePolled =
            "main starts\n main makes f\n main made f\n main times f\n f starts\n f makes g\n f made g\n f times g\n g starts\n g computes\n @2 g computed\n g returns\n f timed g\n f returns\n main timed f\n main makes p\n main made p\n main awaits p\n p polls 1\n p pends\n p polls 2\n p pends\n p polls 3\n p pends\n ";
        RuleCheck.Passes("POLL-02", TraceText.Lazy(Nested, TwicePolled, workers: 2, Ending.Deadlock), 3);
        RuleCheck.Fails(
            "POLL-02",
            TraceText.Lazy(Nested, $"{TwicePolled}p polls 4\n p ready 4\n main got p = 4\n main returns", workers: 2),
            "\"p\" was polled again though nothing had woken its task since the last poll; expected a poll only after a wake."
        );
    }

    [Fact]
    public void Wake_that_another_thread_has_not_finished_may_lead_to_a_poll_after_the_next()
    {
        const string Program = "p = probe 3 wakes 0\nf = async { wake p ; wake p }\nh = spawn f\nawait p";
        const string Begun =
            "main starts\n main makes p\n main made p\n main makes f\n main made f\n main makes h\n main made h\n main awaits p\n p polls 1\n p pends\n #1 f starts\n #1 f wakes p\n #1 f woke p\n #1 f wakes p\n p polls 2\n p pends\n ";

        RuleCheck.Passes(
            "POLL-02",
            TraceText.Lazy(Program, $"{Begun}p polls 3\n p pends\n #1 f woke p\n #1 f returns", workers: 2, Ending.Deadlock),
            3
        );
        RuleCheck.Fails(
            "POLL-02",
            TraceText.Lazy(
                Program,
                $"{Begun}#1 f woke p\n #1 f returns\n p polls 3\n p pends\n p polls 4\n p ready 4\n main got p = 4\n main returns",
                workers: 2
            ),
            "\"p\" was polled again though nothing had woken its task since the last poll; expected a poll only after a wake."
        );
    }

    [Fact]
    public void Job_that_lost_a_select_may_have_woken_the_task_once()
    {
        const string Program = "j = blocking { }\nf = async { }\nselect j f\np = probe 2 wakes 0\nawait p";
        const string Begun =
            "main starts\n main makes j\n main made j\n #5 j starts\n #5 j returns\n main makes f\n main made f\n main combines\n f starts\n f returns\n main combined\n main makes p\n main made p\n main awaits p\n p polls 1\n p pends\n p polls 2\n p pends";

        RuleCheck.Passes("POLL-02", TraceText.Lazy(Program, Begun, ending: Ending.Deadlock), 2);
        RuleCheck.Fails(
            "POLL-02",
            TraceText.Lazy(Program, $"{Begun}\n p polls 3\n p ready 3\n main got p = 3\n main returns"),
            "\"p\" was polled again though nothing had woken its task since the last poll; expected a poll only after a wake."
        );
    }

    [Fact]
    public void Job_of_a_dropped_future_may_have_woken_the_task_once()
    {
        const string Program = "j = blocking { }\nf = async { await j }\ng = async { }\nselect f g\np = probe 2 wakes 0\nawait p";
        const string Begun =
            "main starts\n main makes j\n main made j\n #5 j starts\n main makes f\n main made f\n main makes g\n main made g\n main combines\n f starts\n f awaits j\n #5 j returns\n g starts\n g returns\n f dies\n main combined\n main makes p\n main made p\n main awaits p\n p polls 1\n p pends\n p polls 2\n p pends";

        RuleCheck.Passes("POLL-02", TraceText.Lazy(Program, Begun, ending: Ending.Deadlock), 2);
        RuleCheck.Fails(
            "POLL-02",
            TraceText.Lazy(Program, $"{Begun}\n p polls 3\n p ready 3\n main got p = 3\n main returns"),
            "\"p\" was polled again though nothing had woken its task since the last poll; expected a poll only after a wake."
        );
    }

    [Fact]
    public void Wake_that_another_thread_has_not_finished_may_have_led_to_the_poll() =>
        RuleCheck.Passes(
            "POLL-03",
            TraceText.Lazy(
                "p = probe 2 wakes 0\nf = async { wake p }\nh = spawn f\nawait p",
                "main starts\n main makes p\n main made p\n main makes f\n main made f\n main makes h\n main made h\n main awaits p\n p polls 1\n p pends\n #1 f starts\n #1 f wakes p\n p polls 2\n p pends\n #1 f woke p\n #1 f returns",
                workers: 2,
                ending: Ending.Deadlock
            ),
            1
        );

    [Fact]
    public void Two_wakes_lead_to_one_poll() => RuleCheck.Passes("POLL-03", Quiet(Woken + "@2 main slept\n main returns"), 2);

    [Fact]
    public void Poll_for_each_wake_fails() =>
        RuleCheck.Fails(
            "POLL-03",
            Quiet(Woken + "p polls 3\n p ready 3\n a got p = 3\n a returns\n @2 main slept\n main returns"),
            "2 wakes of \"p\" before one poll led to another poll without a wake; expected them to coalesce into one poll."
        );

    [Fact]
    public void Wake_during_a_poll_that_is_lost_fails() =>
        RuleCheck.Fails(
            "POLL-03",
            Polled("", Ending.Deadlock),
            "\"p\" was woken while it was polled and never polled again; expected another poll: a wake is never lost."
        );

    [Fact]
    public void Wake_in_a_shared_future_is_lost_only_while_somebody_reads_it()
    {
        const string Program =
            "f = async { p = probe 1 wakes 1 ; await p }\nc = share f\nr = async { await c }\ntimeout 1 r\nn = async { q = probe 1 wakes 0 ; await q }\nawait n";
        const string Read =
            "main starts\n main makes f\n main made f\n main makes c\n main made c\n main makes r\n main made r\n main times r\n r starts\n r awaits c\n "
            + "f starts\n f makes p\n f made p\n f awaits p\n p polls 1\n p wakes p\n p woke p\n p pends\n";
        const string Left =
            "@1 r dies\n main timed r ! elapsed\n main makes n\n main made n\n main awaits n\n n starts\n n makes q\n n made q\n n awaits q\n q polls 1\n q pends";

        RuleCheck.Passes("POLL-03", TraceText.Lazy(Program, Read + Left, ending: Ending.Deadlock), 1);
        RuleCheck.Fails(
            "POLL-03",
            TraceText.Lazy(Program, Read, ending: Ending.Deadlock),
            "\"p\" was woken while it was polled and never polled again; expected another poll: a wake is never lost."
        );
    }

    [Fact]
    public void Probe_that_nobody_wakes_does_not_trigger() => RuleCheck.DoesNotTrigger("POLL-03", Quiet(Until, Ending.Deadlock));

    [Fact]
    public void Task_that_changes_its_worker_between_polls_passes() =>
        RuleCheck.Passes(
            "POLL-04",
            TraceText.Lazy(
                "a = async { yield }\nh = spawn a\nawait h",
                "main starts\n main makes a\n main made a\n main makes h\n main made h\n main awaits h\n #1 a starts\n #1 a yields\n #2 a yielded\n #2 a returns\n main got h\n main returns",
                workers: 2
            ),
            4
        );

    [Fact]
    public void Task_on_two_workers_at_once_fails() =>
        RuleCheck.Fails(
            "POLL-04",
            TraceText.Lazy(
                "a = async { log \"1\" }\nh = spawn a\nawait h",
                "main starts\n main makes a\n main made a\n main makes h\n main made h\n main awaits h\n #1 a starts\n #2 a logs 1\n #1 a returns\n main got h\n main returns",
                workers: 2
            ),
            "\"a\" ran on thread 2 while thread 1 was still polling \"a\" of the same task; expected one worker at a time."
        );
}
