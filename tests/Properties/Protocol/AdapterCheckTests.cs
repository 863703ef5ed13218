using Conformance.Implementations.Executor;
using Conformance.Implementations.NodeJs;
using Conformance.Implementations.Protocol;
using Conformance.Runner.Adapters;
using Conformance.Spec.Programs;
using Conformance.Spec.Traces;
using Conformance.Tests.Properties.Architecture;
using Xunit;

namespace Conformance.Tests.Properties.Protocol;

public sealed class AdapterCheckTests
{
    private static readonly string Minimal = Path.Combine(Repository.Root, "samples", "minimal-adapter", "adapter.py");

    [NeedsFact("python3")]
    public void Adapter_that_works_has_nothing_to_put_right()
    {
        var remarks = new AdapterCheck(new AdapterCommand("python3", [Minimal])).Run().ToList();
        Assert.DoesNotContain(remarks, remark => remark.Mark is Mark.Wrong or Mark.Differs);
        Assert.Contains(remarks, remark => remark.What == "sleep: supported.");
        Assert.Contains(remarks, remark => remark.What.StartsWith("Not among its capabilities", StringComparison.Ordinal));
        Assert.Contains(remarks, remark => remark.What.EndsWith("random programs every trace is well-formed.", StringComparison.Ordinal));
        Assert.Contains(remarks, remark => remark.Advice.Contains("\"pipeline\":32", StringComparison.Ordinal));
        Assert.Contains(remarks, remark => remark.What == "It ends after \"bye\".");
    }

    [NeedsTheory("python3")]
    [InlineData("version", "it speaks version 2 of the protocol; expected 1", "\"protocol\":1")]
    [InlineData("silent", "The adapter exited with code 0 before it answered \"hello\".", "Type the command in this folder yourself")]
    [InlineData("greeting", "answer to \"hello\" that is none: the line \"Listening...\" is no JSON object", "not even a greeting")]
    [InlineData("half-greeting", "in the middle of a line before it answered \"hello\"", "Type the command in this folder yourself")]
    [InlineData("no-family", "\"family\" is missing", "lists the members of the answer to \"hello\"")]
    [InlineData("nameless", "leaves \"name\" or \"identity\" empty", "read the identity from the runtime itself")]
    [InlineData("unknown-word", "name \"frobnicate\", which no eager program has", "The words are those of the member \"do\"")]
    [InlineData("no-words", "Its capabilities name no statement", "Begin with \"log\".")]
    [InlineData("crash", "log: The adapter exited with code 3", "must not end the adapter")]
    [InlineData("garbage", "log: The adapter gave an answer to \"run\" that is none: the line \"Segmentation fault\"", "standard error")]
    [InlineData("wrong-seq", "\"seq\" is 2; expected 1", "Each answer repeats the seq")]
    [InlineData("unknown-kind", "event 0 is [\"Begun\",0,0,0,0,-1]", "adapter-protocol.schema.json")]
    [InlineData("refuses", "log: it is among the capabilities, but the adapter refuses", "Take the word out of the capabilities")]
    [InlineData("none", "log: Event 1 (Completed): \"main\" completed; expected its statement", "spec/Traces/events.md")]
    [InlineData("polite", "It answers a line that is no request with", "Answer requests only")]
    [InlineData("boastful", "It says that it speaks version 999", "whatever the host asks for")]
    public void Fault_is_told_with_what_to_do(string fault, string what, string advice)
    {
        var found = Check(fault).Where(remark => remark.Mark == Mark.Wrong && remark.What.Contains(what, StringComparison.Ordinal));
        Assert.Contains(advice, Assert.Single(found).Advice, StringComparison.Ordinal);
    }

    [NeedsTheory("python3")]
    [InlineData("hang", "log: The adapter gave no answer within 0.5 s", "flush standard output")]
    [InlineData("mute", "The adapter gave no answer to \"hello\" within 0.5 s", "when it comes, not at the end of standard input")]
    [InlineData("child", "It goes on after \"bye\", and had to be killed.", "End the process at \"bye\"")]
    public void Waiting_has_an_end(string fault, string what, string advice)
    {
        var remarks = Check(fault, new ProtocolLimits { Hello = Short(fault == "mute"), Run = Short(true) });
        Assert.Contains(
            remarks,
            remark =>
                remark.Mark == Mark.Wrong
                && remark.What.StartsWith(what, StringComparison.Ordinal)
                && remark.Advice.Contains(advice, StringComparison.Ordinal)
        );
    }

    [Theory]
    [InlineData("no-such-program", "there is no program \"no-such-program\" on PATH.", "as you would type it")]
    [InlineData("./no-such-file", "there is no file \"./no-such-file\".", "as you would type it")]
    [InlineData(null, "cannot be run as a program", "Begin the command with what runs the file")]
    public void Program_that_cannot_be_started_is_told(string? file, string what, string advice)
    {
        var remark = Assert.Single(new AdapterCheck(new AdapterCommand(file ?? typeof(AdapterCheck).Assembly.Location, [])).Run());
        Assert.Equal(Mark.Wrong, remark.Mark);
        Assert.Contains(what, remark.What, StringComparison.Ordinal);
        Assert.Contains(advice, remark.Advice, StringComparison.Ordinal);
    }

    [NeedsFact("node")]
    public void Member_that_the_adapter_never_looks_at_is_named()
    {
        var forgetful = new AdapterCommand(
            "python3",
            [Adapters.File("forgetful.py"), "abort", "reason", "node", NodeJsRuntime.Command.Arguments[0]]
        );
        var remark = Assert.Single(new AdapterCheck(forgetful).Run(), remark => remark.Mark == Mark.Differs);
        Assert.StartsWith("abort with \"reason\": ABORT-02 does not hold", remark.What, StringComparison.Ordinal);
        Assert.StartsWith("Does the adapter look at \"reason\"?", remark.Advice, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Dialect.Eager, "sleep signal, abort reason")]
    [InlineData(Dialect.Lazy, "await borrow, spawn set, branch is, branch if, select else, select-biased else")]
    public void Every_member_that_can_be_overlooked_has_a_small_program_in_which_it_matters(Dialect dialect, string members)
    {
        var programs = new StatementPrograms(dialect);
        var all = programs.Words.ToHashSet(StringComparer.Ordinal);
        foreach (var (word, member) in members.Split(", ").Select(pair => pair.Split(' ')).Select(pair => (pair[0], pair[1])))
        {
            var program = programs.Smallest(word, member, all);
            Assert.NotNull(program);
            Assert.Contains($"\"{member}\":", ProgramJson.Write(program), StringComparison.Ordinal);
            Assert.InRange(ProgramJson.WordsOf(program).Count(), 1, 10);
        }
    }

    [Fact]
    public void Program_of_borrow_awaits_a_future_after_its_end()
    {
        var programs = new StatementPrograms(Dialect.Lazy);
        var program = programs.Smallest("await", "borrow", programs.Words.ToHashSet(StringComparer.Ordinal));
        var trace = Adapters.Run(ExecutorRuntime.PausedCurrentThread(), Code.Of(program!));
        Assert.Contains(
            trace.Events.ToArray(),
            item => item.Kind == EventKind.Completed && item.Value.ToString() == "polled after completion"
        );
    }

    private static TimeSpan Short(bool really) => really ? TimeSpan.FromMilliseconds(500) : ProtocolLimits.Default.Hello;

    private static List<Remark> Check(string fault, ProtocolLimits? limits = null) =>
        [.. new AdapterCheck(Adapters.Command(fault), limits).Run()];
}
