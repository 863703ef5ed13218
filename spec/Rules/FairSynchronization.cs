using Conformance.Spec.Programs;
using Conformance.Spec.Rules.Analyses;
using Conformance.Spec.Traces;

namespace Conformance.Spec.Rules;

/// <summary>SCHED-09: who waits for permits, for room in a channel or to be notified is served in turn.</summary>
internal sealed class FairSynchronization : Rule
{
    private const int None = -1;
    private WaitingLine?[] lines = [];
    private int[] held = [];
    private bool[] lost = [];

    public override RuleInfo Info { get; } =
        new()
        {
            Id = "SCHED-09",
            Title = "Fair synchronisation",
            Family = Family.Lazy,
            Chapter = Scheduling.Chapter,
            Text =
                "Semaphore waiters, and those who wait to send into a full channel, MUST be served in the order of their first polls: nobody overtakes, neither a newcomer nor one that wants less. "
                + "notify_one MUST notify the one that has waited longest, or store a permit for the next, at most one; notify_waiters MUST notify all that were made before, and store nothing. "
                + "A waiter that is dropped MUST leave its queue and pass on what it had been given.",
            Trigger = "An acquire or a send is polled while somebody waits, itself maybe; or a notified is polled.",
            Sources =
            [
                "https://docs.rs/tokio/latest/tokio/sync/struct.Semaphore.html",
                "https://docs.rs/tokio/latest/tokio/sync/struct.Notify.html",
                "https://github.com/tokio-rs/tokio/blob/master/tokio/src/sync/batch_semaphore.rs",
                "https://github.com/tokio-rs/tokio/blob/master/tokio/src/sync/notify.rs",
            ],
            Litmus =
            [
                "sched-09-a-dropped-notification-goes-on",
                "sched-09-dropped-waiters-pass-on",
                "sched-09-nobody-overtakes",
                "sched-09-notify-one-stores-one-permit",
                "sched-09-notify-waiters-stores-nothing",
                "sched-09-who-wants-less-waits-too",
            ],
            Mutants = ["semaphore-barges", "dropped-acquire-keeps-permits", "notify-one-counts", "notify-waiters-stores"],
        };

    public override ReadOnlySpan<EventKind> Wants =>
        [
            EventKind.Creating,
            EventKind.PollBegin,
            EventKind.Cancelled,
            EventKind.Completed,
            EventKind.Releasing,
            EventKind.Notifying,
            EventKind.Resumed,
            EventKind.Dropping,
        ];

    // Of a poll whose budget is used up nobody can tell whether it has joined the queue.
    public override bool Concerns(Code code) =>
        (code.Has(ComputationKind.Acquire) || code.Has(ComputationKind.Notified) || code.Has(ComputationKind.Send))
        && CooperativeBudget.Suffices(code);

    protected override void OnBegin()
    {
        var count = Index.Code.Computations.Length;
        if (lines.Length < count)
            lines = new WaitingLine[count * 2];
        Questions.Reset(ref held, count, None);
        Questions.Reset(ref lost, count, false);
        var isExact = Index.ReceivesExactly();
        for (var id = 0; id < count; id++)
        {
            lines[id] = LineOf(Index.Code.Computations[id], lines[id]);
            lost[id] = !isExact && Index.Kind(id) == ComputationKind.Channel;
        }
    }

    protected override void OnEvent(in Event item, int at)
    {
        if (item.Kind is EventKind.Completed or EventKind.Cancelled)
            LoseChannels(item.Computation, at);
        var line = LineAt(in item);
        if (line < 0 || lost[line])
            return;
        if (item.Kind == EventKind.Dropping)
            Lose(line, at);
        else
            Holds(line, at);
    }

    private void Holds(int line, int at)
    {
        // On several threads the order of two operations that overlap is not known, nor what comes after.
        var before = held[line];
        held[line] = at;
        if (before >= 0 && EndOf(before) is var end && (end < 0 || end > at))
            lost[line] = true;
        else if (before >= 0)
            Follow(before, lines[line]!);
    }

    protected override void OnEnd()
    {
        for (var line = 0; line < Index.Code.Computations.Length; line++)
        {
            if (held[line] < 0 || lost[line])
                continue;
            Follow(held[line], lines[line]!);
            if (!lost[line] && Index.Trace.Ending == Ending.Deadlock && !Index.Code.Has(ComputationKind.Shared))
                MustNotWait(lines[line]!);
        }
    }

    // The line that an event is about, or none.
    private int LineAt(in Event item)
    {
        if (item.Subject < 0)
            return None;
        var subject = Index.Code.Computations[item.Subject];
        if (item.Kind is EventKind.Resumed or EventKind.Dropping)
            return subject.Kind == ComputationKind.Channel ? subject.Id : None;
        return subject.Kind switch
        {
            ComputationKind.Semaphore or ComputationKind.Notify => subject.Id,
            ComputationKind.Acquire or ComputationKind.Notified or ComputationKind.Send => subject.Subject,
            _ => None,
        };
    }

    private void LoseChannels(int body, int at)
    {
        foreach (var computation in Index.Code.Computations)
        {
            if (computation.Kind == ComputationKind.Channel && computation.Parent == body && !lost[computation.Id])
                Lose(computation.Id, at);
        }
    }

    // A channel whose receiver is gone serves nobody any more.
    private void Lose(int channel, int at)
    {
        Holds(channel, at);
        lost[channel] = true;
    }

    // No other event of its thread comes between the beginning of an operation and its end; a drop ends before the next event.
    // That a value has been received is told right after it.
    private int EndOf(int operation) =>
        Index.Trace[operation].Kind == EventKind.Resumed ? operation : Index.Get<ThreadOrder>().Next(operation);

    private void Follow(int at, WaitingLine line)
    {
        ref readonly var item = ref Index.Trace[at];
        switch (item.Kind)
        {
            case EventKind.Creating when item.Subject != line.Source.Id:
                line.Make(item.Subject);
                break;
            case EventKind.Cancelled:
                line.Drop(item.Subject);
                break;
            case EventKind.Releasing or EventKind.Notifying or EventKind.Resumed:
                line.Give(Index.Statement(in item)!);
                break;
            case EventKind.PollBegin when EndOf(at) is >= 0 and var end:
                Polls(in item, at, Index.Trace[end].Outcome != Outcome.Pending, line);
                break;
        }
    }

    private void Polls(in Event item, int at, bool isReady, WaitingLine line)
    {
        if (line.IsTested(item.Subject))
            Trigger();
        var expected = line.Poll(item.Subject);
        lost[line.Source.Id] = expected is null || expected != isReady;
        if (expected is { } ready && ready != isReady)
            Fail(at, line.Explain(item.Subject, isReady));
    }

    private void MustNotWait(WaitingLine line)
    {
        foreach (var leaf in Index.Code.Computations)
        {
            if (leaf.IsLeaf && leaf.Subject == line.Source.Id && line.IsServed(leaf.Id))
                Fail(
                    Index.Trace.Count - 1,
                    $"{Quote(leaf.Id)} waited to the end though {line.Gift(leaf.Id)}; expected what is given or given back to go to the next in the queue, and to wake it."
                );
        }
    }

    private WaitingLine? LineOf(Computation computation, WaitingLine? used)
    {
        WaitingLine? line = computation.Kind switch
        {
            ComputationKind.Semaphore => used as PermitLine ?? new PermitLine(),
            ComputationKind.Channel => used as PermitLine ?? new PermitLine(),
            ComputationKind.Notify => used as NotificationLine ?? new NotificationLine(),
            _ => null,
        };
        line?.Begin(Index.Code, computation);
        return line;
    }
}
