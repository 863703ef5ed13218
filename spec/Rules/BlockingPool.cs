using Conformance.Spec.Programs;
using Conformance.Spec.Rules.Analyses;
using Conformance.Spec.Traces;

namespace Conformance.Spec.Rules;

/// <summary>Jobs off the executor.</summary>
public static class BlockingPool
{
    internal const string Chapter = "Blocking pool";
    internal const string SpawnBlocking = "https://docs.rs/tokio/latest/tokio/task/fn.spawn_blocking.html";

    /// <summary>The rules of the chapter.</summary>
    public static IEnumerable<Rule> Rules() =>
        [new RunsElsewhere(), new StartedCannotBeAborted(), new CapAndOrder(), new BlockingInPlace(), new JobsAtShutdown()];

    /// <summary>BLOCK-01.</summary>
    private sealed class RunsElsewhere : Rule
    {
        private bool[] async = new bool[16];
        private int submitted;

        public override RuleInfo Info { get; } =
            new()
            {
                Id = "BLOCK-01",
                Title = "Blocking closures run elsewhere, at once",
                Family = Family.Lazy,
                Chapter = Chapter,
                Text =
                    "spawn_blocking MUST start its closure on a separate thread without being awaited, also on current_thread; async workers stay free.",
                Trigger = "A blocking job starts, or has had a free pool thread and all the time it needs to.",
                Sources =
                [
                    Articles.TokioAndNode(
                        "expressed asynchronously (e.g., using tokio::task::spawn_blocking for synchronous CPU-bound code)"
                    ),
                    SpawnBlocking,
                    "https://github.com/tokio-rs/tokio/blob/master/tokio/tests/task_blocking.rs (basic_blocking)",
                ],
                Litmus = ["article-1-io-beside-cpu", "block-01-leaves-the-executor-free", "block-01-runs-elsewhere-at-once"],
                Mutants = ["blocking-runs-inline", "blocking-waits-for-await"],
            };

        public override ReadOnlySpan<EventKind> Wants =>
            [EventKind.Creating, EventKind.Created, EventKind.Started, EventKind.Resumed, EventKind.Awaiting];

        public override bool Concerns(Code code) => code.Has(ComputationKind.Blocking);

        protected override void OnBegin()
        {
            submitted = 0;
            async.AsSpan().Clear();
            async[0] = true;
        }

        protected override void OnEvent(in Event item, int at)
        {
            if (item.Thread >= async.Length)
                Array.Resize(ref async, item.Thread * 2);
            if (item.Kind is EventKind.Creating or EventKind.Created)
            {
                if (Index.Kind(item.Subject) == ComputationKind.Blocking)
                    Submits(in item, at);
            }
            else if (!Index.IsOffExecutor(item.Computation))
            {
                async[item.Thread] = true;
            }
            else if (item.Kind == EventKind.Started)
            {
                Trigger();
                // A thread that handed its worker over has become one of the pool. At the shutdown a worker's thread has ended its work and helps with the queue.
                if (async[item.Thread] && (Index.Trace.Runtime.Workers == 1 || (Index.IsBeforeEnd(at) && !Index.Code.Has(Op.EnterInPlace))))
                    Fail(
                        at,
                        $"The blocking job {Quote(item.Subject)} ran on thread {item.Thread}, which runs async code; expected a thread of its own."
                    );
            }
        }

        private void Submits(in Event item, int at)
        {
            // On several threads a job may be in the queue before its maker says that it was made.
            if (item.Kind == EventKind.Creating)
            {
                submitted++;
                return;
            }

            var job = item.Subject;
            var rest = Index.Get<Rests>().FirstAfter(at);
            if (
                rest < 0
                || submitted > Index.Trace.Runtime.PoolSize
                || Index.Before(EventKind.Aborting, job, rest)
                || Index.Before(EventKind.Awaiting, job, rest)
            )
                return;
            Trigger();
            if (!Index.Before(EventKind.Started, job, rest))
                Fail(
                    rest,
                    $"The blocking job {Quote(job)} had not started though a thread was free for it; expected it to start without being awaited."
                );
        }
    }

