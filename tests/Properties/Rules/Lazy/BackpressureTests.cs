using Conformance.Spec.Traces;
using Xunit;

namespace Conformance.Tests.Properties.Rules.Lazy;

public sealed class BackpressureTests
{
    private const string Program =
        "c = channel 1\na = send c 1\nb = send c 2\nd = send c 3\nx = async {\nawait a\nawait b\nawait d\n}\nh = spawn x\nu = next c\nv = next c\nw = next c\ndrop c\nawait h";

    private const string OfOneValue =
        "c = channel 3\na = send c 1\nb = send c 1\nd = send c 2\nx = async {\nawait a\n}\nh = spawn x\ny = async {\nawait b\nawait d\n}\ng = spawn y\n"
        + "u = next c\nv = next c\nw = next c";

    private const string Made =
        "main starts\n main makes c\n main made c\n main makes a\n main made a\n main makes b\n main made b\n main makes d\n main made d\n";

    private const string Sent = "a polls 1\n a ready 1\n ";
    private const string Full = Sent + "b polls 1\n b pends\n ";
    private const string Received = "main asks c\n main gets c = 1\n ";
    private const string Gone = "main drops c\n main dropped c\n ";

    [Theory]
    [InlineData(Full + Received + "b polls 2\n b ready 2\n d polls 1\n d pends\n main asks c\n main gets c = 2", 4)]
    [InlineData("main asks c\n " + Sent + "b polls 1\n b pends\n main gets c = 1", 2)]
    [InlineData(Full + Gone + "b polls 2\n b closed 2\n d polls 1\n d closed 1", 3)]
    [InlineData(Full + Received + Gone + "b polls 2\n b closed 2", 3)]
    [InlineData(Full + "main returns\n b polls 2\n b closed 2", 2)]
    public void Senders_that_wait_for_the_receiver_pass(string events, int triggers) => RuleCheck.Passes("IO-03", Trace(events), triggers);

    [Theory]
    [InlineData(Sent + "b polls 1\n b ready 1", "\"b\" was sent while 1 value was in \"c\", which has room for 1; expected it to wait.")]
    [InlineData(Received, "\"c\" gave 1, which nobody had sent, or which had been received; expected each value once.")]
    [InlineData(
        Full + Received + "main asks c\n main gets c = 1",
        "\"c\" gave 1, which nobody had sent, or which had been received; expected each value once."
    )]
    [InlineData(
        Full + "b polls 2\n b closed 2",
        "\"b\" failed though the receiver of \"c\" was still there; expected it to be sent, or to wait."
    )]
    [InlineData(
        Full + Gone + "b polls 2\n b ready 2",
        "\"b\" was sent though the receiver of \"c\" was gone; expected the error \"channel closed\"."
    )]
    [InlineData(
        Full + "main returns\n d polls 1\n d pends",
        "\"d\" waited though the receiver of \"c\" was gone; expected the error \"channel closed\"."
    )]
    public void Channels_that_take_or_give_what_they_must_not_fail(string events, string message) =>
        RuleCheck.Fails("IO-03", Trace(events), message);

    [Fact]
    public void Value_that_comes_before_one_that_was_sent_earlier_fails() =>
        RuleCheck.Fails(
            "IO-03",
            Trace(Sent + "b polls 1\n b ready 1\n main asks c\n main gets c = 2", "channel 2"),
            "\"c\" gave what \"b\" had sent, but not yet what \"a\" had sent before; expected the order in which they were sent."
        );

    [Theory]
    [InlineData(Full + Received, "\"b\" waited to the end though \"c\" had room; expected it to go on as the channel drains.")]
    [InlineData(
        Full + Received + "b polls 2\n b ready 2\n main asks c",
        "\"main\" waited to the end for \"c\" though \"b\" had been sent; expected it to be received."
    )]
    [InlineData(Full + Gone, "\"b\" waited to the end though the receiver of \"c\" was gone; expected the error \"channel closed\".")]
    public void Waits_that_never_end_fail(string events, string message) =>
        RuleCheck.Fails("IO-03", Trace(events, ending: Ending.Deadlock), message);

    [Fact]
    public void Value_that_is_received_on_another_thread_before_its_sender_tells_passes() =>
        RuleCheck.Passes(
            "IO-03",
            TraceText.Threads(
                Program,
                Made
                    + "main asks c\n #1 a polls 1\n main gets c = 1\n #1 a ready 1\n #1 b polls 1\n main asks c\n #1 b ready 1\n #1 d polls 1\n #1 d ready 1"
            ),
            2
        );

    [Theory]
    [InlineData(
        "#1 a polls 1\n #1 a ready 1\n #2 b polls 1\n #2 b ready 1\n main asks c\n main gets c = 1\n main asks c\n main gets c = 1",
        2
    )]
    [InlineData(
        "#1 a polls 1\n #2 d polls 1\n #2 d ready 1\n #2 b polls 1\n #2 b ready 1\n main asks c\n main gets c = 1\n #1 a ready 1\n main asks c\n main gets c = 2\n main asks c\n main gets c = 1",
        3
    )]
    [InlineData(
        "#1 a polls 1\n #2 b polls 1\n main asks c\n main gets c = 1\n #2 b ready 1\n #1 a pends\n main asks c\n main returns\n #1 a polls 2\n #1 a closed",
        1
    )]
    public void Sends_of_one_value_on_several_threads_may_be_received_in_either_order(string events, int triggers) =>
        RuleCheck.Passes("IO-03", TraceText.Threads(OfOneValue, Made + events), triggers);

    [Theory]
    [InlineData(
        "#1 a polls 1\n #1 a ready 1\n #2 d polls 1\n #2 d ready 1\n #2 b polls 1\n #2 b ready 1\n main asks c\n main gets c = 1\n main asks c\n main gets c = 1",
        "\"c\" gave what \"b\" had sent, but not yet what \"d\" had sent before; expected the order in which they were sent."
    )]
    [InlineData(
        "#1 a polls 1\n #1 a ready 1\n #2 b polls 1\n #2 b pends\n main asks c\n main gets c = 1\n main asks c\n main gets c = 1",
        "\"c\" gave 1, which nobody had sent, or which had been received; expected each value once."
    )]
    public void Sends_of_one_value_on_several_threads_keep_their_order(string events, string message) =>
        RuleCheck.Fails("IO-03", TraceText.Threads(OfOneValue, Made + events), message);

    [Fact]
    public void Program_whose_polls_may_use_up_their_budget_does_not_trigger() =>
        RuleCheck.DoesNotTrigger("IO-03", TraceText.Lazy("c = channel 1\na = send c 1\np = probe 0 cycles 200\nawait a", "main starts"));

    private static Trace Trace(string events, string channel = "channel 1", Ending ending = Ending.Completed) =>
        TraceText.Lazy(Program.Replace("channel 1", channel, StringComparison.Ordinal), Made + events, ending: ending);
}
