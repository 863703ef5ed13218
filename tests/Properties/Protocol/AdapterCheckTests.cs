using Conformance.Implementations.Protocol;
using Conformance.Runner.Adapters;
using Conformance.Spec.Programs;
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
    [InlineData("silent", "exited with code 0", "An exception")]
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
    [InlineData("child", "It goes on after \"bye\", and had to be killed.", "End the process at \"bye\"")]
    public void Waiting_has_an_end(string fault, string what, string advice)
    {
        var remarks = Check(fault, new ProtocolLimits { Run = TimeSpan.FromMilliseconds(500) });
        Assert.Contains(
            remarks,
            remark =>
                remark.Mark == Mark.Wrong
                && remark.What.StartsWith(what, StringComparison.Ordinal)
                && remark.Advice.Contains(advice, StringComparison.Ordinal)
        );
    }

    [Fact]
    public void Program_that_cannot_be_started_is_told()
    {
        var remark = Assert.Single(new AdapterCheck(new AdapterCommand("no-such-program", [])).Run());
        Assert.Equal(Mark.Wrong, remark.Mark);
        Assert.Contains("as you would type it", remark.Advice, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Dialect.Eager)]
    [InlineData(Dialect.Lazy)]
    public void Every_statement_of_a_dialect_has_a_small_program(Dialect dialect)
    {
        var programs = new StatementPrograms(dialect);
        var all = programs.Words.ToHashSet(StringComparer.Ordinal);
        Assert.Superset(new HashSet<string>(["log", "async", "await", "sleep", "join", "try", "blocking"], StringComparer.Ordinal), all);
        foreach (var word in programs.Words)
        {
            var program = programs.Smallest(word, all);
            Assert.NotNull(program);
            Assert.Contains(word, ProgramJson.WordsOf(program));
            Assert.InRange(ProgramJson.WordsOf(program).Count(), 1, 10);
        }
    }

    private static List<Remark> Check(string fault, ProtocolLimits? limits = null) =>
        [.. new AdapterCheck(Adapters.Command(fault), limits).Run()];
}
