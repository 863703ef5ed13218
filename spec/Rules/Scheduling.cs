using Conformance.Spec.Programs;
using Conformance.Spec.Rules.Analyses;
using Conformance.Spec.Runtimes;
using Conformance.Spec.Traces;

namespace Conformance.Spec.Rules;

/// <summary>Which ready task is polled next, and where.</summary>
public static class Scheduling
{
    internal const string Chapter = "Scheduling";
    internal const string RuntimeDocs = "https://docs.rs/tokio/latest/tokio/runtime/index.html";

    /// <summary>The rules of the chapter.</summary>
    public static IEnumerable<Rule> Rules() =>
        [
            new FirstInFirstOut(),
            new LifoSlot(),
            new WorkStealing(),
            new Progress(),
            new CooperativeBudget(),
            new GivesWay(),
            new ParallelismBound(),
            new DriverTurns(),
            new FairSynchronization(),
        ];

    /// <summary>SCHED-01.</summary>
    private sealed class FirstInFirstOut : Rule
    {
        public override RuleInfo Info { get; } =
            new()
            {
                Id = "SCHED-01",
                Observed = true,
                Title = "current_thread is FIFO",
                Family = Family.Lazy,
                Chapter = Chapter,
                Text =
                    "The current_thread scheduler MUST run woken/spawned tasks in FIFO order. "
                    + "Observed behaviour, not a promise: checked in the natural order of one worker only.",
                Trigger = "In the natural order of one worker, a task that is ready is polled while another stands behind it in the queue.",
                Sources =
                [
                    Articles.NodeToRust("It manages a task queue"),
                    RuntimeDocs + "#current-thread-runtime-behavior-at-the-time-of-writing",
                ],
                Litmus = ["sched-01-first-in-first-out"],
                Mutants = ["current-thread-last-first"],
            };

        public override bool Concerns(Code code) => code.Has(ComputationKind.Handle);

        public override ReadOnlySpan<EventKind> Wants => [];

        public override bool AppliesTo(RuntimeDescription runtime) => runtime.Workers == 1 && base.AppliesTo(runtime);

        protected override void OnEvent(in Event item, int at) { }

        protected override void OnEnd()
        {
            if (!Index.Trace.Natural)
                return;
            var readiness = Index.Get<Readiness>();
            var latest = -1;
            for (var i = 0; i < readiness.Count; i++)
            {
                ref readonly var item = ref readiness[i];
                if (!item.IsQueued)
                    continue;
                if (item.Polled < 0)
                {
                    // Whoever comes after one that is never polled was polled too early.
                    latest = latest < 0 || readiness[latest].Polled >= 0 ? i : latest;
                    continue;
                }

                if (latest >= 0 && readiness[latest].IsOpenAt(item.Polled))
                    Fail(
                        item.Polled,
                        $"{Quote(item.Task)} was polled before {Quote(readiness[latest].Task)}, which had been ready earlier; expected ready tasks to run first in, first out."
                    );
                else if (i + 1 < readiness.Count && readiness[i + 1].At < item.Polled)
                    Trigger();
                if (latest < 0 || (readiness[latest].Polled >= 0 && item.Polled > readiness[latest].Polled))
                    latest = i;
            }
        }
    }

    /// <summary>SCHED-04.</summary>
    private sealed class Progress : Rule
    {
        public override RuleInfo Info { get; } =
            new()
            {
                Id = "SCHED-04",
                Title = "Progress",
                Family = Family.Lazy,
                Chapter = Chapter,
                Text =
                    "If the number of tasks is bounded and every poll returns, every woken task MUST eventually be polled, "
                    + "including tasks woken from other threads.",
                Trigger = "A task becomes ready, and is polled or has had all the time it needs to be.",
                Sources =
                [
                    Articles.NodeToRust("ensures that multiple asynchronous tasks are scheduled"),
                    RuntimeDocs + " (the fairness guarantee of the runtime)",
                ],
                Litmus = ["sched-04-woken-from-another-thread", "sched-04-woken-tasks-are-polled"],
                Mutants = ["remote-wakes-are-lost"],
            };

        public override ReadOnlySpan<EventKind> Wants => [];

        protected override void OnEvent(in Event item, int at) { }

        protected override void OnEnd()
        {
            var readiness = Index.Get<Readiness>();
            for (var i = 0; i < readiness.Count; i++)
            {
                ref readonly var item = ref readiness[i];
                if (item.IsVoid)
                    continue;
                if (item.Polled >= 0)
                    Trigger();
                if (Deadline(item.At) is >= 0 and var rest && item.IsOpenAt(rest) && Index.IsBeforeEnd(rest))
                {
                    Trigger();
                    Fail(
                        Math.Min(rest, Index.Trace.Count - 1),
                        $"{Quote(item.Task)} was not polled though it had been ready since {EventText.Of(Index.Code, in Index.Trace[item.At])} and there was nothing else to do; expected every woken task to be polled."
                    );
                }
            }
        }

