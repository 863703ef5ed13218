using Conformance.Spec.Model;
using Conformance.Tests.Properties.Rules;
using Shouldly;
using Xunit;

namespace Conformance.Tests.Properties.Model;

public sealed class ChannelsTests
{
    private const string Program = "c = channel 1\na = send c 1\nb = send c 2\nh = spawn a\nk = spawn b\nv = next c\nw = next c";

    private const string Made =
        "main starts\n main makes c\n main made c\n main makes a\n main made a\n main makes b\n main made b\n main makes h\n main made h\n"
        + " main makes k\n main made k\n main asks c\n ";

    private const string Sending =
        "f = async {\nc = channel 2\ng = async {\nd = send c 1\nawait d\ncompute 10\n}\nh = spawn g\nv = next c\n}\n"
        + "e = async { }\nk = spawn f\nl = spawn e\nawait k";

    private const string Asked =
        "main starts\n main makes f\n main made f\n main makes e\n main made e\n main makes k\n main made k\n main makes l\n main made l\n "
        + "main awaits k\n #1 f starts\n #1 f makes c\n #1 f made c\n #1 f makes g\n #1 f made g\n #1 f makes h\n #1 f made h\n #1 f asks c\n ";

    private const string OtherFirst = "#2 e starts\n #2 e returns\n ";
    private const string OtherLater = "#1 e starts\n #1 e returns\n ";
    private const string Sent =
        "#2 g starts\n #2 g makes d\n #2 g made d\n #2 g awaits d\n #2 d polls 1\n #2 d ready 1\n #2 g gets d\n #2 g computes\n ";
    private const string Received = "#2 g computed\n #2 g returns\n #2 f gets c = 1\n #2 f returns\n main gets k\n main returns";

    private const string Full = Made + "a polls 1\n a ready 1\n b polls 1\n b pends 1\n ";
    private const string End = "\n main asks c\n main gets c = 2\n main returns";

    [Theory]
    [InlineData(Full + "main gets c = 1\n main asks c\n b polls 2\n b ready 2\n main gets c = 2\n main returns")]
    [InlineData(Made + "a polls 1\n a ready 1\n main gets c = 1\n main asks c\n b polls 1\n b ready 1\n main gets c = 2\n main returns")]
    public void Values_that_come_in_turn_are_accepted(string events) => Guard(events).ShouldBeNull();

    [Theory]
    [InlineData(Full + "main gets c = 2", "IO-03")]
    [InlineData(Full + "b polls 2", "POLL-02")]
    [InlineData(Made + "a polls 1\n a ready 1\n b polls 1\n b ready 1", "SCHED-09")]
    [InlineData(Made + "a polls 1\n a closed 1", "IO-03")]
    [InlineData(Made + "main gets c = 1", "POLL-02")]
    public void What_a_channel_never_does_is_rejected(string events, string guard) => Guard(events).ShouldBe(guard);

    [Theory]
    [InlineData("a polls 1\n a closed 1", null)]
    [InlineData("a polls 1\n a ready 1", "IO-03")]
    public void Send_without_a_receiver_fails(string events, string? guard) =>
        Guard(
                "main starts\n main makes c\n main made c\n main makes a\n main made a\n main drops c\n main dropped c\n main awaits a\n "
                    + events
                    + "\n main got a ! channel closed\n main returns",
                "c = channel 1\na = send c 1\ndrop c\ntry {\nawait a\n} catch e {\n}"
            )
            .ShouldBe(guard);

    // The value is there, or makes room for the next, before who sent or received it tells.
    [Theory]
    [InlineData("#1 a polls 1\n main gets c = 1\n #1 a ready 1\n #2 b polls 1\n #2 b ready 1" + End)]
    [InlineData("#1 a polls 1\n #1 a ready 1\n #2 b polls 1\n #2 b ready 1\n main gets c = 1" + End)]
    public void Threads_of_the_machine_tell_later_what_they_did(string events) =>
        new ModelChecker().Check(TraceText.Threads(Program, Made + events)).ShouldBeNull();

