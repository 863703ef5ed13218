using Conformance.Spec.Programs;
using Conformance.Spec.Rules.Analyses;
using Conformance.Spec.Runtimes;
using Conformance.Spec.Traces;

namespace Conformance.Spec.Rules;

/// <summary>Nothing runs until it is polled, and an await polls in place.</summary>
public static class LazyStart
{
    internal const string Chapter = "Lazy start";

    /// <summary>The rules of the chapter.</summary>
    public static IEnumerable<Rule> Rules() => [new Inert(), new AwaitPollsInline(), new SequentialAwait()];

    /// <summary>LAZY-01.</summary>
    private sealed class Inert : Rule
    {
        private bool[] driven = [];

        public override RuleInfo Info { get; } =
            new()
            {
                Id = "LAZY-01",
                Title = "Futures are inert",
                Family = Family.Lazy,
                Chapter = Chapter,
                Text = "Creating a future MUST run none of its body; if dropped unpolled the body never runs.",
                Trigger = "A future with a body, or a probe, is made.",
                Sources =
                [
                    Articles.NodeToRust("A Future(Asynchronous) does nothing upon creation. It remains idle until it is explicitly polled"),
                    "https://doc.rust-lang.org/reference/expressions/block-expr.html#async-blocks",
                    "https://doc.rust-lang.org/std/future/index.html",
                ],
                Litmus =
                [
                    "a-sleep-is-made-when-its-body-runs",
                    "article-1-concurrent-join",
                    "article-1-foo-is-spawned",
                    "lazy-01-futures-are-inert",
                    "lazy-03-sequential-await-takes-the-sum",
                    "memo-04-shared-runs-once",
                ],
                Mutants = ["future-starts-at-call"],
            };

        public override ReadOnlySpan<EventKind> Wants =>
            [EventKind.Creating, EventKind.Created, EventKind.Awaiting, EventKind.Started, EventKind.PollBegin];

        protected override void OnBegin()
        {
            Questions.Reset(ref driven, Index.Code.Computations.Length, false);
            driven[0] = true;
        }

        protected override void OnEvent(in Event item, int at)
        {
            switch (item.Kind)
            {
                case EventKind.Creating when Index.IsTask(item.Subject):
                    Drive(Index.Code.Computations[item.Subject].Subject);
                    break;
                case EventKind.Creating when Index.Kind(item.Subject) == ComputationKind.Blocking:
                    driven[item.Subject] = true;
                    break;
                case EventKind.Created when Index.ShowsStart(item.Subject):
                    Trigger();
                    break;
                case EventKind.Awaiting when Index.Statement(in item) is { } wait:
                    if (item.Subject >= 0)
                        Drive(item.Subject);
                    foreach (var target in wait.Targets)
                        Drive(target);
                    break;
                case EventKind.Started or EventKind.PollBegin when !driven[item.Subject]:
                    driven[item.Subject] = true;
                    Fail(
                        at,
                        $"The body of {Quote(item.Subject)} ran before {Quote(item.Subject)} was polled; expected nothing to run at its creation."
                    );
                    break;
            }
        }

        private void Drive(int computation)
        {
            // Polling a shared future polls what is shared.
            while (computation >= 0 && !driven[computation])
            {
                driven[computation] = true;
                computation = Index.Kind(computation) == ComputationKind.Shared ? Index.Code.Computations[computation].Subject : -1;
            }
        }
    }

    /// <summary>LAZY-02.</summary>
    private sealed class AwaitPollsInline : Rule
    {
        private int[] awaited = [];
        private int tasks;

        public override RuleInfo Info { get; } =
            new()
            {
                Id = "LAZY-02",
                Title = "await polls inline; ready means no suspension",
                Family = Family.Lazy,
                Chapter = Chapter,
                Text =
                    "An await MUST poll the future in the same task and thread, without a scheduling hop; if it is Ready the task continues without yielding.",
                Trigger = "While another task is alive, a future is awaited for the first time, or an awaited one ends.",
                Sources =
                [
                    Articles.NodeToRust(
                        "In Rust, if a future hasn't been polled yet, calling await will first trigger polling, and only then will it wait for the result."
                    ),
                    "https://doc.rust-lang.org/reference/expressions/await-expr.html",
                ],
                Litmus = ["lazy-02-await-polls-inline"],
                Mutants = ["await-always-suspends"],
            };

