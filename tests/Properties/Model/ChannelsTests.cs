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

    private static string? Guard(string events, string program = Program) =>
        new ModelChecker().Check(TraceText.Lazy(program, events))?.Guard;
}
