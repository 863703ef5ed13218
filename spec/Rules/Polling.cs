using Conformance.Spec.Programs;
using Conformance.Spec.Rules.Analyses;
using Conformance.Spec.Runtimes;
using Conformance.Spec.Traces;

namespace Conformance.Spec.Rules;

/// <summary>Who may poll, when, and on which thread.</summary>
public static class Polling
{
    internal const string Chapter = "Polling";

    /// <summary>The rules of the chapter.</summary>
    public static IEnumerable<Rule> Rules() => [new NoPollAfterReady(), new PollsNeedWakes(), new WakesCoalesce(), new OneWorkerATime()];

    /// <summary>POLL-01.</summary>
    private sealed class NoPollAfterReady : Rule
    {
        private bool[] ready = [];

        public override RuleInfo Info { get; } =
            new()
            {
                Id = "POLL-01",
                Title = "No poll after completion",
                Family = Family.Lazy,
                Chapter = Chapter,
                Text =
                    "A task, join, select or set MUST NOT poll a future after it returned Ready, and MUST NOT poll it before it is driven.",
                Trigger = "A probe's poll ends with a value.",
                Sources =
                [
                    Articles.NodeToRust("The executor is responsible for actually driving the future to completion."),
                    "https://doc.rust-lang.org/std/future/trait.Future.html#tymethod.poll",
                    "https://docs.rs/futures/latest/futures/future/enum.MaybeDone.html",
                ],
                Litmus = ["poll-01-no-poll-after-completion"],
                Mutants = ["join-polls-the-finished"],
            };

        public override ReadOnlySpan<EventKind> Wants => [EventKind.PollBegin, EventKind.PollEnd, EventKind.Awaiting];

        public override bool Concerns(Code code) => code.Has(ComputationKind.Probe);

        protected override void OnBegin() => Questions.Reset(ref ready, Index.Code.Computations.Length, false);

        protected override void OnEvent(in Event item, int at)
        {
            switch (item.Kind)
            {
                case EventKind.PollEnd when item.Outcome != Outcome.Pending:
                    Trigger();
                    ready[item.Subject] = true;
                    break;
                case EventKind.Awaiting when item.Subject >= 0:
                    // A program that awaits what has ended asks for the poll itself.
                    ready[item.Subject] = false;
                    break;
                case EventKind.PollBegin when ready[item.Subject]:
                    Fail(at, $"{Quote(item.Subject)} was polled again after it had returned Ready; expected no further poll.");
                    break;
            }
        }
    }

    /// <summary>
    /// Whether a wake may fall between a worker's taking a task and the first event of its poll, as threads that no schedule controls have it:
    /// that wake leads, rightly, to one more poll.
    /// </summary>
    internal static bool WakesRace(RuntimeDescription runtime) => !runtime.Controlled && runtime.Workers > 1;

    /// <summary>POLL-02.</summary>
    private sealed class PollsNeedWakes : Rule
    {
        private int[] polledAt = [];
        private int[] polledBefore = [];
        private int[] wokenAt = [];
        private int[] otherWaits = [];
        private bool[] mayBeWoken = [];
        private int[] openWakes = [];
        private int[] timers = [];
        private Instruction?[] waits = [];

        public override RuleInfo Info { get; } =
            new()
            {
                Id = "POLL-02",
                Title = "Polls need wakes",
                Family = Family.Lazy,
                Chapter = Chapter,
                Text =
                    "After Pending a task MUST be polled again only because of a wake of the most recently registered waker; "
                    + "a future that returns Pending without arranging a wake hangs unless something else wakes its task.",
                Trigger = "A probe is pending, nothing has woken its task meanwhile, and the task waits for nothing but probes.",
                Sources =
                [
                    "https://doc.rust-lang.org/std/future/trait.Future.html#tymethod.poll",
                    "https://github.com/tokio-rs/tokio/blob/master/tokio/tests/rt_basic.rs (no_extra_poll)",
                ],
                Litmus = ["poll-02-pending-without-a-wake-hangs", "poll-02-woken-by-another-task", "poll-02-job-of-a-dropped-future"],
                Mutants = ["busy-executor"],
            };

        public override ReadOnlySpan<EventKind> Wants =>
            [
                EventKind.PollBegin,
                EventKind.PollEnd,
                EventKind.Waking,
                EventKind.Woken,
                EventKind.Awaiting,
                EventKind.Resumed,
                EventKind.Aborting,
                EventKind.Releasing,
                EventKind.Notifying,
                EventKind.Cancelled,
                EventKind.Completed,
                EventKind.Dropping,
            ];

