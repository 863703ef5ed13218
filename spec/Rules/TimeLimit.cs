using Conformance.Spec.Programs;
using Conformance.Spec.Rules.Analyses;
using Conformance.Spec.Runtimes;
using Conformance.Spec.Traces;

namespace Conformance.Spec.Rules;

/// <summary>A future that may take only so long.</summary>
public static class TimeLimit
{
    private const string Chapter = "Timeout";
    private const string TimeoutDocs = "https://docs.rs/tokio/latest/tokio/time/fn.timeout.html";

    /// <summary>The rules of the chapter.</summary>
    public static IEnumerable<Rule> Rules() => [new InnerFirst(), new InnerDroppedFirst()];

    /// <summary>TMO-01.</summary>
    private sealed class InnerFirst : Rule
    {
        public override RuleInfo Info { get; } =
            new()
            {
                Id = "TMO-01",
                Title = "timeout polls the inner future first",
                Family = Family.Lazy,
                Chapter = Chapter,
                Text =
                    "Each poll of timeout(d,f) MUST poll f before checking the deadline: if f is ready it is Ok even when the deadline has passed; "
                    + "equal deadlines give Ok; nested equal timeouts report the inner one.",
                Trigger = "A timeout of 0 is awaited, or one ends whose deadline has passed while its future was ready or due.",
                Sources =
                [
                    Articles.NodeToRust("Clean handling via tokio::time::timeout"),
                    "https://github.com/tokio-rs/tokio/blob/master/tokio/src/time/timeout.rs",
                    "https://github.com/tokio-rs/tokio/blob/master/tokio/tests/time_timeout.rs (completed_future_past_deadline)",
                ],
                Litmus =
                [
                    "tmo-01-equal-deadlines-give-the-value",
                    "tmo-01-expired-but-not-yet-noticed",
                    "tmo-01-nested-equal-timeouts",
                    "tmo-01-no-time-at-all",
                    "tmo-01-past-the-deadline-in-one-poll",
                ],
                Mutants = ["timeout-asks-the-clock-first"],
            };

        public override ReadOnlySpan<EventKind> Wants => [EventKind.Awaiting, EventKind.Resumed];

        public override bool Concerns(Code code) => code.Has(Op.Timeout);

        protected override void OnEvent(in Event item, int at)
        {
            if (Index.Statement(in item) is not { Op: Op.Timeout } limit)
                return;
            if (item.Kind == EventKind.Awaiting)
                Begins(in item, at, limit);
            else if (Index.Get<Waits>().BeginOf(at) is >= 0 and var begin)
                Ends(in item, at, Index.Trace[begin].Time + limit.Number);
        }

        private void Begins(in Event item, int at, Instruction limit)
        {
            var next = Index.Get<ThreadOrder>().Next(at);
            if (next < 0 || !Index.ShowsStart(item.Subject) || (Index.StartOf(item.Subject) is >= 0 and var start && start < at))
                return;
            if (limit.Number == 0)
                Trigger();
            if (Index.StartOf(item.Subject) != next)
                Fail(
                    next,
                    $"The timeout around {Quote(item.Subject)} was awaited, yet {Quote(item.Subject)} was not polled at once; expected the inner future to be polled before the deadline is looked at."
                );
        }

        private void Ends(in Event item, int at, long deadline)
        {
            var inner = item.Subject;
            if (Index.Kind(inner) == ComputationKind.Async && Index.Before(EventKind.Completed, inner, at))
            {
                ref readonly var end = ref Index.Trace[Index.First(EventKind.Completed, inner)];
                if (end.Time >= deadline)
                    Trigger();
                if (end.Outcome != item.Outcome || (item.Outcome == Outcome.Value && end.Value != item.Value))
                    Fail(
                        at,
                        $"{Quote(inner)} completed at {end.Time}, yet its timeout in {Quote(item.Computation)} gave {item.Value}; expected the result of the inner future, which is polled before the deadline is looked at."
                    );
            }
            else if (Index.IsElapsed(in item, at) && IsInnerDue(inner, at, deadline))
            {
                Trigger();
                Fail(
                    at,
                    $"The timeout around {Quote(inner)} elapsed at its deadline {deadline} though {Quote(inner)} was due no later; expected the inner future to win."
                );
            }
        }

        // What the inner future waited for when it was dropped was over no later than the limit.
        private bool IsInnerDue(int inner, int at, long deadline)
        {
            // With several workers the driver may turn between the look at the inner future and that at the deadline.
            if (Index.Trace.Runtime is not { Clock: ClockKind.Virtual, Workers: 1 })
                return false;
            if (Index.Kind(inner) == ComputationKind.Sleep)
                return Index.Trace[Index.First(EventKind.Creating, inner)].Time + Index.Code.Computations[inner].Duration <= deadline;
            var dropped = Index.First(EventKind.Cancelled, inner);
            if (dropped < 0 || dropped > at)
                return false;
            var wait = Index.Get<Waits>().BeginOf(dropped);
            return wait >= 0
                && Index.Statement(in Index.Trace[wait]) is { Op: Op.Sleep or Op.Timeout } statement
                && Index.Trace[wait].Time + statement.Number <= deadline;
        }
    }

    /// <summary>TMO-02.</summary>
    private sealed class InnerDroppedFirst : Rule
    {
        private bool[] dropped = [];

        public override RuleInfo Info { get; } =
            new()
            {
                Id = "TMO-02",
                Title = "On expiry the inner future is dropped before the caller resumes",
                Family = Family.Lazy,
                Chapter = Chapter,
                Text =
                    "When timeout returns Elapsed, the inner future MUST be dropped (destructors run) before the code after the await runs, and none of its later code ever runs.",
                Trigger = "A timeout elapses whose inner future has begun.",
                Sources = [Articles.NodeToRust("Clean handling via tokio::time::timeout"), TimeoutDocs],
                Litmus =
                [
                    "canc-01-no-interruption-of-a-section",
                    "canc-03-spawned-children-survive",
                    "tmo-01-nested-equal-timeouts",
                    "tmo-02-dropped-before-the-caller-resumes",
                ],
                Mutants = ["timeout-leaves-inner-running"],
            };

        public override ReadOnlySpan<EventKind> Wants =>
            [
                EventKind.Resumed,
                EventKind.Awaiting,
                EventKind.Completed,
                EventKind.Cancelled,
                EventKind.DeferRan,
                EventKind.Log,
                EventKind.PollBegin,
            ];

        public override bool Concerns(Code code) => code.Has(Op.Timeout);

        protected override void OnBegin() => Questions.Reset(ref dropped, Index.Code.Computations.Length, false);

        protected override void OnEvent(in Event item, int at)
        {
            if (dropped[item.Computation])
            {
                dropped[item.Computation] = false;
                Fail(
                    at,
                    $"{Quote(item.Computation)} ran on after its timeout had elapsed; expected it to be dropped before the code after the timeout."
                );
            }

            if (item.Kind != EventKind.Resumed || Index.Statement(in item) is not { Op: Op.Timeout })
                return;
            var inner = item.Subject;
            if (!Index.ShowsStart(inner) || !Index.IsElapsed(in item, at))
                return;
            if (Index.StartOf(inner) is var start && (start < 0 || start > at))
                return;
            Trigger();
            dropped[inner] = true;
            if (Index.IsUnderWay(inner, at))
            {
                dropped[inner] = false;
                Fail(
                    at,
                    $"{Quote(inner)} was still alive when {Quote(item.Computation)} went on after the timeout; expected it to be dropped first."
                );
            }
        }
    }
}
