using Conformance.Spec.Litmus;
using Conformance.Spec.Model;
using Conformance.Spec.Programs;
using Conformance.Spec.Runtimes;
using Conformance.Spec.Traces;
using Conformance.Tests.Properties.Rules;
using Shouldly;
using Xunit;

namespace Conformance.Tests.Properties.Model;

/// <summary>What the model knows of workers: which thread polls, what one that went on shows of what it did before, when one is handed over.</summary>
public sealed class WorkersTests
{
    private const string TwoMembers =
        "t = join-set\nx = async { return 1 }\nhx = spawn x in t\ny = async { return 2 }\nhy = spawn y in t\nv = next t";

    private const string SpawnedMembers =
        "main starts\n main makes t\n main made t\n main makes x\n main made x\n main makes hx\n main made hx\n "
        + "#1 x starts\n #1 x returns 1\n main makes y\n main made y\n main makes hy\n main made hy\n ";

    [Fact]
    public void Member_that_began_where_another_had_ended_is_not_given_before_it() =>
        Rejected(
            TraceText.Lazy(TwoMembers, $"{SpawnedMembers}#1 y starts\n #1 y returns 2\n main asks t\n main gets t = 2", workers: 2),
            16
        );

    [Fact]
    public void Member_that_began_beside_the_end_of_another_may_be_given_before_it() =>
        new ModelChecker()
            .Check(
                TraceText.Lazy(
                    TwoMembers,
                    $"{SpawnedMembers}#2 y starts\n #2 y returns 2\n main asks t\n main gets t = 2\n main returns",
                    workers: 2
                )
            )
            .ShouldBeNull();

    [Fact]
    public void Member_that_was_dropped_where_another_had_ended_is_not_given_before_it() =>
        Rejected(
            TraceText.Lazy(
                "t = join-set\nx = async { return 1 }\nhx = spawn x in t\ny = async { sleep 10 }\nhy = spawn y in t\nabort hy\ntry { v = next t } catch e { }",
                "main starts\n main makes t\n main made t\n main makes x\n main made x\n main makes hx\n main made hx\n main makes y\n main made y\n "
                    + "main makes hy\n main made hy\n #2 y starts\n #2 y sleeps\n main aborts hy\n main aborted hy\n main asks t\n #1 x starts\n #1 x returns 1\n "
                    + "#1 y dies\n main gets t ! cancelled",
                workers: 2
            ),
            19
        );

    [Fact]
    public void Root_s_thread_polls_no_task() =>
        Rejected(
            TraceText.Lazy(
                "x = async { }\nh = spawn x\nawait h",
                "main starts\n main makes x\n main made x\n main makes h\n main made h\n main awaits h\n x starts",
                workers: 2
            ),
            6
        );

    [Fact]
    public void Worker_is_handed_over_whatever_takes_the_threads_of_the_pool_later() =>
        Rejected(
            TraceText.Lazy(
                "f = async {\na = async { }\nh = spawn a\nin-place {\ncompute 1\n}\n}\ng = spawn f\nsleep 1\nj = blocking { }",
                "main starts\n main makes f\n main made f\n main makes g\n main made g\n main sleeps\n #1 f starts\n #1 f makes a\n #1 f made a\n "
                    + "#1 f makes h\n #1 f made h\n #1 f computes\n @1 #1 f computed",
                workers: 2
            ),
            12
        );

    [Fact]
    public void Worker_that_found_the_pool_full_is_handed_over_when_it_is_not()
    {
        const string Full =
            "main starts\n main makes j\n main made j\n main makes f\n main made f\n main makes g\n main made g\n main sleeps\n "
            + "#9 j starts\n #9 j computes\n #1 f starts\n #1 f makes a\n #1 f made a\n #1 f makes h\n #1 f made h\n #1 f computes\n "
            + "@1 #9 j computed\n #9 j returns\n ";
        const string Program =
            "j = blocking { compute 1 }\nf = async {\na = async { }\nh = spawn a\nin-place {\ncompute 2\n}\n}\ng = spawn f\nsleep 5";

        new ModelChecker()
            .Check(
                TraceText.Lazy(
                    Program,
                    $"{Full}#3 a starts\n #3 a returns\n @2 #1 f computed\n #1 f returns\n @5 main slept\n main returns",
                    workers: 2
                )
            )
            .ShouldBeNull();
        Rejected(TraceText.Lazy(Program, $"{Full}@2 #1 f computed", workers: 2), 18);
    }

