using Conformance.Spec.Litmus;
using Conformance.Spec.Programs;
using Conformance.Spec.Runtimes;
using Conformance.Spec.Traces;
using Shouldly;
using Xunit;

namespace Conformance.Tests.Properties.Language;

public sealed class LitmusTests
{
    private const string Head = "litmus l\n\"s\"\nsource \"x\"\n";
    private const string Program = "program lazy {\n}\n";

    [Theory]
    [InlineData("", "f:1:1: found the end of the text, expected \"litmus\" and a name")]
    [InlineData("litmus\n\"s\"", "f:2:1: found the text \"s\", expected a word: the name of the litmus test")]
    [InlineData("litmus l\nsource \"x\"", "f:2:1: found \"source\", expected a text in double quotes: what the litmus test shows")]
    [InlineData("litmus l\n\"s\"\nprogram lazy { }", "f:3:1: found \"program\", expected \"source\" and where the fact is from")]
    [InlineData($"{Head}rules\n", "f:5:1: found the end of the text, expected the id of a rule")]
    [InlineData($"{Head}rules EAGER-01 EAGR-02\n", "f:4:16: found \"EAGR-02\", expected the id of a rule; did you mean \"EAGER-02\"?")]
    [InlineData($"{Head}rules eager-01\n", "f:4:7: found \"eager-01\", expected the id of a rule; did you mean \"EAGER-01\"?")]
    [InlineData(
        $"{Head}only singel-thread\n",
        "f:4:6: found \"singel-thread\", expected a need (single-thread, multi-thread, virtual-clock, paused-clock, natural); did you mean \"single-thread\"?"
    )]
    [InlineData($"{Head}exactly \"a\"", "f:4:1: found \"exactly\", expected \"program\" and the dialect, eager or lazy")]
    [InlineData(
        $"{Head}program lazy {{ await x }}",
        "f:4:22: found \"x\", expected an async computation, a sleep, a blocking job, a task handle, a probe, a shared computation, an acquire, a notified or a send; make it first, as in \"x = async { … }\""
    )]
    [InlineData($"{Head}{Program}", "f:6:1: found the end of the text, expected an expectation (exactly, allowed, never)")]
    [InlineData(
        $"{Head}{Program}alowed \"a\"",
        "f:6:1: found \"alowed\", expected an expectation (exactly, allowed, never); did you mean \"allowed\"?"
    )]
    [InlineData(
        $"{Head}{Program}exactly",
        "f:6:8: found the end of the text, expected an outcome: the logged lines as texts, nothing, deadlock, exited, or failed or crashed and the message"
    )]
    [InlineData(
        $"{Head}{Program}never nothing",
        "f:6:7: found \"nothing\", expected an outcome: the logged lines as texts, nothing, deadlock, exited, or failed or crashed and the message"
    )]
    [InlineData(
        $"{Head}{Program}exactly failed",
        "f:6:15: found the end of the text, expected a text in double quotes: the message of the failure"
    )]
    [InlineData(
        $"{Head}{Program}exactly \"a\"\nallowed \"b\"",
        "f:7:1: found \"allowed\", expected an outcome that goes with the others; \"exactly\" stands alone: write \"allowed\" for each of several outcomes"
    )]
    [InlineData(
        $"{Head}{Program}allowed \"a\"\nallowed \"a\"",
        "f:7:1: found \"allowed\", expected an outcome that goes with the others; the same outcome is listed twice"
    )]
    [InlineData(
        $"{Head}{Program}never \"b\"\nallowed \"a\" \"b\"",
        "f:7:1: found \"allowed\", expected an outcome that goes with the others; \"a\" \"b\" may come and yet contains \"b\", which never does"
    )]
    public void File_that_breaks_the_form_is_refused_with_its_place(string text, string message) =>
        Should.Throw<ProgramException>(() => LitmusParser.Parse(text, "f")).Message.ShouldBe(message);

    [Theory]
    [InlineData("exactly nothing\n")]
    [InlineData("exactly \"a\" deadlock\nnever \"b\"\n")]
    [InlineData("allowed \"a\" \"b\"\nallowed failed \"e\"\nallowed deadlock\nnever \"b\" \"a\"\nnever \"c\" failed \"f\"\n")]
    public void File_in_canonical_form_prints_as_it_was(string expectations)
    {
        var text =
            $"{Head}rules EAGER-01 LAZY-01\nonly single-thread multi-thread virtual-clock paused-clock natural\n{Program}{expectations}";

        LitmusPrinter.Print(LitmusParser.Parse(text)).ShouldBe(text);
    }

