using Conformance.Spec.Programs;
using Shouldly;
using Xunit;

namespace Conformance.Tests.Properties.Language;

/// <summary>Who knows channels from another language is told what to write here.</summary>
public sealed class ChannelMistakesTests
{
    [Theory]
    [InlineData(
        "timeout 5 next c",
        "f:3:11: found \"next\", expected a name: what to wait for; \"next\" is a statement: put it into a body, \"x = async { … }\", and write \"timeout 5 x\""
    )]
    [InlineData(
        "join next c",
        "f:3:6: found \"next\", expected a name: what to join; \"next\" is a statement: put it into a body, \"x = async { … }\", and write \"join x\""
    )]
    [InlineData(
        "select { branch next c }",
        "f:3:17: found \"next\", expected a name: what to select; \"next\" is a statement: put it into a body, \"x = async { … }\", and write \"branch x\""
    )]
    [InlineData("await next c", "f:3:7: found \"next\", expected a name: what to await; \"next\" waits by itself, without \"await\"")]
    [InlineData(
        "h = spawn send c 1",
        "f:3:11: found \"send\", expected a name: what to spawn; give it a name first: write \"x = send\" and \"h = spawn x\""
    )]
    [InlineData(
        "x = send c n",
        "f:3:12: found \"n\", expected a number or a text: what to send; only what is written out can be sent, such as 5 or \"five\": no variable, no counter and not now"
    )]
    [InlineData("x = send d 1", "f:3:10: found \"d\", expected a channel; make it first, as in \"d = channel 1\"")]
    [InlineData(
        "x = sleep 1; next x",
        "f:3:19: found \"x\", a sleep, expected a join set, an interval or a channel; it ends once: write \"await x\""
    )]
    [InlineData(
        "v = next c; next v",
        "f:3:18: found \"v\", a variable, expected a join set, an interval or a channel; what has a next is made first, as in \"c = channel 1\""
    )]
    [InlineData("next d", "f:3:6: found \"d\", expected a join set, an interval or a channel; make it first, as in \"d = join-set\"")]
    [InlineData(
        "abort c",
        "f:3:7: found \"c\", a channel, expected a blocking job, a task handle, a join set or a member of a join set; only what runs can be aborted"
    )]
    public void Mistake_is_answered_with_what_to_do(string statement, string message) => Message(statement).ShouldBe(message);

    [Theory]
    [InlineData("send c 1", "f:3:1: found \"send\",", "; a send is a computation like others: write \"x = send c 5\" and \"await x\"")]
    [InlineData("c.send 1", "f:3:1: found \"c\",", "; a send is a computation like others: write \"x = send c 5\" and \"await x\"")]
    [InlineData("v = c.recv", "f:3:5: found \"c\",", "; a channel gives its values like a set its outcomes: write \"next c\"")]
    [InlineData("v = recv c", "f:3:5: found \"recv\",", "; a channel gives its values like a set its outcomes: write \"next c\"")]
    [InlineData("close c", "f:3:1: found \"close\",", "; a channel is closed by its receiver: write \"drop c\"")]
    [InlineData("await c", "f:3:7: found \"c\", a channel,", "; its outcomes are awaited one at a time: write \"next c\"")]
    [InlineData("g = spawn c", "f:3:11: found \"c\", a channel,", "; its outcomes are awaited one at a time: write \"next c\"")]
    [InlineData(
        "s = semaphore 1; await s",
        "f:3:24: found \"s\", a semaphore,",
        "; wait for a permit of it: write \"a = acquire s\" and \"await a\""
    )]
    [InlineData(
        "n = notify; await n",
        "f:3:19: found \"n\", a notify,",
        "; wait until it notifies: write \"w = notified n\" and \"await w\""
    )]
    public void Long_list_of_what_was_expected_ends_with_what_to_do(string statement, string found, string advice)
    {
        var message = Message(statement);
        message.ShouldStartWith(found);
        message.ShouldEndWith(advice);
    }

    private static string Message(string statement) =>
        Should.Throw<ProgramException>(() => ProgramParser.Load($"program lazy {{\nc = channel 1\n{statement}\n}}", "f")).Message;
}
