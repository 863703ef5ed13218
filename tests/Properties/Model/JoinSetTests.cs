using Conformance.Spec.Model;
using Conformance.Spec.Programs;
using Conformance.Spec.Runtimes;
using Conformance.Spec.Traces;
using Conformance.Tests.Properties.Rules;
using Shouldly;
using Xunit;

namespace Conformance.Tests.Properties.Model;

/// <summary>Nothing is seen of a member that only sleeps, but it did not end before one that had ended when it could not have ended yet.</summary>
public sealed class JoinSetTests
{
    private const string Members =
        "t = join-set\nf = async { }\nhf = spawn f in t\ng = async { }\nhg = spawn g\ns = sleep 100\nhs = spawn s in t\n";

    private const string AbortedLate = Members + "yield\nabort hs\nyield\nnext t";
    private const string AbortedEarly = Members + "abort hs\nyield\nabort hs\nnext t";
    private const string Made =
        "main starts\n main makes t\n main made t\n main makes f\n main made f\n main makes hf\n main made hf\n main makes g\n main made g\n "
        + "main makes hg\n main made hg\n main makes s\n main made s\n main makes hs\n main made hs\n ";

    private const string Run = "main yields\n #1 f starts\n #1 f returns\n #1 g starts\n #1 g returns\n main yielded\n ";
    private const string Abort = "main aborts hs\n main aborted hs\n ";
    private const string Late = Made + Run + Abort + "main yields\n main yielded\n main asks t\n ";
    private const string Early = Made + Abort + Run + Abort + "main asks t\n ";

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Member_that_is_aborted_after_another_has_ended_does_not_come_first(int workers)
    {
        Check(AbortedLate, Late + "main gets t ! cancelled", workers).ShouldBe(26);
        Check(AbortedLate, Late + "main gets t\n main returns", workers).ShouldBeNull();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Member_that_is_aborted_before_another_ends_may_come_first(int workers)
    {
        Check(AbortedEarly, Early + "main gets t ! cancelled\n main throws cancelled", workers, Ending.Failed).ShouldBeNull();
        Check(AbortedEarly, Early + "main gets t\n main returns", workers).ShouldBeNull();
    }

    [Fact]
    public void Member_that_is_seen_after_the_set_was_asked_wakes_who_asked()
    {
        const string Program =
            "t = join-set\na = async { }\nb = async { sleep 5 }\nh = spawn a in t\ng = spawn b in t\nnext t\np = probe 1 wakes 0\nawait p";
        const string Events =
            "main starts\n main makes t\n main made t\n main makes a\n main made a\n main makes b\n main made b\n main makes h\n main made h\n "
            + "main makes g\n main made g\n #1 a starts\n #1 a returns\n #1 b starts\n #1 b sleeps\n main asks t\n main gets t\n "
            + "main makes p\n main made p\n main awaits p\n p polls 1\n p pends 1\n @5 #1 b slept\n #1 b returns";
        Check(Program, Events, workers: 2, Ending.Deadlock).ShouldNotBeNull();
        Check(Program, Events + "\n p polls 2\n p ready 2\n main got p = 2\n main returns", workers: 2).ShouldBeNull();
    }

    [Fact]
    public void Member_that_another_one_aborts_is_never_the_first_on_one_worker()
    {
        // The other one ends in the same poll; that a share is there lets tasks be dropped unseen at any time.
        const string Text =
            "program lazy {\nx = async { }\nc = share x\nt = join-set\na = async { }\nha = spawn a in t\nb = async { abort ha }\nd = async { log \"d\" }\n"
            + "hb = spawn b in t\nhd = spawn d in t\nnext t\nlog \"first\"\n}";
        var runtime = new RuntimeDescription
        {
            Name = "model",
            Family = Dialect.Lazy,
            Clock = ClockKind.Virtual,
        };

        var all = Enumeration.Of(Code.Of(ProgramParser.Load(Text)), runtime, limit: 40_000);

        all.IsComplete.ShouldBeTrue();
        all.Outcomes.Select(outcome => outcome.ToString()).Order(StringComparer.Ordinal).ShouldBe(["\"d\" \"first\"", "\"first\""]);
    }

    private static int? Check(string program, string events, int workers, Ending ending = Ending.Completed) =>
        new ModelChecker()
            .Check(TraceText.Lazy(program, workers == 1 ? events.Replace("#1 ", "", StringComparison.Ordinal) : events, workers, ending))
            ?.Event;
}