    [Theory]
    [InlineData("exactly \"a\" \"b\"", "a b", LitmusVerdict.Allowed, "")]
    [InlineData("exactly \"a\" \"b\"", "b a", LitmusVerdict.Forbidden, "\"b\" \"a\" is not among the allowed outcomes")]
    [InlineData("exactly nothing", "", LitmusVerdict.Allowed, "")]
    [InlineData("exactly nothing", "a", LitmusVerdict.Forbidden, "\"a\" is not among the allowed outcomes")]
    [InlineData("allowed \"a\"\nallowed \"b\"", "b", LitmusVerdict.Allowed, "")]
    [InlineData("allowed \"a\"\nallowed \"b\"", "c", LitmusVerdict.Forbidden, "\"c\" is not among the allowed outcomes")]
    [InlineData("never \"b\" \"a\"", "a b", LitmusVerdict.Allowed, "")]
    [InlineData("never \"b\" \"a\"", "b c a", LitmusVerdict.Forbidden, "\"b\" \"c\" \"a\" contains \"b\" \"a\", which never happens")]
    [InlineData("never deadlock", "a", LitmusVerdict.Allowed, "")]
    [InlineData("exactly \"a\" deadlock", "a", LitmusVerdict.Forbidden, "\"a\" is not among the allowed outcomes")]
    public void Outcome_is_judged(string expectations, string lines, LitmusVerdict verdict, string reason)
    {
        var litmus = LitmusParser.Parse($"{Head}{Program}{expectations}");
        var outcome = new Observed(Sequence.From(lines.Split(' ', StringSplitOptions.RemoveEmptyEntries)));

        litmus.Judge(outcome).ShouldBe(new Judgement(verdict, reason));
    }

    [Theory]
    [InlineData("exactly \"a\" deadlock", Ending.Deadlock, "main waits for p", LitmusVerdict.Allowed)]
    [InlineData("exactly \"a\" failed \"e\"", Ending.Failed, "e", LitmusVerdict.Allowed)]
    [InlineData("exactly \"a\" failed \"e\"", Ending.Failed, "f", LitmusVerdict.Forbidden)]
    [InlineData("exactly \"a\"", Ending.Completed, "", LitmusVerdict.Allowed)]
    [InlineData("exactly \"a\"", Ending.StepLimit, "endless", LitmusVerdict.Forbidden)]
    [InlineData("never \"a\" failed \"e\"", Ending.Failed, "f", LitmusVerdict.Allowed)]
    [InlineData("never \"a\" failed \"e\"", Ending.Failed, "e", LitmusVerdict.Forbidden)]
    [InlineData("exactly \"a\"", Ending.Unsupported, "no such thing", LitmusVerdict.NotJudged)]
    [InlineData("exactly \"a\"", Ending.AdapterError, "broken", LitmusVerdict.NotJudged)]
    [InlineData("exactly \"a\"", Ending.None, "", LitmusVerdict.NotJudged)]
    public void Trace_is_judged_by_its_ending_too(string expectations, Ending ending, string reason, LitmusVerdict verdict) =>
        LitmusParser.Parse($"{Head}{Program}{expectations}").Judge(TraceOf(new(), ending, reason)).Verdict.ShouldBe(verdict);

    [Theory]
    [InlineData("single-thread", 1, ClockKind.Virtual, true, "")]
    [InlineData("single-thread", 2, ClockKind.Virtual, true, "needs a single thread; \"r\" has 2")]
    [InlineData("multi-thread", 1, ClockKind.Virtual, true, "needs several threads; \"r\" has one")]
    [InlineData("multi-thread", 2, ClockKind.Virtual, true, "")]
    [InlineData("virtual-clock", 1, ClockKind.Real, true, "needs a virtual clock; the clock of \"r\" is Real")]
    [InlineData("virtual-clock", 1, ClockKind.Virtual, true, "")]
    [InlineData("paused-clock", 1, ClockKind.Virtual, true, "needs a paused clock; the clock of \"r\" is Virtual")]
    [InlineData("paused-clock", 1, ClockKind.Paused, true, "")]
    [InlineData("natural", 1, ClockKind.Virtual, false, "needs the runtime's own order of choices")]
    [InlineData("natural", 1, ClockKind.Virtual, true, "")]
    public void Trace_of_another_sort_of_runtime_is_not_judged(string need, int workers, ClockKind clock, bool natural, string reason)
    {
        var litmus = LitmusParser.Parse($"{Head}only {need}\n{Program}exactly \"a\"");

        var judgement = litmus.Judge(TraceOf(new Sort(workers, clock, natural), Ending.Completed, ""));

        judgement.ShouldBe(new Judgement(reason.Length == 0 ? LitmusVerdict.Allowed : LitmusVerdict.NotJudged, reason));
    }

    [Fact]
    public void Trace_of_the_other_family_is_not_judged()
    {
        var litmus = LitmusParser.Parse($"{Head}program eager {{ }}\nexactly \"a\"");

        litmus.Judge(TraceOf(new(), Ending.Completed, "")).ShouldBe(new Judgement(LitmusVerdict.NotJudged, "\"r\" is of the other family"));
    }

    private static Trace TraceOf(Sort sort, Ending ending, string reason)
    {
        var trace = new Trace();
        var runtime = new RuntimeDescription
        {
            Name = "r",
            Family = Dialect.Lazy,
            Clock = sort.Clock,
            Workers = sort.Workers,
        };
        trace.Begin(Code.Of(new Spec.Programs.Program(Dialect.Lazy, [new Log("a", [])])), runtime);
        trace.Add(new Event(EventKind.Log, Outcome.None, 0, 0, -1, 0, 0, Value.Of("a")));
        trace.End(ending, sort.Natural, reason);
        return trace;
    }

    private readonly record struct Sort(int Workers = 1, ClockKind Clock = ClockKind.Virtual, bool Natural = true)
    {
        public Sort()
            : this(1) { }
    }
}