        private int Deadline(int at)
        {
            var rest = Index.Get<Rests>().FirstAfter(at);
            return rest < 0 && Index.Trace.Ending == Ending.Deadlock ? Index.Trace.Count : rest;
        }
    }

    /// <summary>SCHED-06.</summary>
    private sealed class GivesWay : Rule
    {
        private readonly ReadyQueue queue = new();

        public override RuleInfo Info { get; } =
            new()
            {
                Id = "SCHED-06",
                Observed = true,
                Title = "yield_now",
                Family = Family.Lazy,
                Chapter = Chapter,
                Text =
                    "yield_now MUST return Pending once and let other runnable tasks run; Tokio defers its wake until the run queue is empty or the driver is polled. "
                    + "The order is observed behaviour: checked in the natural order of one worker only.",
                Trigger = "In the natural order of one worker, a task yields while others are ready.",
                Sources =
                [
                    Articles.TokioAndNode("When an async task yields (e.g., during an `await`)"),
                    "https://docs.rs/tokio/latest/tokio/task/fn.yield_now.html",
                    "https://github.com/tokio-rs/tokio/blob/master/tokio/tests/rt_common.rs (yield_defers_until_park)",
                ],
                Litmus = ["sched-06-yield-lets-ready-tasks-run"],
                Mutants = ["yield-does-nothing"],
            };

        public override bool Concerns(Code code) => code.Has(Op.Yield) && code.Has(ComputationKind.Handle);

        public override ReadOnlySpan<EventKind> Wants => [EventKind.Resumed];

        public override bool AppliesTo(RuntimeDescription runtime) => runtime.Workers == 1 && base.AppliesTo(runtime);

        protected override void OnBegin() => queue.Begin();

        protected override void OnEvent(in Event item, int at)
        {
            if (!Index.Trace.Natural || Index.Statement(in item) is not { Op: Op.Yield } || Index.Code.Tasks[item.Computation] <= 0)
                return;
            if (!Index.Get<Ownership>().IsChained(item.Computation) || Index.Get<Waits>().BeginOf(at) is not (>= 0 and var begin))
                return;
            var (any, passedOver) = queue.Between(Index.Get<Readiness>(), Index.Code.Tasks[item.Computation], begin, at);
            if (any)
                Trigger();
            if (passedOver >= 0)
                Fail(
                    at,
                    $"{Quote(item.Computation)} went on after its yield before {Quote(passedOver)} was polled, which was ready; expected yield to let ready tasks run first."
                );
        }
    }

    /// <summary>SCHED-07.</summary>
    private sealed class ParallelismBound : Rule
    {
        private int[] running = [];
        private bool[] inPoll = [];
        private int tasks;

        public override RuleInfo Info { get; } =
            new()
            {
                Id = "SCHED-07",
                Title = "Parallelism bound",
                Family = Family.Lazy,
                Chapter = Chapter,
                Text =
                    "At most worker_threads tasks run simultaneously (plus the root future on its own thread, plus blocking closures); current_thread: one. "
                    + "The worker count is fixed at build time.",
                Trigger = "As many tasks are in a poll as there are workers.",
                Sources =
                [
                    Articles.NodeToRust("dynamically maintain the optimal number of worker threads"),
                    "https://docs.rs/tokio/latest/tokio/runtime/struct.Builder.html#method.worker_threads",
                ],
                Litmus = ["sched-07-as-many-tasks-as-workers"],
                Mutants = ["one-worker-too-many"],
            };

        // Who blocks in place finishes its poll beside the workers.
        public override bool Concerns(Code code) => code.Has(ComputationKind.Handle) && !code.Has(Op.EnterInPlace);

        public override ReadOnlySpan<EventKind> Wants =>
            [
                EventKind.Started,
                EventKind.Resumed,
                EventKind.PollBegin,
                EventKind.PollEnd,
                EventKind.Awaiting,
                EventKind.Completed,
                EventKind.Cancelled,
            ];

        protected override void OnBegin()
        {
            Questions.Reset(ref running, Index.Code.Computations.Length, 0);
            Questions.Reset(ref inPoll, Index.Code.Computations.Length, false);
            tasks = 0;
        }

        protected override void OnEvent(in Event item, int at)
        {
            var task = Index.Code.Tasks[item.Computation];
            if (task <= 0 || Index.IsOffExecutor(item.Computation))
                return;
            ref var runs = ref inPoll[item.Computation];
            var begins = item.Kind is EventKind.Started or EventKind.Resumed or EventKind.PollBegin;
            if (runs == begins)
                return;
            runs = begins;
            ref var bodies = ref running[task];
            bodies += begins ? 1 : -1;
            if (!begins)
                tasks -= bodies == 0 ? 1 : 0;
            else if (bodies == 1)
                Enters(at);
        }

        private void Enters(int at)
        {
            tasks++;
            var workers = Index.Trace.Runtime.Workers;
            if (tasks >= workers)
                Trigger();
            if (tasks > workers)
                Fail(at, $"{tasks} tasks were in a poll at once; expected at most {workers}, one for each worker.");
        }
    }
}
