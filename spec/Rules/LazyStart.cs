using Conformance.Spec.Programs;
using Conformance.Spec.Rules.Analyses;
using Conformance.Spec.Runtimes;
using Conformance.Spec.Traces;

namespace Conformance.Spec.Rules;

/// <summary>Nothing runs until it is polled, and an await polls in place.</summary>
public static class LazyStart
{
    private const string Chapter = "Lazy start";

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
                Litmus = [],
                Mutants = [],
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
                case EventKind.Creating when Index.Kind(item.Subject) == ComputationKind.Handle:
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
                    Fail(at, $"The body of {Quote(item.Subject)} ran before {Quote(item.Subject)} was polled; expected nothing to run at its creation.");
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
                Litmus = [],
                Mutants = [],
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
                case EventKind.Created when Index.Kind(item.Subject) == ComputationKind.Handle:
                    tasks++;
                    break;
                case EventKind.Awaiting when Index.Statement(in item) is { Op: Op.Await }:
                    awaited[item.Subject] = at;
                    Begins(in item, at);
                    break;
                case EventKind.Completed or EventKind.Cancelled when Index.Get<Ownership>().HandleOf(item.Subject) >= 0:
                    tasks--;
                    break;
                case EventKind.Completed when item.Outcome != Outcome.Panic:
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
                    Fail(next, $"{Quote(item.Computation)} awaited {Quote(child)}, yet {Found(next)} came next on its thread; expected {Quote(child)} to be polled at once.");
            }
            else if (IsReady(child, at))
            {
                if (tasks > 0)
                    Trigger();
                ref readonly var found = ref Index.Trace[next];
                if (found.Kind != EventKind.Resumed || found.Computation != item.Computation)
                    Fail(next, $"{Quote(item.Computation)} awaited {Quote(child)}, which had already ended, yet {Found(next)} came next; expected {Quote(item.Computation)} to go on at once.");
            }
        }

        private bool HasRun(int child, int at) => Index.Before(EventKind.Started, child, at) || Index.Before(EventKind.PollBegin, child, at);

        // On one thread a task whose last event lies in the past has really ended; on several the log may run ahead of it.
        private bool IsReady(int child, int at)
        {
            if (Index.Trace.Runtime.Workers > 1 || Index.Kind(child) != ComputationKind.Handle || Index.Before(EventKind.Resumed, child, at))
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
            while (next >= 0 && Index.Trace[next].Computation == child)
                next = Index.Get<ThreadOrder>().Next(next);
            if (next < 0)
                return;
            if (tasks > 0)
                Trigger();
            var parent = Index.Trace[begin].Computation;
            if (Index.Trace[next].Computation != parent)
                Fail(next, $"{Quote(child)} ended, yet {Found(next)} came next on its thread; expected {Quote(parent)}, which awaits it, to go on at once.");
        }

        private string Found(int at) => $"{Index.Trace[at].Kind} of {Quote(Index.Trace[at].Computation)}";
    }

    /// <summary>LAZY-03.</summary>
    private sealed class SequentialAwait : Rule
    {
        private int[] previous = [];
        private long[] slept = [];
        private bool[] mixed = [];
        private int computes;
        private int[] computesAt = [];

        public override RuleInfo Info { get; } =
            new()
            {
                Id = "LAZY-03",
                Title = "Sequential await is sequential",
                Family = Family.Lazy,
                Chapter = Chapter,
                Text = "Awaiting two unstarted futures one after the other MUST take the sum; join or spawn MUST take the max.",
                Trigger = "Two futures that sleep, both made before the first await, are awaited one after the other, or joined.",
                Sources =
                [
                    Articles.NodeToRust("In short, Rust’s laziness does not reduce concurrency."),
                    "https://rust-lang.github.io/async-book/06_multiple_futures/02_join.html",
                ],
                Litmus = [],
                Mutants = [],
            };

        public override ReadOnlySpan<EventKind> Wants => [EventKind.Awaiting, EventKind.Resumed, EventKind.ComputeBegin, EventKind.ComputeEnd];

        protected override void OnBegin()
        {
            var count = Index.Code.Computations.Length;
            computes = 0;
            Questions.Reset(ref previous, count, -1);
            Questions.Reset(ref slept, count, 0);
            Questions.Reset(ref mixed, count, false);
            Questions.Reset(ref computesAt, count, 0);
        }

        protected override void OnEvent(in Event item, int at)
        {
            switch (item.Kind)
            {
                case EventKind.ComputeBegin or EventKind.ComputeEnd:
                    computes++;
                    break;
                case EventKind.Awaiting when Index.Statement(in item) is { } wait:
                    computesAt[item.Computation] = computes;
                    mixed[item.Computation] |= wait.Op != Op.Sleep && !(wait.Op == Op.Await && Index.Kind(item.Subject) == ComputationKind.Async);
                    break;
                case EventKind.Resumed when Index.Statement(in item) is { } wait:
                    if (wait.Op == Op.Sleep && item.Outcome == Outcome.Value)
                        slept[item.Computation] += wait.Number;
                    else if (wait.Op == Op.Await && Index.Kind(item.Subject) == ComputationKind.Async)
                        Awaited(in item, at);
                    else if (wait is { Op: Op.Combine, Combinator: CombinatorKind.Join })
                        Joined(in item, at, wait);
                    break;
            }
        }

        private void Awaited(in Event item, int at)
        {
            var child = item.Subject;
            var parent = item.Computation;
            slept[parent] += slept[child];
            mixed[parent] |= mixed[child];
            var last = previous[parent];
            previous[parent] = at;
            if (last < 0 || slept[child] == 0)
                return;
            var first = Index.Trace[last].Subject;
            var begin = Index.Get<Waits>().BeginOf(last);
            if (slept[first] == 0 || !Index.Before(EventKind.Created, child, begin))
                return;
            Trigger();
            var took = item.Time - Index.Trace[begin].Time;
            if (took < slept[first] + slept[child])
                Fail(at, $"{Quote(first)} and {Quote(child)}, awaited one after the other, took {took}; expected at least {slept[first] + slept[child]}, the sum: nothing runs before it is polled.");
        }

        private void Joined(in Event item, int at, Instruction wait)
        {
            var begin = Index.Get<Waits>().BeginOf(at);
            // Only a virtual clock shows the exact time, and only while nothing holds the thread.
            if (Index.Trace.Runtime.Clock != ClockKind.Virtual || begin < 0 || computesAt[item.Computation] != computes)
                return;
            var longest = 0L;
            var sleepers = 0;
            foreach (var target in wait.Targets)
            {
                if (Index.Kind(target) != ComputationKind.Async || mixed[target])
                    return;
                longest = Math.Max(longest, slept[target]);
                sleepers += slept[target] > 0 ? 1 : 0;
            }

            if (sleepers < 2)
                return;
            Trigger();
            var took = item.Time - Index.Trace[begin].Time;
            if (took != longest)
                Fail(at, $"The join of {wait.Targets.Length} sleepers in {Quote(item.Computation)} took {took}; expected {longest}, the longest of them.");
        }
    }
}