        public override ReadOnlySpan<EventKind> Wants =>
            [EventKind.Created, EventKind.Awaiting, EventKind.Completed, EventKind.Cancelled, EventKind.PollEnd];

        protected override void OnBegin()
        {
            tasks = 0;
            Questions.Reset(ref awaited, Index.Code.Computations.Length, -1);
        }

        protected override void OnEvent(in Event item, int at)
        {
            switch (item.Kind)
            {
                case EventKind.Created when Index.IsTask(item.Subject):
                    tasks++;
                    break;
                case EventKind.Awaiting when Index.Statement(in item) is { Op: Op.Await }:
                    awaited[item.Subject] = at;
                    Begins(in item, at);
                    break;
                case EventKind.Completed or EventKind.Cancelled when Index.Get<Ownership>().HandleOf(item.Subject) >= 0:
                    tasks--;
                    break;
                case EventKind.Completed when item.Outcome != Outcome.Panic && Index.Kind(item.Subject) == ComputationKind.Async:
                case EventKind.PollEnd when item.Outcome == Outcome.Value:
                    Ends(item.Subject, at);
                    break;
            }
        }

        private void Begins(in Event item, int at)
        {
            var child = item.Subject;
            var next = Index.Get<ThreadOrder>().Next(at);
            if (next < 0)
                return;
            if (Index.ShowsStart(child) && !HasRun(child, at))
            {
                if (tasks > 0)
                    Trigger();
                if (Index.StartOf(child) != next)
                    Fail(
                        next,
                        $"{Quote(item.Computation)} awaited {Quote(child)}, yet {Found(next)} came next on its thread; expected {Quote(child)} to be polled at once."
                    );
            }
            else if (IsReady(child, at))
            {
                if (tasks > 0)
                    Trigger();
                ref readonly var found = ref Index.Trace[next];
                if (found.Kind != EventKind.Resumed || found.Computation != item.Computation)
                    Fail(
                        next,
                        $"{Quote(item.Computation)} awaited {Quote(child)}, which had already ended, yet {Found(next)} came next; expected {Quote(item.Computation)} to go on at once."
                    );
            }
        }

        private bool HasRun(int child, int at) =>
            Index.Before(EventKind.Started, child, at) || Index.Before(EventKind.PollBegin, child, at);

        // On one thread a task whose last event lies in the past has really ended; on several the log may run ahead of it.
        private bool IsReady(int child, int at)
        {
            if (
                Index.Trace.Runtime.Workers > 1
                || Index.Kind(child) != ComputationKind.Handle
                || Index.Before(EventKind.Resumed, child, at)
                || !Index.RunsBody(child)
            )
                return false;
            var body = Index.Code.Computations[child].Subject;
            return Index.Before(EventKind.Completed, body, at) || Index.Before(EventKind.Cancelled, body, at);
        }

        private void Ends(int child, int at)
        {
            var begin = awaited[child];
            if (begin < 0 || Index.Get<Waits>().EndOf(begin) is >= 0 and var end && end < at)
                return;
            var next = Index.Get<ThreadOrder>().Next(at);
            while (next >= 0 && LeavesWith(child, next))
                next = Index.Get<ThreadOrder>().Next(next);
            if (next < 0)
                return;
            if (tasks > 0)
                Trigger();
            var parent = Index.Trace[begin].Computation;
            if (Index.Trace[next].Computation != parent)
                Fail(
                    next,
                    $"{Quote(child)} ended, yet {Found(next)} came next on its thread; expected {Quote(parent)}, which awaits it, to go on at once."
                );
        }

        // With its last reader goes what it shared.
        private bool LeavesWith(int child, int at)
        {
            var other = Index.Trace[at].Computation;
            return other == child || (Index.Code.Has(ComputationKind.Shared) && Index.Before(EventKind.Cancelled, other, at + 1));
        }

        private string Found(int at) => $"{Index.Trace[at].Kind} of {Quote(Index.Trace[at].Computation)}";
    }
}
