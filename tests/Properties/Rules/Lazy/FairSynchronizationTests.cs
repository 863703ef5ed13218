using Conformance.Spec.Programs;
using Conformance.Spec.Traces;
using Xunit;

namespace Conformance.Tests.Properties.Rules.Lazy;

public sealed class FairSynchronizationTests
{
    private const string Permits =
        "s = semaphore 0\na = acquire s\nb = acquire 2 s\nc = acquire s\nrelease s\nrelease s\nrelease s\njoin a b c";
    private const string Notes =
        "n = notify\na = notified n\nb = notified n\nnotify-one n\nnotify-waiters n\nnotify-one n\nc = notified n\njoin a b c";
    private const string Queued = "a polls 1\n a pends\n b polls 1\n b pends\n ";
    private const string Release = "main releases s\n main released s\n ";
    private const string NotifyOne = "main notifies n\n main notified n\n ";
    private const string NotifyWaiters = "main calls n\n main called n\n ";

    [Theory]
    [InlineData(Queued + Release + "a polls 2\n a ready 2", 2)]
    [InlineData(Queued + Release + Release + "b polls 2\n b pends\n a polls 2\n a ready 2", 3)]
    [InlineData(Queued + Release + "a dies\n c polls 1\n c pends\n " + Release + "b polls 2\n b ready 2", 3)]
    [InlineData(Queued + "b dies\n " + Release + "a polls 2\n a ready 2\n " + Release + "c polls 1\n c ready 1", 2)]
    [InlineData(Release + "c polls 1\n c ready 1\n " + Queued, 1)]
    public void Permits_in_turn_pass(string events, int triggers) => RuleCheck.Passes("SCHED-09", Trace(Permits, events), triggers);

    [Theory]
    [InlineData(Queued + Release + "c polls 1\n c ready 1", "\"c\" was ready though what \"s\" had was for \"a\", which had waited longer")]
    [InlineData(Queued + "a dies\n " + Release + "c polls 1\n c ready 1", "\"c\" was ready though \"b\" had waited longer for \"s\"")]
    [InlineData(Queued + "a polls 2\n a ready 2", "\"a\" was ready though \"s\" had no permits for it")]
    public void Permits_out_of_turn_fail(string events, string message) =>
        RuleCheck.Fails("SCHED-09", Trace(Permits, events), message + "; expected it to wait for its turn.");

    [Theory]
    [InlineData(Queued + Release + "a polls 2\n a pends", "\"a\" was pending though \"s\" had 1 permit for it")]
    [InlineData(Queued + Release + Release + "a dies\n b polls 2\n b pends", "\"b\" was pending though \"s\" had 2 permits for it")]
    public void Permits_that_are_kept_back_fail(string events, string message) =>
        RuleCheck.Fails("SCHED-09", Trace(Permits, events), message + "; expected it to be ready.");

    [Fact]
    public void Waiter_that_is_never_told_of_its_permits_fails() =>
        RuleCheck.Fails(
            "SCHED-09",
            Trace(Permits, Queued + Release + Release + "a dies", ending: Ending.Deadlock),
            "\"b\" waited to the end though \"s\" had 2 permits for it; expected what is given or given back to go to the next in the queue, and to wake it."
        );

    [Theory]
    [InlineData(NotifyOne + "a polls 1\n a ready 1\n b polls 1\n b pends", 2)]
    [InlineData(NotifyWaiters + "a polls 1\n a ready 1\n main makes c\n main made c\n c polls 1\n c pends", 2)]
    [InlineData(Queued + NotifyOne + "a dies\n b polls 2\n b ready 2", 3)]
    [InlineData(Queued + NotifyWaiters + "a dies\n b polls 2\n b ready 2\n main makes c\n main made c\n c polls 1\n c pends", 4)]
    public void Notifications_in_turn_pass(string events, int triggers) => RuleCheck.Passes("SCHED-09", Trace(Notes, events), triggers);

    [Theory]
    [InlineData(
        Queued + NotifyOne + "b polls 2\n b ready 2",
        "\"b\" was ready though it was \"a\" that \"n\" had notified, which had waited longer"
    )]
    [InlineData(
        NotifyOne + "a polls 1\n a ready 1\n b polls 1\n b ready 1",
        "\"b\" was ready though \"n\" had neither notified it nor stored anything"
    )]
    public void Notifications_out_of_turn_fail(string events, string message) =>
        RuleCheck.Fails("SCHED-09", Trace(Notes, events), message + "; expected it to wait for its turn.");

    [Theory]
    [InlineData(Queued + NotifyOne + "a dies\n b polls 2\n b pends", "b")]
    [InlineData(NotifyWaiters + "a polls 1\n a pends", "a")]
    public void Notifications_that_are_lost_fail(string events, string name) =>
        RuleCheck.Fails("SCHED-09", Trace(Notes, events), $"\"{name}\" was pending though \"n\" had notified it; expected it to be ready.");

    [Fact]
    public void Operations_that_overlap_on_several_threads_say_nothing() =>
        RuleCheck.Passes(
            "SCHED-09",
            Trace(Permits, Queued + "main releases s\n #1 c polls 1\n main released s\n #1 c ready 1", workers: 2),
            1
        );

    [Fact]
    public void Program_whose_polls_may_use_up_their_budget_does_not_trigger() =>
        RuleCheck.DoesNotTrigger("SCHED-09", Trace(Permits + "\np = probe 0 cycles 200", Queued + Release + "c polls 1\n c ready 1"));

    // All of what they wait with is made first; the rest is as told.
    private static Trace Trace(string program, string events, int workers = 1, Ending ending = Ending.Completed)
    {
        var made = ProgramParser.Load($"program lazy {{\n{program}\n}}").Body.OfType<Definition>().Select(definition => definition.Name);
        var told = made.Where(name => !events.Contains($"makes {name}", StringComparison.Ordinal));
        return TraceText.Lazy(
            program,
            $"main starts\n {string.Concat(told.Select(name => $"main makes {name}\n main made {name}\n "))}{events}",
            workers,
            ending
        );
    }
}
