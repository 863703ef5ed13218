using System.Globalization;
using Conformance.Implementations.Protocol;
using Conformance.Spec.Programs;
using Conformance.Spec.Traces;
using Xunit;

namespace Conformance.Tests.Properties.Protocol;

public sealed class FaultTests
{
    [NeedsTheory("python3")]
    [InlineData("crash", "exited with code 3")]
    [InlineData("garbage", "the line \"Segmentation fault\" is no JSON object")]
    [InlineData("array", "the line \"[]\" is no JSON object")]
    [InlineData("wrong-seq", "\"seq\" is 2; expected 1")]
    [InlineData("truncated", "ended in the middle of a line: \"{\"seq\":1,\"ending\":\"Comp\"")]
    [InlineData("long-line", "a line of more than 1048576 bytes")]
    [InlineData("flood", "the line \"flood\" is no JSON object")]
    [InlineData("closes", "closed its standard output")]
    [InlineData("unknown-kind", "event 0 is [\"Begun\",0,0,0,0,-1]")]
    [InlineData("number-as-kind", "event 0 is [\"0\",0,0,0,0,-1]")]
    [InlineData("short-event", "it has 2 items; expected 6 to 8")]
    [InlineData("event-of-texts", "event 0 is [\"Started\",\"0\",0,0,0,-1]")]
    [InlineData("event-of-texts", "its time is \"0\"; expected a whole number")]
    [InlineData("huge-number", "its thread is 99999; expected a whole number from -32768 to 32767")]
    [InlineData("no-array", "event 0 is 7: it is no array")]
    [InlineData("no-ending", "\"ending\" is missing")]
    [InlineData("unknown-ending", "\"ending\" is \"Passed\"")]
    public void Fault_is_an_adapter_error_and_the_next_program_runs(string fault, string reason)
    {
        using var runtime = Adapters.Start(fault, new ProtocolLimits { LineLength = 1 << 20 });
        var broken = Adapters.Run(runtime);
        Assert.Equal(Ending.AdapterError, broken.Ending);
        Assert.Contains(reason, broken.Reason, StringComparison.Ordinal);
        Assert.Equal(0, broken.Count);

        var next = Adapters.Run(runtime);
        Assert.Equal((Ending.Completed, 2), (next.Ending, next.Count));
    }

    [NeedsFact("python3")]
    public void Hang_is_an_adapter_error()
    {
        using var runtime = Adapters.Start("hang", new ProtocolLimits { Run = TimeSpan.FromMilliseconds(50) });
        var trace = Adapters.Run(runtime);
        Assert.Equal(Ending.AdapterError, trace.Ending);
        Assert.Contains("gave no answer within 0.1 s", trace.Reason, StringComparison.Ordinal);
    }

    [NeedsFact("python3")]
    public void Adapter_that_does_not_read_is_an_adapter_error()
    {
        using var runtime = Adapters.Start("deaf", new ProtocolLimits { Run = TimeSpan.FromMilliseconds(50) });
        var moreThanAPipeHolds = Sequence.From(Enumerable.Repeat<Statement>(new Log(new string('x', 1000), []), 1000));
        var trace = Adapters.Run(runtime, Code.Of(new Spec.Programs.Program(Dialect.Eager, moreThanAPipeHolds)));
        Assert.Equal(Ending.AdapterError, trace.Ending);
        Assert.Contains("did not read a request within 0.1 s", trace.Reason, StringComparison.Ordinal);
    }

    [NeedsFact("python3")]
    public void Last_words_on_stderr_are_kept()
    {
        using var runtime = Adapters.Start("crash");
        Assert.EndsWith("first line\nit broke here", Adapters.Run(runtime).Reason, StringComparison.Ordinal);
    }

    [NeedsFact("python3")]
    public void Flood_on_stderr_does_no_harm()
    {
        using var runtime = Adapters.Start("loud");
        Assert.Equal(Ending.Completed, Adapters.Run(runtime).Ending);
    }

    [NeedsTheory("python3")]
    [InlineData("version", "version 2 of the protocol; expected 1")]
    [InlineData("no-family", "\"family\" is missing")]
    [InlineData("silent", "exited with code 0")]
    public void Wrong_hello_is_refused(string fault, string reason)
    {
        var refusal = Assert.Throws<AdapterFaultException>(() => Adapters.Start(fault));
        Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Missing_program_is_refused()
    {
        var refusal = Assert.Throws<AdapterFaultException>(() => new ProcessRuntime(new AdapterCommand("no-such-program", [])));
        Assert.Contains("\"no-such-program\" cannot be started", refusal.Message, StringComparison.Ordinal);
    }

    [NeedsFact("python3")]
    public void Restarted_adapter_that_is_another_runtime_is_refused()
    {
        using var runtime = Adapters.Start("moody");
        Assert.Contains("exited with code 1", Adapters.Run(runtime).Reason, StringComparison.Ordinal);
        var other = Adapters.Run(runtime);
        Assert.Equal(Ending.AdapterError, other.Ending);
        Assert.Contains("The restarted adapter says it is", other.Reason, StringComparison.Ordinal);
    }

    [NeedsFact("python3")]
    public void Refused_program_is_unsupported_with_the_reason()
    {
        using var runtime = Adapters.Start("refuses");
        var trace = Adapters.Run(runtime);
        Assert.Equal((Ending.Unsupported, "it does not want to"), (trace.Ending, trace.Reason));
    }

    [NeedsFact("python3")]
    public void Statement_beyond_its_capabilities_is_unsupported()
    {
        using var runtime = Adapters.Start("none");
        var trace = Adapters.Run(runtime, Code.Of(new Spec.Programs.Program(Dialect.Eager, [new Yield()])));
        Assert.Equal((Ending.Unsupported, "\"misbehaving\" has no \"yield\"."), (trace.Ending, trace.Reason));
    }

    [NeedsFact("python3")]
    public void Statement_that_is_lacking_in_a_body_of_one_kind_is_unsupported_there_only()
    {
        using var runtime = Adapters.Start("no-log-in-timer");
        var log = new Log("a", []);
        Assert.Null(runtime.Lacks(Code.Of(new Spec.Programs.Program(Dialect.Eager, [Timer("t"), log]))));
        var reason = "\"misbehaving\" has no \"log in timer\": it does not want to";
        Assert.Equal(reason, runtime.Lacks(Code.Of(new Spec.Programs.Program(Dialect.Eager, [Timer("t", log)]))));
        Assert.Equal(reason, runtime.Lacks(Code.Of(new Spec.Programs.Program(Dialect.Eager, [Timer("t", new Try([log], "e", []))]))));
    }

    [NeedsFact("python3")]
    public void Nothing_is_left_of_the_process_tree()
    {
        var runtime = Adapters.Start("child", new ProtocolLimits { Bye = TimeSpan.FromMilliseconds(200) });
        var child = int.Parse(runtime.Description.Identity, CultureInfo.InvariantCulture);
        Assert.True(IsAlive(child));
        runtime.Dispose();
        SpinWait.SpinUntil(() => !IsAlive(child), TimeSpan.FromSeconds(30));
        Assert.False(IsAlive(child));
    }

    private static Callback Timer(string name, params Statement[] body) => new(CallbackKind.Timer, name, 0, Sequence.From(body));

    // A killed process whose new parent has not asked for its end yet is a zombie, "Z".
    private static bool IsAlive(int id)
    {
        try
        {
            return File.ReadAllText($"/proc/{id}/stat").Split(' ')[2] != "Z";
        }
        catch (IOException)
        {
            return false;
        }
    }
}