        public override bool Concerns(Code code) => code.Has(ComputationKind.Probe);

        protected override void OnBegin()
        {
            var count = Index.Code.Computations.Length;
            Questions.Reset(ref polledAt, count, -1);
            Questions.Reset(ref polledBefore, count, -1);
            Questions.Reset(ref wokenAt, count, -1);
            Questions.Reset(ref otherWaits, count, 0);
            Questions.Reset(ref mayBeWoken, count, false);
            Questions.Reset(ref openWakes, count, 0);
            Questions.Reset(ref timers, count, 0);
            Questions.Reset(ref waits, count, null);
        }

        protected override void OnEvent(in Event item, int at)
        {
            if (item.Kind == EventKind.Cancelled)
                StopWaiting(item.Subject);
            if (IsOfLines(item.Kind))
            {
                Serves(item.Subject);
                return;
            }

            var aboutOther = item.Kind is EventKind.Waking or EventKind.Woken or EventKind.Aborting;
            var task = Index.Code.Tasks[aboutOther ? item.Subject : item.Computation];
            if (task < 0)
                return;
            if (item.Kind == EventKind.Awaiting)
                Count(task, Index.Statement(in item)!);
            if (item.Kind == EventKind.Resumed && item.Subject >= 0 && Index.Kind(item.Subject) == ComputationKind.Channel)
                Serves(item.Subject);
            switch (item.Kind)
            {
                // Another thread may poll between the two: the wake happened somewhere in between.
                case EventKind.Waking or EventKind.Woken or EventKind.Aborting:
                    wokenAt[task] = at;
                    mayBeWoken[task] = true;
                    openWakes[task] +=
                        item.Kind == EventKind.Waking ? 1
                        : item.Kind == EventKind.Woken ? -1
                        : 0;
                    break;
                case EventKind.Awaiting when Index.Statement(in item) is { } wait && WakesByItself(wait):
                    otherWaits[task]++;
                    waits[item.Computation] = wait;
                    break;
                case EventKind.Resumed when Index.Statement(in item) is { } wait && WakesByItself(wait):
                    otherWaits[task]--;
                    waits[item.Computation] = null;
                    wokenAt[task] = at;
                    mayBeWoken[task] |= ReadsShared(wait);
                    // An interval or a set keeps the waker of who asked it last, and calls it once more.
                    timers[task] += wait.Op == Op.Next ? 1 : 0;
                    break;
                // What waits for permits or a notification is woken without a word.
                case EventKind.PollBegin or EventKind.PollEnd when Index.Kind(item.Subject) != ComputationKind.Probe:
                    wokenAt[task] = at;
                    break;
                case EventKind.PollEnd when item.Outcome == Outcome.Pending && IsSilent(item.Subject, task):
                    Trigger();
                    break;
                case EventKind.PollBegin:
                    if (
                        polledAt[item.Subject] >= 0
                        && IsSilent(item.Subject, task)
                        && !(WakesRace(Index.Trace.Runtime) && wokenAt[task] > polledBefore[item.Subject])
                        && !mayBeWoken[task]
                        && --timers[task] < 0
                    )
                        Fail(
                            at,
                            $"{Quote(item.Subject)} was polled again though nothing had woken its task since the last poll; expected a poll only after a wake."
                        );
                    // A new poll of the task uses up the wakes of the last one, but not those that may still come; in a combinator a
                    // sibling may have woken it in this one.
                    mayBeWoken[task] &= openWakes[task] > 0 || polledAt[item.Subject] < 0 || Index.Get<Ownership>().IsBranch(item.Subject);
                    polledBefore[item.Subject] = polledAt[item.Subject];
                    polledAt[item.Subject] = at;
                    break;
            }
        }

        // An interval sets its timer again with each tick, and wakes who took it, though nobody waits for the next one.
        // What a combinator or a timeout does not wait for any more may wake the task once, each of them: a timer from another
        // worker, a job whatever the workers, as it ends on a thread of its own.
        private void Count(int task, Instruction wait)
        {
            if (wait.Op == Op.Timeout && MayBeLate(wait.Target))
                timers[task]++;
            foreach (var target in wait.Targets)
                timers[task] += MayBeLate(target) ? 1 : 0;
        }

        private bool MayBeLate(int target) => Index.Trace.Runtime.Workers > 1 || Index.Kind(target) == ComputationKind.Blocking;

        // So may what a dropped future waited for.
        private void StopWaiting(int dropped)
        {
            var task = Index.Code.Tasks[dropped];
            if (task < 0 || waits[dropped] is not { } wait)
                return;
            waits[dropped] = null;
            otherWaits[task]--;
            timers[task]++;
            mayBeWoken[task] |= ReadsShared(wait);
        }

