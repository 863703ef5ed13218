using Conformance.Spec.Model;
using Conformance.Tests.Properties.Rules;
using Shouldly;
using Xunit;

namespace Conformance.Tests.Properties.Model;

public sealed class WaitingLineTests
{
    private const string Permit = "s = semaphore 0\na = acquire s\nh = spawn a\nyield\nrelease s\nawait h";
    private const string Notes = "n = notify\na = notified n\nnotify-one n\nnotify-waiters n\nawait a\nb = notified n\nawait b";
    private const string Spawned =
        "main starts\n main makes s\n main made s\n main makes a\n main made a\n main makes h\n main made h\n main yields\n";

    private const string Called =
        "main starts\n main makes n\n main made n\n main makes a\n main made a\n main notifies n\n main notified n\n main calls n\n main called n\n"
        + " main awaits a\n a polls 1\n a ready 1\n main got a\n main makes b\n main made b\n main awaits b\n b polls 1\n ";

    [Theory]
    [InlineData("#1 a polls 1\n main yielded\n main releases s\n #1 a pends 1\n main released s\n #1 a polls 2\n #1 a ready 2")]
    [InlineData("#1 a polls 1\n main yielded\n main releases s\n #1 a ready 1\n main released s")]
    [InlineData("#1 a polls 1\n #1 a pends 1\n main yielded\n main releases s\n #2 a polls 2\n main released s\n #2 a ready 2")]
    public void Operations_that_overlap_on_several_threads_come_in_either_order(string events) =>
        Guard(Permit, $"{Spawned} {events}\n main awaits h\n main got h\n main returns", workers: 2).ShouldBeNull();

    [Theory]
    [InlineData("a polls 1\n a ready 1")]
    [InlineData("a polls 1\n a pends 1\n main yielded\n main releases s\n main released s\n main awaits h\n a polls 2\n a pends 2")]
    public void Answer_that_is_not_that_of_its_turn_is_rejected(string events) =>
        Guard(Permit, Spawned + events, workers: 1).ShouldBe("SCHED-09");

    [Fact]
    public void Poll_of_who_has_not_been_served_is_rejected() =>
        Guard(Permit, $"{Spawned} a polls 1\n a pends 1\n a polls 2", workers: 1).ShouldBe("POLL-02");

    [Fact]
    public void What_is_stored_goes_before_what_all_were_given() => Guard(Notes, Called + "b ready 1", workers: 1).ShouldBe("SCHED-09");

    private static string? Guard(string program, string events, int workers) =>
        new ModelChecker().Check(TraceText.Lazy(program, events, workers))?.Guard;
}
