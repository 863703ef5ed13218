using Conformance.Spec.Programs;
using Conformance.Spec.Rules.Analyses;
using Conformance.Spec.Runtimes;
using Conformance.Spec.Traces;

namespace Conformance.Spec.Rules;

/// <summary>Timers.</summary>
public static class Time
{
    internal const string Chapter = "Time";
    private const string SleepDocs = "https://docs.rs/tokio/latest/tokio/time/fn.sleep.html";
    private const string Wheel = "https://github.com/tokio-rs/tokio/blob/master/tokio/src/runtime/time/wheel/mod.rs";

    /// <summary>The rules of the chapter.</summary>
    public static IEnumerable<Rule> Rules() =>
        [
            new NeverEarly(),
            new DeadlineAtCreation(),
            new InDeadlineOrder(),
            new TiesInRegistrationOrder(),
            new PausedClock(),
            new Intervals(),
            new LateSleep(),
        ];

    /// <summary>TIME-01.</summary>
    private sealed class NeverEarly : Rule
    {
        public override RuleInfo Info { get; } =
            new()
            {
                Id = "TIME-01",
                Title = "Sleep never completes early",
                Family = Family.Lazy,
                Chapter = Chapter,
                Text = "sleep(d) MUST NOT complete before d; deadlines are rounded up to the next ms tick.",
                Trigger = "A sleep or a timeout of at least one unit has passed.",
                Sources = [Articles.NodeToRust("tokio::time::sleep(Duration::from_secs(1)).await;"), SleepDocs],
                Litmus = ["time-01-never-early"],
                Mutants = ["sleeps-too-short"],
            };

        public override ReadOnlySpan<EventKind> Wants => [EventKind.Resumed];

        public override bool Concerns(Code code) => code.Has(Op.Sleep) || code.Has(Op.Timeout) || code.Has(ComputationKind.Sleep);

        protected override void OnEvent(in Event item, int at)
        {
            var begin = Index.Get<Waits>().BeginOf(at);
            if (begin < 0 || Index.Statement(in item) is not { } wait)
                return;
            if (wait.Op == Op.Sleep && item.Outcome == Outcome.Value)
                Check(at, -1, wait.Number, Index.Trace[begin].Time);
            else if (wait.Op == Op.Timeout && Index.IsElapsed(in item, at))
                Check(at, -1, wait.Number, Index.Trace[begin].Time);
            else if (wait.Op == Op.Await && Index.Kind(wait.Target) == ComputationKind.Sleep)
                Check(
                    at,
                    wait.Target,
                    Index.Code.Computations[wait.Target].Duration,
                    Index.Trace[Index.First(EventKind.Creating, wait.Target)].Time
                );
        }

        private void Check(int at, int sleep, long duration, long since)
        {
            if (duration <= 0)
                return;
            Trigger();
            ref readonly var item = ref Index.Trace[at];
            if (item.Time - since >= duration)
                return;
            var what = sleep < 0 ? $"A wait of {duration}" : $"The sleep {Quote(sleep)} of {duration}";
            Fail(at, $"{what} in {Quote(item.Computation)} was over after {item.Time - since}; expected at least {duration}.");
        }
    }

    /// <summary>TIME-02.</summary>
    private sealed class DeadlineAtCreation : Rule
    {
        public override RuleInfo Info { get; } =
            new()
            {
                Id = "TIME-02",
                Title = "Deadline fixed at creation",
                Family = Family.Lazy,
                Chapter = Chapter,
                Text =
                    "sleep/timeout/interval deadlines MUST be computed when the future is created, not at first poll (wrapping in async{} postpones creation).",
                Trigger = "A sleep is awaited later than it was made, and nothing computes until it is over.",
                Sources =
                [
                    "https://docs.rs/tokio/latest/tokio/time/fn.sleep.html",
                    "https://github.com/tokio-rs/tokio/blob/master/tokio/src/time/sleep.rs",
                ],
                Litmus = ["time-02-deadline-fixed-at-creation"],
                Mutants = ["deadline-at-first-poll"],
            };

