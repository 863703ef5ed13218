using Conformance.Implementations.Protocol;
using Conformance.Spec.Programs;
using Conformance.Spec.Traces;
using Xunit;

namespace Conformance.Tests.Properties.Protocol;

/// <summary>An adapter that is sent programs before it has answered the earlier ones. It answers each with the text that the program begins with.</summary>
public sealed class PipelineTests
{
    private const int Depth = 4;
    private static readonly string[] Names = ["one", "two", "three", "break", "five", "six", "seven", "eight"];

    [NeedsFact("python3")]
    public void Answers_are_each_of_their_program()
    {
        using var runtime = Adapters.Start("none", Depth);
        Assert.Equal(Depth, runtime.Lookahead);
        Assert.Equal(Names, Results(runtime, Announce(runtime, Names)));
    }

    [NeedsFact("python3")]
    public void Programs_are_sent_ahead()
    {
        // It answers when it has as many as it takes ahead, not before.
        using var runtime = Adapters.Start("batch", Depth);
        Assert.Equal(Names, Results(runtime, Announce(runtime, Names)));
    }

    [NeedsTheory("python3")]
    [InlineData("crash", "exited with code 3")]
    [InlineData("garbage", "the line \"Segmentation fault\" is no JSON object")]
    [InlineData("wrong-seq", "\"seq\" is 5; expected 4")]
    [InlineData("truncated", "ended in the middle of a line")]
    [InlineData("long-line", "a line of more than 1048576 bytes")]
    [InlineData("flood", "the line \"flood\" is no JSON object")]
    [InlineData("closes", "closed its standard output")]
    [InlineData("unknown-kind", "event 0 is [\"Begun\",0,0,0,0,-1]")]
    [InlineData("no-ending", "\"ending\" is missing")]
    public void Fault_in_the_middle_is_of_its_program_and_the_others_are_run(string fault, string reason)
    {
        using var runtime = Adapters.Start(fault, Depth, new ProtocolLimits { LineLength = 1 << 20 });
        var results = Results(runtime, Announce(runtime, Names));
        Assert.Contains(reason, results[3], StringComparison.Ordinal);
        results[3] = "break";
        Assert.Equal(Names, results);
    }

    [NeedsFact("python3")]
    public void Hang_in_the_middle_is_of_its_program()
    {
        using var runtime = Adapters.Start("hang", Depth, new ProtocolLimits { Run = TimeSpan.FromSeconds(3) });
        var results = Results(runtime, Announce(runtime, Names));
        Assert.Contains("gave no answer within 3 s", results[3], StringComparison.Ordinal);
        results[3] = "break";
        Assert.Equal(Names, results);
    }

    [NeedsFact("python3")]
    public void Program_that_is_left_out_takes_no_other_with_it()
    {
        using var runtime = Adapters.Start("crash", Depth);
        var codes = Announce(runtime, Names);
        Assert.Equal(["one", "two", "three"], Results(runtime, codes[..3]));
        Assert.Equal(["five", "six", "eight"], Results(runtime, [codes[4], codes[5], codes[7]]));
    }

    [NeedsFact("python3")]
    public void Program_that_was_not_announced_may_be_asked_at_any_time()
    {
        using var runtime = Adapters.Start("crash", Depth);
        var codes = Announce(runtime, Names);
        Assert.Equal(["one", "other", "two"], Results(runtime, [codes[0], Program("other"), codes[1]]));
        var results = Results(runtime, [Program("break"), Program("other"), codes[2]]);
        Assert.Contains("exited with code 3", results[0], StringComparison.Ordinal);
        Assert.Equal(["other", "three"], results[1..]);
    }

    [NeedsFact("python3")]
    public void Same_program_under_another_seed_is_another_execution()
    {
        using var runtime = Adapters.Start("none", Depth);
        var code = Program("one");
        for (var seed = 1UL; seed <= 3; seed++)
            runtime.Announce(code, seed);
        runtime.Announce(Program("two"), 1);
        Assert.Equal("one", Adapters.Run(runtime, code, seed: 3).Reason);
        Assert.Equal("one", Adapters.Run(runtime, code, seed: 1).Reason);
    }

    [NeedsFact("python3")]
    public void Requests_that_fill_the_pipe_wait_for_the_adapter()
    {
        using var runtime = Adapters.Start("none", Depth);
        var moreThanAPipeHolds = Names.Select(name => $"{name} {new string('x', 200_000)}").ToArray();
        Assert.Equal(moreThanAPipeHolds, Results(runtime, Announce(runtime, moreThanAPipeHolds)));
    }

    [NeedsFact("python3")]
    public void Adapter_that_says_nothing_of_it_is_asked_one_at_a_time()
    {
        using var runtime = Adapters.Start("none");
        Assert.Equal(0, runtime.Lookahead);
        Assert.Equal(Names, Results(runtime, Announce(runtime, Names)));
    }

    private static Code Program(string name) => Code.Of(new Spec.Programs.Program(Dialect.Eager, [new Log(name, [])]));

    private static Code[] Announce(ProcessRuntime runtime, string[] names)
    {
        var codes = Array.ConvertAll(names, Program);
        foreach (var code in codes)
            runtime.Announce(code, 1);
        return codes;
    }

    private static string[] Results(ProcessRuntime runtime, Code[] codes) =>
        Array.ConvertAll(codes, code => Adapters.Run(runtime, code).Reason);
}