    /// <summary>BLOCK-02.</summary>
    private sealed class StartedCannotBeAborted : Rule
    {
        private int[] ended = [];
        private int running;
        private int ends;

        public override RuleInfo Info { get; } =
            new()
            {
                Id = "BLOCK-02",
                Title = "A started closure cannot be aborted",
                Family = Family.Lazy,
                Chapter = Chapter,
                Text =
                    "abort on a started closure MUST have no effect (the handle yields Ok when it ends); a queued one MUST be cancelled, "
                    + "observable only when a pool thread dequeues it.",
                Trigger = "A blocking job ends, starts or gives its result after it was aborted.",
                Sources = [SpawnBlocking, "https://docs.rs/tokio/latest/tokio/task/struct.JoinHandle.html#method.abort"],
                Litmus = ["block-02-a-started-job-cannot-be-aborted"],
                Mutants = ["abort-ends-started-blocking"],
            };

        public override ReadOnlySpan<EventKind> Wants =>
            [EventKind.Aborting, EventKind.Started, EventKind.Completed, EventKind.Cancelled, EventKind.Resumed];

        public override bool Concerns(Code code) => code.Has(ComputationKind.Blocking);

        protected override void OnBegin()
        {
            running = 0;
            ends = 0;
            Questions.Reset(ref ended, Index.Code.Computations.Length, -1);
        }

        protected override void OnEvent(in Event item, int at)
        {
            var job = item.Subject;
            if (job < 0 || Index.Kind(job) != ComputationKind.Blocking)
                return;
            var abort = Index.First(EventKind.Aborting, job) is var first && first >= 0 && first < at ? first : -1;
            switch (item.Kind)
            {
                case EventKind.Aborting when first == at && running >= Index.Trace.Runtime.PoolSize:
                    // With every thread busy, somebody has to finish before this one is looked at.
                    ended[job] = ends;
                    break;
                case EventKind.Started:
                    running++;
                    if (abort >= 0)
                        Starts(job, at);
                    break;
                case EventKind.Completed or EventKind.Cancelled:
                    running--;
                    ends++;
                    if (abort >= 0)
                        Ends(in item, at);
                    break;
                case EventKind.Resumed when abort >= 0 && Index.Statement(in item) is { Op: Op.Await }:
                    Delivers(in item, at, abort);
                    break;
            }
        }

        private void Starts(int job, int at)
        {
            Trigger();
            // On threads that no schedule controls the job may have been dequeued before its first event.
            if (Index.Trace.Runtime.Controlled && Index.Before(EventKind.Aborted, job, at))
                Fail(at, $"The blocking job {Quote(job)} started though it had been aborted in the queue; expected it never to run.");
        }

        private void Ends(in Event item, int at)
        {
            Trigger();
            if (item.Kind == EventKind.Cancelled)
                Fail(at, $"The started blocking job {Quote(item.Subject)} was killed by abort; expected it to run to its end.");
        }

        private void Delivers(in Event item, int at, int abort)
        {
            Trigger();
            var job = item.Subject;
            var started = Index.First(EventKind.Started, job);
            var isCancelled = item.Outcome == Outcome.Error && item.Value.AsText == "cancelled";
            if (started >= 0 && isCancelled && started < abort)
                Fail(
                    at,
                    $"The handle of the blocking job {Quote(job)} gave cancelled though the job had started before the abort; expected its own result when it ends."
                );
            else if (started < 0 && !isCancelled)
                Fail(
                    at,
                    $"The handle of the blocking job {Quote(job)} gave {item.Value} though the job was aborted and never started; expected the error cancelled."
                );
            else if (started < 0 && ended[job] == ends)
                Fail(
                    at,
                    $"The cancellation of the queued blocking job {Quote(job)} showed while every pool thread was busy; expected it when a thread dequeues the job."
                );
            else if (started >= 0 && !Index.Before(EventKind.Completed, job, at))
                Fail(
                    at,
                    $"The handle of the started blocking job {Quote(job)} gave {item.Value} before the job had ended; expected abort to have no effect."
                );
        }
    }