        // A shared future that ends wakes all who wait for it, who polled it to its end among them.
        private bool ReadsShared(Instruction wait)
        {
            if (wait.Op is Op.Await or Op.Timeout)
                return Index.Kind(wait.Target) == ComputationKind.Shared;
            foreach (var target in wait.Targets)
            {
                if (Index.Kind(target) == ComputationKind.Shared)
                    return true;
            }

            return false;
        }

        private static bool IsOfLines(EventKind kind) =>
            kind is EventKind.Releasing or EventKind.Notifying or EventKind.Cancelled or EventKind.Completed or EventKind.Dropping;

        // Whoever waits for the same may be woken by it; the end of a body closes its channels.
        private void Serves(int subject)
        {
            var source = Index.Code.Computations[subject].IsLeaf ? Index.Code.Computations[subject].Subject : subject;
            foreach (var leaf in Index.Code.Computations)
            {
                if (!leaf.IsLeaf || leaf.Subject < 0 || Index.Code.Tasks[leaf.Id] is not (>= 0 and var task))
                    continue;
                var line = Index.Code.Computations[leaf.Subject];
                mayBeWoken[task] |= line.Id == source || (line.Kind == ComputationKind.Channel && line.Parent == subject);
            }
        }

        // In a combinator a sibling may have woken the task earlier in the same poll of it.
        private bool IsSilent(int probe, int task)
        {
            var since = Index.Get<Ownership>().IsBranch(probe) ? polledBefore[probe] : polledAt[probe];
            return wokenAt[task] < since && otherWaits[task] == 0;
        }

        private bool WakesByItself(Instruction wait)
        {
            if (wait.Op is Op.Sleep or Op.Yield or Op.Advance or Op.Timeout or Op.Next)
                return true;
            if (wait.Op == Op.Await)
                return !Index.ShowsStart(wait.Target);
            foreach (var target in wait.Targets)
            {
                if (!Index.ShowsStart(target))
                    return true;
            }

            return false;
        }
    }

    /// <summary>POLL-04.</summary>
    private sealed class OneWorkerATime : Rule
    {
        private int[] running = [];
        private short[] thread = [];

        public override RuleInfo Info { get; } =
            new()
            {
                Id = "POLL-04",
                Title = "A task is polled by one worker at a time",
                Family = Family.Lazy,
                Chapter = Chapter,
                Text =
                    "Polls of one task MUST be mutually exclusive and totally ordered (happens-before), though successive polls MAY be on different workers.",
                Trigger = "On a runtime with several workers, a piece of a task runs from one suspension to the next.",
                Sources =
                [
                    Articles.TokioAndNode("the executor can immediately pick up another ready task, potentially on a different thread"),
                    "https://github.com/tokio-rs/tokio/blob/master/tokio/src/runtime/task/harness.rs",
                    "https://doc.rust-lang.org/std/future/trait.Future.html#tymethod.poll",
                ],
                Litmus = ["poll-04-one-worker-at-a-time"],
                Mutants = ["polled-by-two-workers"],
            };

        public override ReadOnlySpan<EventKind> Wants =>
            [
                EventKind.Started,
                EventKind.Resumed,
                EventKind.PollBegin,
                EventKind.PollEnd,
                EventKind.Awaiting,
                EventKind.Completed,
                EventKind.Log,
                EventKind.ComputeBegin,
                EventKind.ComputeEnd,
            ];

        public override bool AppliesTo(RuntimeDescription runtime) => runtime.Workers > 1 && base.AppliesTo(runtime);

        protected override void OnBegin()
        {
            var count = Index.Code.Computations.Length;
            Questions.Reset(ref running, count, -1);
            Questions.Reset(ref thread, count, (short)-1);
        }

        protected override void OnEvent(in Event item, int at)
        {
            var task = Index.Code.Tasks[item.Computation];
            if (task < 0)
                return;
            ref var piece = ref running[task];
            if (piece >= 0 && item.Thread != thread[task])
            {
                Fail(
                    at,
                    $"{Quote(item.Computation)} ran on thread {item.Thread} while thread {thread[task]} was still polling {Quote(piece)} of the same task; expected one worker at a time."
                );
                piece = -1;
                return;
            }

            if (item.Kind is EventKind.Started or EventKind.Resumed or EventKind.PollBegin)
            {
                Trigger();
                piece = item.Computation;
                thread[task] = item.Thread;
            }
            else if (item.Kind is EventKind.Awaiting or EventKind.Completed or EventKind.PollEnd)
            {
                piece = -1;
            }
        }
    }
}
