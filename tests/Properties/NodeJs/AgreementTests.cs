using Conformance.Implementations.EventLoop;
using Conformance.Implementations.NodeJs;
using Conformance.Runner.Generation;
using Conformance.Spec.Litmus;
using Conformance.Spec.Programs;
using Conformance.Spec.Traces;
using Conformance.Tests.Properties.Protocol;
using Xunit;

namespace Conformance.Tests.Properties.NodeJs;

/// <summary>The real Node.js judges the reference: where nothing depends on time, both emit the same events in the same order.</summary>
public sealed class AgreementTests
{
    private const int Programs = 300;

    [NeedsFact("node")]
    public void Random_programs_without_time_have_the_traces_of_the_event_loop()
    {
        using var node = NodeJsRuntime.Create();
        var loop = new EventLoopRuntime();
        foreach (var program in ProgramGenerator.Sample(Dialect.Eager, seed: 1, Programs))
        {
            var code = Code.Of(Timeless.Of(program));
            Assert.Equal(Text(Adapters.Run(loop, code)), Text(Adapters.Run(node, code)));
        }
    }

    [NeedsFact("node")]
    public void Litmus_tests_have_allowed_outcomes()
    {
        using var node = NodeJsRuntime.Create();
        var judged = 0;
        foreach (var litmus in LitmusLibrary.Load().Where(litmus => litmus.Program.Dialect == Dialect.Eager))
        {
            var trace = Adapters.Run(node, Code.Of(litmus.Program));
            Assert.True(new WellFormed().Check(trace) is null, $"{litmus.Name}: {trace.Ending} {trace.Reason}");
            var judgement = litmus.Judge(trace);
            Assert.True(judgement.Verdict != LitmusVerdict.Forbidden, $"{litmus.Name}: {judgement.Reason}");
            judged += judgement.Verdict == LitmusVerdict.NotJudged ? 0 : 1;
        }

        Assert.True(judged >= 20, $"Only {judged} litmus tests were judged.");
    }

    // What happened to whom where, without when: Node's clock is the machine's.
    private static string Text(Trace trace)
    {
        var lines = new List<string> { ProgramPrinter.Print(trace.Code.Program) };
        foreach (ref readonly var item in trace.Events)
            lines.Add($"{trace.Code.Computations[item.Computation].Name} at {item.Site}: {EventText.Of(trace.Code, in item)}");
        lines.Add(trace.Ending.ToString());
        return string.Join('\n', lines);
    }
}