        public override ReadOnlySpan<EventKind> Wants => [EventKind.Resumed];

        public override bool Concerns(Code code) => code.Has(ComputationKind.Sleep);

        public override bool AppliesTo(RuntimeDescription runtime) => runtime.Clock != ClockKind.Real && base.AppliesTo(runtime);

        protected override void OnEvent(in Event item, int at)
        {
            var begin = Index.Get<Waits>().BeginOf(at);
            if (begin < 0 || Index.Statement(in item) is not { Op: Op.Await } wait || Index.Kind(wait.Target) != ComputationKind.Sleep)
                return;
            var made = Index.Trace[Index.First(EventKind.Creating, wait.Target)].Time;
            var polled = Index.Trace[begin].Time;
            if (polled <= made || Index.Get<Deadlines>().LastCompute(at) > begin)
                return;
            Trigger();
            var due = Math.Max(made + Index.Code.Computations[wait.Target].Duration, polled);
            if (item.Time > due + Slack)
                Fail(
                    at,
                    $"{Quote(wait.Target)} was ready at {item.Time}; expected {due}: its deadline is fixed when it is made, at {made}."
                );
        }

        // Tokio's paused clock moves in whole ticks and may be one late.
        private long Slack => Index.Trace.Runtime.Clock == ClockKind.Paused ? 1 : 0;
    }

    /// <summary>TIME-03.</summary>
    private sealed class InDeadlineOrder : Rule
    {
        private readonly PriorityQueue<int, long> pending = new();
        private int busy;

        public override RuleInfo Info { get; } =
            new()
            {
                Id = "TIME-03",
                Title = "Distinct deadlines fire in order",
                Family = Family.Both,
                Chapter = Chapter,
                Text = "Sleeps with deadlines in different ms ticks MUST complete in deadline order (but for a loop that is late).",
                Trigger = "A sleep is over while another one with another deadline is pending.",
                Sources =
                [
                    Articles.NodeToRust("after one second"),
                    Wheel,
                    "https://nodejs.org/api/timers.html#settimeoutcallback-delay-args",
                ],
                Litmus = ["time-03-sleeps-end-in-the-order-of-their-deadlines", "time-03-deadlines-fire-in-order"],
                Mutants = ["timers-by-creation", "timers-in-order-of-registration"],
            };

        public override ReadOnlySpan<EventKind> Wants =>
            [EventKind.Awaiting, EventKind.Resumed, EventKind.ComputeBegin, EventKind.ComputeEnd];

        public override bool Concerns(Code code) => code.Has(Op.Sleep) || code.Has(Op.Timeout) || code.Has(ComputationKind.Sleep);

        // A machine's own clock may be late by any time, and then the order is not seen.
        public override bool AppliesTo(RuntimeDescription runtime) => runtime.Clock != ClockKind.Real && base.AppliesTo(runtime);

        protected override void OnBegin()
        {
            busy = 0;
            pending.Clear();
        }

        protected override void OnEvent(in Event item, int at)
        {
            switch (item.Kind)
            {
                case EventKind.ComputeBegin or EventKind.ComputeEnd when !Index.Code.Computations[item.Computation].IsOffLoop:
                    busy += item.Kind == EventKind.ComputeBegin ? 1 : -1;
                    break;
                case EventKind.Awaiting when Index.Get<Deadlines>().Of(at) != Deadlines.None && Index.Code.Tasks[item.Computation] >= 0:
                    pending.Enqueue(at, Index.Get<Deadlines>().Of(at));
                    break;
                case EventKind.Resumed when item.Outcome == Outcome.Value && Index.Get<Waits>().BeginOf(at) is >= 0 and var begin:
                    if (Index.Get<Deadlines>().Of(begin) != Deadlines.None)
                        Fires(at, begin);
                    break;
            }
        }