    /// <summary>BLOCK-03.</summary>
    private sealed class CapAndOrder : Rule
    {
        private int[] number = [];
        private bool[] gone = [];
        private int submitted;
        private int oldest;
        private int running;
        private int unfinished;

        public override RuleInfo Info { get; } =
            new()
            {
                Id = "BLOCK-03",
                Title = "Cap and FIFO",
                Family = Family.Lazy,
                Chapter = Chapter,
                Text =
                    "At most max_blocking_threads closures run at once; the rest queue FIFO. "
                    + "While a runtime of several workers shuts down, the threads of its workers run queued closures, too.",
                Trigger = "A blocking job starts while more jobs are unfinished than the pool has threads.",
                Sources =
                [
                    "https://docs.rs/tokio/latest/tokio/runtime/struct.Builder.html#method.max_blocking_threads",
                    "https://github.com/tokio-rs/tokio/blob/master/tokio/src/runtime/blocking/pool.rs",
                ],
                Litmus = ["block-03-jobs-start-in-order"],
                Mutants = ["blocking-without-cap", "blocking-last-first"],
            };

        public override ReadOnlySpan<EventKind> Wants =>
            [EventKind.Creating, EventKind.Started, EventKind.Completed, EventKind.Cancelled, EventKind.Aborting];

        public override bool Concerns(Code code) => code.Has(ComputationKind.Blocking);

        protected override void OnBegin()
        {
            (submitted, oldest, running, unfinished) = (0, 0, 0, 0);
            Questions.Reset(ref number, Index.Code.Computations.Length, -1);
            Questions.Reset(ref gone, Index.Code.Computations.Length, false);
        }

        protected override void OnEvent(in Event item, int at)
        {
            var job = item.Subject;
            if (Index.Kind(job) != ComputationKind.Blocking)
                return;
            switch (item.Kind)
            {
                case EventKind.Creating:
                    unfinished++;
                    number[job] = submitted++;
                    break;
                case EventKind.Aborting when number[job] >= 0 && !Index.Before(EventKind.Started, job, at) && !gone[number[job]]:
                    // It may be dequeued at any time from now on without a trace.
                    gone[number[job]] = true;
                    unfinished--;
                    break;
                case EventKind.Started:
                    Starts(job, at);
                    break;
                case EventKind.Completed or EventKind.Cancelled:
                    running--;
                    unfinished--;
                    break;
            }
        }

        private void Starts(int job, int at)
        {
            var runtime = Index.Trace.Runtime;
            var cap = runtime.PoolSize + (runtime.Workers > 1 && !Index.IsBeforeEnd(at) ? runtime.Workers : 0);
            running++;
            // One that ran though nothing submitted it is nobody's place in the queue.
            if (number[job] < 0 || gone[number[job]])
                unfinished++;
            if (number[job] >= 0)
                gone[number[job]] = true;
            if (unfinished > runtime.PoolSize)
                Trigger();
            if (running > cap)
                Fail(at, $"{running} blocking jobs ran at once when {Quote(job)} started; expected at most {cap}.");
            else if (runtime.Workers == 1)
                CheckOrder(job, at, cap);
        }

        // Jobs that were submitted earlier must all be in the hands of a thread: each thread holds one at most.
        private void CheckOrder(int job, int at, int cap)
        {
            while (oldest < submitted && gone[oldest])
                oldest++;
            var earlier = 0;
            for (var other = oldest; other < number[job] && earlier + running <= cap; other++)
                earlier += gone[other] ? 0 : 1;
            if (earlier + running > cap)
                Fail(
                    at,
                    $"The blocking job {Quote(job)} started before a job that had been submitted earlier; expected the queue to be first in, first out."
                );
        }
    }
}