    [Fact]
    public void Job_reads_what_its_maker_added_after_it_whatever_their_numbers()
    {
        // The job is the fifth computation, and there are five variables.
        const string Program =
            "a = async { }\nb = async { }\nc = async { }\nd = async { }\nlet k = 0\nlet l = 0\nlet m = 0\nlet n = 0\nlet o = 0\n"
            + "j = blocking { log \"n\" n }\nn += 2";

        var trace = TraceText.Lazy(
            Program,
            "main starts\n main makes a\n main made a\n main makes b\n main made b\n main makes c\n main made c\n main makes d\n "
                + "main made d\n main makes j\n main made j\n #9 j starts\n #9 j logs n 2\n #9 j returns\n main returns",
            workers: 2
        );

        new ModelChecker().Check(trace).ShouldBeNull();
    }

    [Theory]
    [InlineData("-1", true)]
    [InlineData("0", false)]
    [InlineData("2", false)]
    [InlineData("3", true)]
    public void Job_reads_no_more_and_no_less_than_its_maker_may_have_added(string read, bool isRejected) =>
        IsRejected(
                "let n = 0\nj = blocking { log \"n\" n }\nn += 2\nawait j\nn += 7",
                $"main starts\n main makes j\n main made j\n #9 j starts\n main awaits j\n #9 j logs n {read}\n #9 j returns\n main got j\n main returns"
            )
            .ShouldBe(isRejected);

    [Theory]
    [InlineData("2", true)]
    [InlineData("3", false)]
    [InlineData("1", true)]
    public void Who_was_told_of_a_task_s_end_reads_all_that_it_added(string read, bool isRejected) =>
        IsRejected(
                "let n = 0\nf = async {\nn += 1\nlog \"f\"\nn += 2\n}\nh = spawn f\nawait h\nlog \"n\" n",
                "main starts\n main makes f\n main made f\n main makes h\n main made h\n main awaits h\n #1 f starts\n #1 f logs f\n #1 f returns\n "
                    + $"main got h\n main logs n {read}\n main returns"
            )
            .ShouldBe(isRejected);

    [Theory]
    [InlineData("0", false)]
    [InlineData("5", false)]
    [InlineData("6", true)]
    public void Error_that_is_caught_leads_silently_to_what_is_added_behind_it(string read, bool isRejected) =>
        IsRejected(
                "let n = 0\nj = blocking { log \"j\" n }\ntry {\nthrow \"e\"\n} catch e {\nn += 2\n}\ntry { } catch f { compute 1 }\nn += 3\nlog \"m\"\nn += 1\nawait j",
                $"main starts\n main makes j\n main made j\n #9 j starts\n #9 j logs j {read}\n main logs m\n #9 j returns\n main awaits j\n main got j\n main returns"
            )
            .ShouldBe(isRejected);

    [Fact]
    public void Nobody_serves_a_timer_while_all_workers_compute()
    {
        const string Program = "x = async { compute 8 }\nhx = spawn x\ny = async { compute 9 }\nhy = spawn y\nsleep 1";
        const string Computing =
            "main starts\n main makes x\n main made x\n main makes hx\n main made hx\n main makes y\n main made y\n main makes hy\n main made hy\n "
            + "main sleeps\n #1 x starts\n #1 x computes\n #2 y starts\n #2 y computes\n ";
        Rejected(TraceText.Lazy(Program, $"{Computing}@1 main slept", workers: 2), 14);
        Accepts(
            TraceText.Lazy(
                Program,
                $"{Computing}@8 #1 x computed\n #1 x returns\n main slept\n main returns\n @9 #2 y computed\n #2 y returns",
                workers: 2
            )
        );
    }

    [Theory]
    [InlineData("", "#1 x computed\n main slept\n #1 x returns", 15)]
    [InlineData("", "main slept\n #1 x computed", 14)]
    [InlineData("sleep 9", "#1 x computed\n main slept\n #1 x sleeps", 15)]
    [InlineData("sleep 9", "#1 x computed\n #1 x sleeps\n main slept\n main returns\n @9 #2 y computed\n #2 y returns\n x dies", -1)]
    [InlineData("compute 3", "#1 x computed\n main slept\n #1 x computes", 15)]
    [InlineData(
        "in-place {\ncompute 3\n}",
        "#1 x computed\n main slept\n main returns\n #1 x computes\n @9 #2 y computed\n #2 y returns\n @11 #1 x computed\n #1 x returns",
        -1
    )]
    public void Worker_that_has_computed_serves_timers_after_its_poll(string rest, string lines, int rejected)
    {
        var trace = TraceText.Lazy(
            $"x = async {{\ncompute 8\n{rest}\n}}\nhx = spawn x\ny = async {{ compute 9 }}\nhy = spawn y\nsleep 8",
            "main starts\n main makes x\n main made x\n main makes hx\n main made hx\n main makes y\n main made y\n main makes hy\n main made hy\n "
                + $"main sleeps\n #1 x starts\n #1 x computes\n #2 y starts\n #2 y computes\n @8 {lines}",
            workers: 2
        );

        (new ModelChecker().Check(trace)?.Event ?? -1).ShouldBe(rejected);
    }