        private void Fires(int at, int begin)
        {
            var due = Index.Get<Deadlines>().Of(begin);
            while (pending.TryPeek(out var wait, out _) && Index.Get<Waits>().EndOf(wait) is >= 0 and var end && end <= at)
                pending.Dequeue();
            if (!pending.TryPeek(out var earliest, out var earliestDue) || earliestDue == due)
                return;
            Trigger();
            // While something computes, several deadlines pass at once, and any that is due may be noticed first; in a loop that arms
            // timers after it, what becomes due in one unit more may be among them (LOOP-04).
            var last = Index.Get<Deadlines>().BusyUntil(at);
            var wasFree = busy == 0 && (Index.Trace.Runtime.Family == Dialect.Eager ? last < earliestDue : last <= earliestDue);
            if (earliestDue + Slack < due && wasFree)
                Fail(
                    at,
                    $"The sleep of {Quote(Index.Trace[at].Computation)}, due at {due}, was over before that of {Quote(Index.Trace[earliest].Computation)}, due at {earliestDue}; expected the order of the deadlines."
                );
        }

        private long Slack => Index.Trace.Runtime.Clock == ClockKind.Paused ? 1 : 0;
    }

    /// <summary>TIME-04.</summary>
    private sealed class TiesInRegistrationOrder : Rule
    {
        private readonly PriorityQueue<int, (long Due, int At)> pending = new();

        public override RuleInfo Info { get; } =
            new()
            {
                Id = "TIME-04",
                Observed = true,
                Title = "Equal deadlines",
                Family = Family.Lazy,
                Chapter = Chapter,
                Text =
                    "Equal ticks MUST be woken in registration (first poll) order; then the scheduler's order applies. "
                    + "Observed behaviour of the current-thread runtime: checked in its natural order only.",
                Trigger = "In the natural order of one worker, two tasks that wait for nothing but a timer have the same deadline.",
                Sources = [Wheel, "https://github.com/tokio-rs/tokio/blob/master/tokio/src/runtime/time/wheel/level.rs"],
                Litmus = ["time-04-equal-deadlines-in-order-of-registration"],
                Mutants = ["equal-deadlines-last-first"],
            };

        public override ReadOnlySpan<EventKind> Wants => [EventKind.Awaiting, EventKind.Resumed];

        public override bool Concerns(Code code) => code.Has(Op.Sleep) || code.Has(Op.Timeout) || code.Has(ComputationKind.Sleep);

        public override bool AppliesTo(RuntimeDescription runtime) =>
            runtime.Workers == 1 && runtime.Clock != ClockKind.Real && base.AppliesTo(runtime);

        protected override void OnBegin() => pending.Clear();

        protected override void OnEvent(in Event item, int at)
        {
            // The root is not in the queue of tasks: it is polled first whenever it is woken.
            if (!Index.Trace.Natural || Index.Code.Tasks[item.Computation] <= 0 || !Index.Get<Ownership>().IsChained(item.Computation))
                return;
            if (item.Kind == EventKind.Awaiting)
            {
                if (Index.Get<Deadlines>().Of(at) is var due && due != Deadlines.None)
                    pending.Enqueue(at, (due, at));
            }
            else if (Index.Get<Waits>().BeginOf(at) is >= 0 and var begin && Index.Get<Deadlines>().Of(begin) != Deadlines.None)
            {
                Fires(at, begin);
            }
        }

        private void Fires(int at, int begin)
        {
            var waits = Index.Get<Waits>();
            while (pending.TryPeek(out var wait, out _) && waits.EndOf(wait) is >= 0 and var end && end <= at)
                pending.Dequeue();
            if (
                !pending.TryPeek(out var first, out var key)
                || key.Due != Index.Get<Deadlines>().Of(begin)
                || Index.Get<Deadlines>().LastCompute(at) > Math.Min(first, begin)
            )
                return;
            Trigger();
            if (first < begin)
                Fail(
                    at,
                    $"The sleep of {Quote(Index.Trace[at].Computation)} was over before that of {Quote(Index.Trace[first].Computation)}, which was registered earlier with the same deadline {key.Due}; expected registration order."
                );
        }
    }
}