    [Fact]
    public void Value_is_sent_and_received_and_makes_room_before_anyone_tells() =>
        new ModelChecker()
            .Check(
                TraceText.Threads(
                    "c = channel 1\na = send c 1\nb = send c 2\nd = send c 3\nh = spawn a\nk = spawn b\nl = spawn d\n"
                        + "v = next c\nw = next c\nx = next c",
                    "main starts\n main makes c\n main made c\n main makes a\n main made a\n main makes b\n main made b\n main makes d\n"
                        + " main made d\n main makes h\n main made h\n main makes k\n main made k\n main makes l\n main made l\n"
                        + " #1 a polls 1\n #1 a ready 1\n #1 b polls 1\n #1 b pends 1\n #1 d polls 1\n #1 d pends 1\n"
                        + " main asks c\n main gets c = 1\n main asks c\n #1 b polls 2\n #2 d polls 2\n #2 d ready 2\n"
                        + " main gets c = 2\n #1 b ready 2\n main asks c\n main gets c = 3\n main returns"
                )
            )
            .ShouldBeNull();

    // What a send wakes, the worker of its task keeps while that one computes, whether the receiver's poll is seen to have ended or not.
    [Theory]
    [InlineData(Asked + OtherFirst + Sent + "@10 " + Received)]
    [InlineData(Asked + Sent + OtherLater + "@10 " + Received)]
    [InlineData(
        Asked + OtherFirst + Sent + "#1 f gets c = 1\n #1 f returns\n main gets k\n main returns\n @10 #2 g computed\n #2 g returns"
    )]
    public void Worker_keeps_the_receiver_that_a_send_woke(string events) =>
        new ModelChecker().Check(TraceText.Lazy(Sending, events, workers: 2)).ShouldBeNull();

    // What e's end woke was polled before the send, and nothing of that shows.
    [Fact]
    public void Worker_keeps_the_receiver_that_a_send_woke_once_more() =>
        new ModelChecker()
            .Check(
                TraceText.Lazy(
                    "e = async {\nyield\nreturn 1\n}\nl = spawn e\nf = async {\nq = async {\nc = channel 2\ng = async {\nyield\nd = send c 1\n"
                        + "await d\ncompute 10\n}\nh = spawn g\nv = next c\nreturn 2\n}\njoin l q\n}\nk = spawn f\nawait k",
                    "main starts\n main makes e\n main made e\n main makes l\n main made l\n main makes f\n main made f\n main makes k\n"
                        + " main made k\n main awaits k\n #1 e starts\n #1 e yields\n #1 f starts\n #1 f makes q\n #1 f made q\n #1 f combines\n"
                        + " #1 q starts\n #1 q makes c\n #1 q made c\n #1 q makes g\n #1 q made g\n #1 q makes h\n #1 q made h\n #1 q asks c\n"
                        + " #1 g starts\n #1 g yields\n #1 e yielded\n #1 e returns 1\n #1 g yielded\n #1 g makes d\n #1 g made d\n #1 g awaits d\n"
                        + " #1 d polls 1\n #1 d ready 1\n #1 g gets d\n #1 g computes\n @10 #1 g computed\n #1 g returns\n #1 q gets c = 1\n"
                        + " #1 q returns 2\n #1 f combined = [1, 2]\n #1 f returns\n main gets k\n main returns",
                    workers: 2
                )
            )
            .ShouldBeNull();

    [Theory]
    [InlineData(OtherFirst + Sent)]
    [InlineData(Sent + OtherLater)]
    public void Receiver_that_a_send_woke_goes_on_when_the_sender_s_poll_has_ended(string events) =>
        new ModelChecker()
            .Check(TraceText.Lazy(Sending, Asked + events + "@10 #2 g computed\n #2 g returns\n @11 #2 f gets c = 1", workers: 2))
            .ShouldNotBeNull()
            .Event.ShouldBe(30);

    private static string? Guard(string events, string program = Program) =>
        new ModelChecker().Check(TraceText.Lazy(program, events))?.Guard;
}
