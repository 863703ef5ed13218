using Conformance.Spec.Programs;
using Conformance.Spec.Rules.Analyses;
using Conformance.Spec.Runtimes;
using Conformance.Spec.Traces;

namespace Conformance.Spec.Rules;

/// <summary>POLL-03: several wakes are one, and none is lost.</summary>
internal sealed class WakesCoalesce : Rule
{
    private const int NoThread = -1;
    private const int ManyThreads = -2;

    private int[] wakes = [];
    private int[] wakesBefore = [];
    private int[] inFlight = [];
    private int[] wakingThread = [];
    private int[] lastWake = [];
    private int[] polledAt = [];
    private int[] pendingAt = [];
    private bool[] wokenDuring = [];
    private bool[] wokenSince = [];

    public override RuleInfo Info { get; } =
        new()
        {
            Id = "POLL-03",
            Title = "Wakes coalesce and are never lost",
            Family = Family.Lazy,
            Chapter = Polling.Chapter,
            Text =
                "Several wakes before the next poll MUST cause at least one and normally exactly one poll; "
                + "a wake during a poll MUST cause another poll; a wake after completion is a no-op.",
            Trigger = "A probe is woken while it is polled or pending.",
            Sources =
            [
                "https://doc.rust-lang.org/std/task/struct.Waker.html#method.wake",
                "https://github.com/tokio-rs/tokio/blob/master/tokio/src/runtime/task/state.rs",
            ],
            Litmus =
            [
                "poll-02-woken-by-another-task",
                "poll-03-several-wakes-make-one-poll",
                "poll-03-wake-during-a-poll-is-not-lost",
                "poll-03-wakes-coalesce",
                "poll-04-one-worker-at-a-time",
            ],
            Mutants = ["wake-during-poll-is-lost", "one-poll-per-wake"],
        };

    public override ReadOnlySpan<EventKind> Wants => [EventKind.PollBegin, EventKind.PollEnd, EventKind.Waking, EventKind.Woken];

    public override bool Concerns(Code code) => code.Has(ComputationKind.Probe);

    protected override void OnBegin()
    {
        var count = Index.Code.Computations.Length;
        Questions.Reset(ref wakes, count, 0);
        Questions.Reset(ref wakesBefore, count, 0);
        Questions.Reset(ref inFlight, count, 0);
        Questions.Reset(ref wakingThread, count, NoThread);
        Questions.Reset(ref lastWake, count, -1);
        Questions.Reset(ref polledAt, count, -1);
        Questions.Reset(ref pendingAt, count, -1);
        Questions.Reset(ref wokenDuring, count, false);
        Questions.Reset(ref wokenSince, count, false);
    }

    protected override void OnEvent(in Event item, int at)
    {
        var probe = item.Subject;
        switch (item.Kind)
        {
            case EventKind.Waking when Index.Before(EventKind.PollBegin, probe, at):
                NoteTask(probe, at);
                wakingThread[probe] = wakes[probe] == 0 || wakingThread[probe] == item.Thread ? item.Thread : ManyThreads;
                wakes[probe]++;
                inFlight[probe]++;
                wokenSince[probe] = true;
                wokenDuring[probe] |= item.Computation == probe;
                if (pendingAt[probe] >= 0)
                    Trigger();
                break;
            case EventKind.Woken when inFlight[probe] > 0:
                NoteTask(probe, at);
                inFlight[probe]--;
                break;
            case EventKind.PollBegin:
                if (wakesBefore[probe] > 1 && wakes[probe] == 0 && IsAlone(probe))
                    Fail(
                        at,
                        $"{wakesBefore[probe]} wakes of {Quote(probe)} before one poll led to another poll without a wake; expected them to coalesce into one poll."
                    );
                polledAt[probe] = at;
                wakesBefore[probe] = wakingThread[probe] == item.Thread || !Polling.WakesRace(Index.Trace.Runtime) ? wakes[probe] : 0;
                // A wake that another thread has not finished may come after this poll.
                wakes[probe] = inFlight[probe];
                // One that another thread has not finished may have led to this poll.
                (wokenDuring[probe], wokenSince[probe]) = (false, false);
                pendingAt[probe] = -1;
                break;
            case EventKind.PollEnd when item.Outcome == Outcome.Pending:
                pendingAt[probe] = at;
                if (wokenDuring[probe])
                    Trigger();
                break;
            case EventKind.PollEnd:
                pendingAt[probe] = -1;
                break;
        }
    }

    protected override void OnEnd()
    {
        if (Index.Trace.Ending != Ending.Deadlock)
            return;
        for (var probe = 0; probe < wakes.Length && probe < Index.Code.Computations.Length; probe++)
        {
            if (pendingAt[probe] < 0 || !wokenSince[probe] || !IsAwaited(probe))
                continue;
            var when = wokenDuring[probe] ? "while it was polled" : "while it was pending";
            Fail(pendingAt[probe], $"{Quote(probe)} was woken {when} and never polled again; expected another poll: a wake is never lost.");
        }
    }

    private void NoteTask(int probe, int at)
    {
        var task = Index.Code.Tasks[probe];
        if (task >= 0)
            lastWake[task] = at;
    }

    // Nothing else led to this poll: its task waits for nothing else, and no wake through another probe came meanwhile.
    private bool IsAlone(int probe)
    {
        var task = Index.Code.Tasks[probe];
        return task >= 0 && Index.Get<Ownership>().IsChained(probe) && lastWake[task] < polledAt[probe];
    }

    /// <summary>Whether whoever polls it still waits for it: its owner does, and so up to a task; of a shared future any reader.</summary>
    private bool IsAwaited(int computation)
    {
        if (Index.Kind(computation) is ComputationKind.Main or ComputationKind.Blocking)
            return true;
        var site = Index.Code.Computations[computation].Consumer;
        if (site < 0)
            return false;
        var consumer = Index.Code.Instructions[site];
        if (consumer.Op == Op.Create && Index.Kind(consumer.Target) == ComputationKind.Shared)
            return HasReader(consumer.Target);
        if (consumer.Op == Op.Create)
            return true;
        var begin = Index.Get<Waits>().Open(consumer.Owner);
        return begin >= 0
            && Index.Trace[begin] is var wait
            && (wait.Subject == computation || wait.Site == site)
            && IsAwaited(consumer.Owner);
    }

    private bool HasReader(int shared)
    {
        for (var reader = 0; reader < Index.Code.Computations.Length; reader++)
        {
            var begin = Index.Get<Waits>().Open(reader);
            if (
                begin >= 0
                && Index.Statement(in Index.Trace[begin]) is { } wait
                && (wait.Target == shared || wait.Targets.Contains(shared))
                && IsAwaited(reader)
            )
                return true;
        }

        return false;
    }
}
