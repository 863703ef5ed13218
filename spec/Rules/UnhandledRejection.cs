using Conformance.Spec.Programs;
using Conformance.Spec.Rules.Analyses;
using Conformance.Spec.Runtimes;
using Conformance.Spec.Traces;

namespace Conformance.Spec.Rules;

/// <summary>When a rejection counts as unhandled.</summary>
internal sealed class UnhandledRejection : Rule
{
    private readonly List<int> rejected = [];
    private int[] handled = [];

    public override RuleInfo Info { get; } =
        new()
        {
            Id = "ERR-03",
            Title = "Unhandled rejection timing",
            Family = Family.Eager,
            Chapter = Failure.Chapter,
            Text =
                "A rejected promise with no handler after the tick and microtask drain in which it was rejected MUST raise unhandledRejection (default: the "
                + "process exits with 1, pending timers never run); attaching in the same drain is in time; attaching later emits rejectionHandled.",
            Trigger = "A promise is reported as unhandled, or a rejected one was never handled.",
            Sources =
            [
                "ECMA-262, sec-host-promise-rejection-tracker",
                "Node.js documentation, process, event unhandledRejection",
                "Node.js test/parallel/test-promises-unhandled-rejections.js",
            ],
            Litmus = ["err-03-unhandled-after-the-drain", "err-03-handled-in-the-same-drain"],
            Mutants = ["unhandled-at-once", "unhandled-never"],
        };

    public override ReadOnlySpan<EventKind> Wants =>
        [EventKind.Creating, EventKind.Awaiting, EventKind.Resolving, EventKind.Rejecting, EventKind.Completed, EventKind.Unhandled];

    protected override void OnBegin()
    {
        rejected.Clear();
        Questions.Reset(ref handled, Index.Code.Computations.Length, -1);
    }

    protected override void OnEvent(in Event item, int at)
    {
        switch (item.Kind)
        {
            case EventKind.Creating
                when Index.Code.Computations[item.Subject]
                    is { Kind: ComputationKind.Then or ComputationKind.Catch or ComputationKind.Finally } reaction:
                Handle(reaction.Subject, at);
                break;
            case EventKind.Awaiting when Index.Statement(in item) is { } wait:
                if (wait.Op is Op.Await or Op.Timeout)
                    Handle(wait.Target, at);
                foreach (var input in wait.Targets)
                    Handle(input, at);
                break;
            case EventKind.Resolving when Index.Statement(in item) is { Adopted: >= 0 } resolve:
                // A promise that is locked in already ignores what it is resolved with.
                if (resolve.Adopted != item.Subject && Index.Get<Settlements>()[item.Subject].LockedAt == at)
                    Handle(resolve.Adopted, at);
                break;
            case EventKind.Completed when item.Outcome == Outcome.Error && !Index.IsUncaught(in item):
                rejected.Add(item.Computation);
                break;
            case EventKind.Completed when Index.Statement(in item) is { Op: Op.Return, Target: >= 0 } adopts:
                Handle(adopts.Target, at);
                break;
            case EventKind.Rejecting:
                rejected.Add(item.Subject);
                break;
            case EventKind.Unhandled:
                Report(in item, at);
                break;
        }
    }

    protected override void OnEnd()
    {
        if (Index.Trace.Ending is not (Ending.Completed or Ending.Failed or Ending.Deadlock))
            return;
        foreach (var promise in rejected)
        {
            ref readonly var known = ref Index.Get<Settlements>()[promise];
            if (promise == 0 || known.Outcome != Outcome.Error || known.SettledAt < 0 || known.Itself)
                continue;
            if (IsTooLate(promise, known.SettledAt) && Index.First(EventKind.Unhandled, promise) < 0)
            {
                Trigger();
                Fail(
                    Index.Trace.Count - 1,
                    $"{Quote(promise)} was rejected with {Wording.Of(Outcome.Error, known.Value)} and nobody handled it in time, yet it was never reported; expected it to be reported as unhandled."
                );
            }
        }
    }

    private void Handle(int promise, int at)
    {
        if (handled[promise] < 0)
            handled[promise] = at;
    }

    private bool IsTooLate(int promise, int rejectedAt)
    {
        var at = handled[promise];
        if (at < 0)
            return true;
        if (at < rejectedAt || Index.Trace.Runtime.Clock == ClockKind.Real)
            return false;
        var idle = Index.Get<IdleTime>();
        return idle.At(at) > idle.At(rejectedAt);
    }

    private void Report(in Event item, int at)
    {
        Trigger();
        var promise = item.Subject;
        var knows = Index.Get<Settlements>().TryExpect(promise, out var outcome, out var value, out var settledAt);
        if (Index.Get<Turns>().Interrupted(at) is >= 0 and var busy)
            Fail(at, $"{Quote(promise)} was reported as unhandled while {Quote(busy)} held the thread; expected the end of the drain.");
        else if (Index.Get<MicrotaskOrder>()[at] is { Order: JobOrder.Undrained } check)
            Fail(
                at,
                $"{Quote(promise)} was reported as unhandled while {Index.Get<MicrotaskOrder>().DescribeLeft(check.Other)} was still queued; expected the end of the drain."
            );
        else if (handled[promise] >= 0)
            Fail(at, $"{Quote(promise)} was reported as unhandled though it had a handler; expected only rejections that nobody handles.");
        else if (knows && (outcome != Outcome.Error || value != item.Value || settledAt > at))
            Fail(at, $"{Quote(promise)} was reported as unhandled with {item.Value}; expected {Wording.Of(outcome, value)}.");
    }
}