    // One of its timers was noticed before e's poll, by the worker that keeps it since; the other one passes later.
    [Fact]
    public void Worker_keeps_the_task_that_it_noticed_the_first_timer_of() =>
        Accepts(
            TraceText.Lazy(
                "f = async {\ng = async { sleep 1 }\ntimeout 3 g\n}\nd = async { compute 1 }\nb = async { compute 3 }\n"
                    + "e = async { compute 5 }\nhf = spawn f\nhd = spawn d\nhb = spawn b\nhe = spawn e\nawait hf",
                "main starts\n main makes f\n main made f\n main makes d\n main made d\n main makes b\n main made b\n main makes e\n main made e\n"
                    + " main makes hf\n main made hf\n main makes hd\n main made hd\n main makes hb\n main made hb\n main makes he\n main made he\n"
                    + " main awaits hf\n #1 f starts\n #1 f makes g\n #1 f made g\n #1 f times g\n #1 g starts\n #1 g sleeps\n #1 d starts\n"
                    + " #1 d computes\n #2 b starts\n #2 b computes\n @1 #1 d computed\n #1 d returns\n #1 e starts\n #1 e computes\n"
                    + " @3 #2 b computed\n #2 b returns\n @6 #1 e computed\n #1 e returns\n #1 g slept\n #1 g returns\n #1 f timed g\n"
                    + " #1 f returns\n main got hf\n main returns",
                workers: 2
            )
        );

    [Fact]
    public void Task_that_is_woken_in_the_middle_of_its_poll_is_kept_by_no_other_worker() =>
        Rejected(
            TraceText.Lazy(
                "f = async {\ns = sleep 1\ng = async { await s }\nc = async { compute 10 }\njoin g c\n}\nh = spawn f\n"
                    + "y = async {\nsleep 1\ncompute 20\n}\nk = spawn y\nsleep 1\nawait h",
                "main starts\n main makes f\n main made f\n main makes h\n main made h\n main makes y\n main made y\n main makes k\n main made k\n "
                    + "main sleeps\n #1 f starts\n #1 f makes s\n #1 f made s\n #1 f makes g\n #1 f made g\n #1 f makes c\n #1 f made c\n "
                    + "#1 f combines\n #1 g starts\n #1 g awaits s\n #1 c starts\n #1 c computes\n #2 y starts\n #2 y sleeps\n "
                    + "@1 main slept\n main awaits h\n #2 y slept\n #2 y computes\n @10 #1 c computed\n #1 c returns\n @21 #2 y computed",
                workers: 2
            ),
            30
        );

    [Fact]
    public void What_becomes_due_while_the_runtime_shuts_down_wakes_no_task()
    {
        const string Program = "x = async { sleep 4 }\nhx = spawn x\ny = async { s = sleep 5\ncompute 6\nawait s }\nhy = spawn y\nsleep 3";
        const string Ended =
            "main starts\n main makes x\n main made x\n main makes hx\n main made hx\n main makes y\n main made y\n main makes hy\n main made hy\n "
            + "main sleeps\n #1 x starts\n #1 x sleeps\n #2 y starts\n #2 y makes s\n #2 y made s\n #2 y computes\n @3 main slept\n main returns\n @6 #2 y computed\n "
            + "#2 y awaits s\n ";
        Rejected(TraceText.Lazy(Program, $"{Ended}#2 y got s\n #1 x slept", workers: 2), 21);
        Accepts(TraceText.Lazy(Program, $"{Ended}#2 y got s\n #2 y returns\n #1 x dies", workers: 2));
    }

    [Fact]
    public void Any_worker_may_be_the_one_that_is_free()
    {
        const string Text = """
            program lazy {
              a = async {
                log "a"
                b = async { log "b" now }
                h1 = spawn b
                c = async { log "c" now }
                h2 = spawn c
                compute 10
              }
              h = spawn a
              sleep 20
            }
            """;
        var runtime = new RuntimeDescription
        {
            Name = "model",
            Family = Dialect.Lazy,
            Clock = ClockKind.Virtual,
            Workers = 2,
        };

        var all = Enumeration.Of(Code.Of(ProgramParser.Load(Text)), runtime);

        all.Outcomes.Select(Lines).ShouldBe(["a, b 0, c 0", "a, b 0, c 10", "a, c 0, b 0"], ignoreOrder: true);
    }

    private static bool IsRejected(string program, string events) =>
        new ModelChecker().Check(TraceText.Lazy(program, events, workers: 2)) is not null;

    private static string Lines(Observed outcome) => string.Join(", ", outcome.Lines);

    private static void Accepts(Trace trace) => new ModelChecker().Check(trace).ShouldBeNull();

    private static void Rejected(Trace trace, int at) => new ModelChecker().Check(trace).ShouldNotBeNull().Event.ShouldBe(at);
}
