using Conformance.Spec.Programs;

namespace Conformance.Runner.Generation;

/// <content>Tasks that wait for one another's permits and notifications.</content>
internal sealed partial class LazyPrograms
{
    // Tasks that take permits, hold them for a while and give them back; some give up waiting.
    private void Contend(List<Statement> block)
    {
        var semaphore = Fresh("q");
        block.Add(new Spec.Programs.Semaphore(semaphore, Pick(3)));
        Declare(semaphore, NameKind.Semaphore);
        for (var left = 2 + Pick(3); left > 0; left--)
            SpawnBody(block, body => TakeAndGive(body, semaphore));
        if (Chance(50))
            block.Add(Pause());
        if (Chance(70))
            block.Add(new Release(1 + Pick(2), semaphore));
    }

    private void TakeAndGive(List<Statement> block, string semaphore)
    {
        var permits = Chance(75) ? 1 : 2;
        var acquire = Fresh("a");
        if (Chance(30))
            block.Add(Pause());
        block.Add(new Acquire(acquire, permits, semaphore));
        if (Chance(60))
            block.Add(new Await(null, acquire, Borrow: false));
        else
            GiveUp(block, acquire);
        block.Add(LogLine());
        if (Chance(50))
            block.Add(Pause());
        block.Add(new Release(permits, semaphore));
        if (Chance(50))
            return;
        var again = Fresh("a");
        block.Add(new Acquire(again, 1, semaphore));
        GiveUp(block, again);
    }

    // Tasks that wait to be notified, and some that notify.
    private void NotifySome(List<Statement> block)
    {
        var notify = Fresh("y");
        block.Add(new Notify(notify));
        Declare(notify, NameKind.Notify);
        for (var left = 2 + Pick(3); left > 0; left--)
        {
            var waiting = Fresh("w");
            var isEarly = Chance(30);
            if (isEarly)
                block.Add(new Notified(waiting, notify));
            SpawnBody(
                block,
                body =>
                {
                    if (!isEarly)
                        body.Add(new Notified(waiting, notify));
                    GiveUp(body, waiting);
                    body.Add(LogLine());
                    if (Chance(40))
                        body.Add(Notification(notify));
                }
            );
            if (Chance(30))
                block.Add(Chance(50) ? Pause() : Notification(notify));
        }

        block.Add(Pause());
        block.Add(Notification(notify));
    }

    // What waits is dropped where it does not end in time.
    private void GiveUp(List<Statement> block, string waiting)
    {
        if (Chance(60))
        {
            AddGuarded(block, new Spec.Programs.Timeout(null, Duration(), waiting), null);
            return;
        }

        var sleep = Fresh("s");
        block.Add(new SleepLater(sleep, Duration(), null));
        var kind = Chance(50) ? CombinatorKind.Select : CombinatorKind.SelectBiased;
        block.Add(new Combine(kind, null, Chance(50) ? [waiting, sleep] : [sleep, waiting]));
    }

    /// <summary>A permit more, a notification, a value, or somebody who will wait for one.</summary>
    private void Synchronize(List<Statement> block)
    {
        if (AnyKnown(NameKind.Semaphore | NameKind.Notify | NameKind.Channel) is not { } source)
        {
            block.Add(LogLine());
            return;
        }

        if (Known(NameKind.Channel).Contains(source))
        {
            Declare(SendTo(block, source), NameKind.Future);
            return;
        }

        var isSemaphore = Known(NameKind.Semaphore).Contains(source);
        if (Chance(50))
        {
            block.Add(isSemaphore ? new Release(1 + Pick(2), source) : Notification(source));
            return;
        }

        var name = Fresh(isSemaphore ? "a" : "w");
        block.Add(isSemaphore ? new Acquire(name, 1, source) : new Notified(name, source));
        Declare(name, NameKind.Future);
    }

    private Statement Pause() =>
        Pick(3) switch
        {
            0 => new Yield(),
            1 => new Sleep(Duration(), null),
            _ => new Compute(Duration()),
        };

    private Statement Notification(string notify) => Chance(60) ? new NotifyOne(notify) : new NotifyWaiters(notify);

    private void SpawnBody(List<Statement> block, Action<List<Statement>> build)
    {
        var (future, handle) = (Fresh("f"), Fresh("h"));
        block.Add(new Async(future, Body(build)));
        block.Add(new Spawn(handle, future));
        Declare(handle, NameKind.Handle);
    }
}
