using Conformance.Spec.Programs;
using Conformance.Spec.Rules.Analyses;
using Conformance.Spec.Runtimes;
using Conformance.Spec.Traces;

namespace Conformance.Spec.Rules;

/// <summary>Computations that are awaited together.</summary>
public static class Join
{
    private const string Chapter = "Join";
    private const string JoinDocs = "https://docs.rs/tokio/latest/tokio/macro.join.html";

    /// <summary>The rules of the chapter.</summary>
    public static IEnumerable<Rule> Rules() => [new FirstPollInOrder(), new AllByPosition(), new OneTask(), new TryJoinShortCircuits()];

    /// <summary>JOIN-01.</summary>
    private sealed class FirstPollInOrder : Rule
    {
        private int[] next = [];
        private int[] begins = [];
        private int[] openOnThread = new int[8];
        private int[] ownerOnThread = new int[8];

        public override RuleInfo Info { get; } =
            new()
            {
                Id = "JOIN-01",
                Title = "join is lazy and first polls in declared order",
                Family = Family.Lazy,
                Chapter = Chapter,
                Text =
                    "join! MUST start nothing before it is awaited and on its first poll polls every child once in declaration order, each up to its first Pending.",
                Trigger = "A join of at least two futures that show their first poll is awaited.",
                Sources =
                [
                    Articles.NodeToRust(
                        "In Rust, execution begins only when the futures::join! macro is called — that’s the point where both tasks are polled and run concurrently."
                    ),
                    JoinDocs,
                    "https://github.com/tokio-rs/tokio/blob/master/tokio/tests/macros_join.rs",
                ],
                Litmus = [],
                Mutants = [],
            };

        public override ReadOnlySpan<EventKind> Wants =>
            [
                EventKind.Started,
                EventKind.PollBegin,
                EventKind.Awaiting,
                EventKind.Resumed,
                EventKind.Completed,
                EventKind.Cancelled,
                EventKind.Log,
            ];

        protected override void OnBegin()
        {
            Questions.Reset(ref next, Index.Code.Computations.Length, -1);
            Questions.Reset(ref begins, Index.Code.Computations.Length, -1);
            openOnThread.AsSpan().Clear();
        }

        protected override void OnEvent(in Event item, int at)
        {
            if (item.Thread >= openOnThread.Length)
            {
                Array.Resize(ref openOnThread, item.Thread * 2);
                Array.Resize(ref ownerOnThread, item.Thread * 2);
            }

            if (openOnThread[item.Thread] > 0 && IsForeign(in item))
            {
                var owner = ownerOnThread[item.Thread];
                openOnThread[item.Thread] = 0;
                Fail(at, $"{Quote(item.Computation)} ran in the middle of the first poll of the join in {Quote(owner)}; expected every child of the join to be polled first.");
            }

            switch (item.Kind)
            {
                case EventKind.Awaiting when IsJoin(Index.Statement(in item)):
                    Begins(in item, at);
                    break;
                case EventKind.Started or EventKind.PollBegin when Index.StartOf(item.Subject) == at:
                    Starts(in item, at);
                    break;
                case EventKind.Resumed or EventKind.Completed or EventKind.Cancelled when next[item.Computation] >= 0:
                    Ends(in item, at);
                    break;
            }
        }

        private static bool IsJoin(Instruction? wait) => wait is { Op: Op.Combine, Combinator: CombinatorKind.Join or CombinatorKind.TryJoin };

        private void Begins(in Event item, int at)
        {
            var targets = Index.Statement(in item)!.Targets;
            begins[item.Computation] = at;
            var first = NextVisible(targets, 0, at);
            if (first < 0 || NextVisible(targets, first + 1, at) < 0)
                return;
            Trigger();
            next[item.Computation] = first;
            openOnThread[item.Thread]++;
            ownerOnThread[item.Thread] = item.Computation;
        }

        private void Starts(in Event item, int at)
        {
            var ownership = Index.Get<Ownership>();
            var site = ownership.CombineOf(item.Subject);
            if (site < 0)
                return;
            var join = Index.Code.Instructions[site];
            if (!IsJoin(join) || next[join.Owner] < 0)
                return;
            var place = ownership.PlaceOf(item.Subject);
            var expected = next[join.Owner];
            if (place > expected)
                Fail(at, $"{Quote(item.Subject)} was polled before {Quote(join.Targets[expected])}; expected a join to poll its children first in declared order.");
            next[join.Owner] = place < expected ? expected : NextVisible(join.Targets, place + 1, begins[join.Owner]);
            if (next[join.Owner] < 0)
                Close(item.Thread);
        }

        private void Ends(in Event item, int at)
        {
            var place = next[item.Computation];
            next[item.Computation] = -1;
            Close(item.Thread);
            if (item is { Kind: EventKind.Resumed, Outcome: Outcome.Value })
                Fail(at, $"The join in {Quote(item.Computation)} ended before {Quote(Index.Statement(in item)!.Targets[place])} was ever polled; expected every child to be polled.");
        }

        private int NextVisible(int[] targets, int place, int begin)
        {
            while (place < targets.Length && !IsFirstPolledBy(targets[place], begin))
                place++;
            return place < targets.Length ? place : -1;
        }

        // Borrowed children may have been polled before the join.
        private bool IsFirstPolledBy(int child, int begin) => Index.ShowsStart(child) && Index.StartOf(child) is var start && (start < 0 || start > begin);

        private void Close(short thread)
        {
            if (openOnThread[thread] > 0)
                openOnThread[thread]--;
        }

        private bool IsForeign(in Event item)
        {
            var tasks = Index.Code.Tasks;
            var task = tasks[item.Computation];
            var owner = tasks[ownerOnThread[item.Thread]];
            return task >= 0 && owner >= 0 && task != owner;
        }
    }

    /// <summary>JOIN-02.</summary>
    private sealed class AllByPosition : Rule
    {
        private int lastCompute;

        public override RuleInfo Info { get; } =
            new()
            {
                Id = "JOIN-02",
                Title = "join completes when all complete; positional results",
                Family = Family.Both,
                Chapter = Chapter,
                Text = "join/all MUST return when the last child completes, results by position, not by completion.",
                Trigger = "A join of at least two computations gives its results.",
                Sources =
                [
                    Articles.NodeToRust("let (a, b) = futures::join!(fA, fB);"),
                    JoinDocs,
                    "https://tc39.es/ecma262/#sec-promise.all",
                    "https://tc39.es/ecma262/#sec-promise.allsettled",
                ],
                Litmus = [],
                Mutants = [],
            };

        public override ReadOnlySpan<EventKind> Wants => [EventKind.Resumed, EventKind.ComputeEnd];

        protected override void OnBegin() => lastCompute = -1;

        protected override void OnEvent(in Event item, int at)
        {
            if (item.Kind == EventKind.ComputeEnd)
                lastCompute = at;
            else if (
                item.Outcome == Outcome.Value
                && Index.Statement(in item) is { Op: Op.Combine, Combinator: CombinatorKind.Join or CombinatorKind.TryJoin } join
                && join.Targets.Length > 1
            )
                Check(in item, at, join);
        }

        private void Check(in Event item, int at, Instruction join)
        {
            Trigger();
            var results = item.Value.AsList;
            if (results.Length != join.Targets.Length)
            {
                Fail(at, $"The join in {Quote(item.Computation)} gave {item.Value}; expected {join.Targets.Length} results.");
                return;
            }

            var last = -1;
            var allKnown = true;
            for (var i = 0; i < results.Length; i++)
            {
                var child = join.Targets[i];
                var end = EndOf(child);
                allKnown &= end >= 0;
                if (end > at || (end < 0 && HasBody(child) && Index.IsUnderWay(Body(child), at)))
                {
                    Fail(at, $"The join in {Quote(item.Computation)} ended before {Quote(child)} did; expected it to wait for every child.");
                    return;
                }

                last = Math.Max(last, end);
                if (TryExpect(child, end, out var expected) && results[i] != expected)
                {
                    Fail(at, $"The join in {Quote(item.Computation)} gave {item.Value}; expected {expected} of {Quote(child)} at position {i + 1}.");
                    return;
                }
            }

            if (allKnown && Index.Trace.Runtime.Clock == ClockKind.Virtual && lastCompute < last && Index.Trace[last].Time < item.Time)
                Fail(at, $"The join in {Quote(item.Computation)} ended at {item.Time}; expected {Index.Trace[last].Time}, when its last child {Quote(Index.Trace[last].Subject)} ended.");
        }

        private int Body(int child) => Index.Kind(child) == ComputationKind.Handle ? Index.Code.Computations[child].Subject : child;

        private bool HasBody(int child) => Index.Kind(Body(child)) is ComputationKind.Async or ComputationKind.Blocking;

        private int EndOf(int child) => HasBody(child) ? Index.First(EventKind.Completed, Body(child)) : -1;

        private bool TryExpect(int child, int end, out Value expected)
        {
            expected = Value.Unit;
            if (end < 0)
                return false;
            ref readonly var completed = ref Index.Trace[end];
            // What a returned computation gives is not in the event.
            if (Index.Statement(in completed) is { Op: Op.Return, Target: >= 0 })
                return false;
            expected = completed.Outcome switch
            {
                Outcome.Error => Value.Error(completed.Value.AsText),
                Outcome.Panic => Value.Error($"panic: {completed.Value.AsText}"),
                _ => completed.Value,
            };
            return true;
        }
    }

    /// <summary>JOIN-03.</summary>
    private sealed class OneTask : Rule
    {
        private int[] running = [];
        private short[] threads = [];

        public override RuleInfo Info { get; } =
            new()
            {
                Id = "JOIN-03",
                Title = "join is one task: no parallelism",
                Family = Family.Lazy,
                Chapter = Chapter,
                Text =
                    "Children of join!/select! share one task and thread; a blocking or long child stalls its siblings; they never run in parallel.",
                Trigger = "A child of a combinator of several, or what it awaits, runs from one suspension to the next.",
                Sources =
                [
                    Articles.NodeToRust("that’s the point where both tasks are polled and run concurrently."),
                    JoinDocs + " (\"the expressions are able to run concurrently but not in parallel\")",
                ],
                Litmus = [],
                Mutants = [],
            };

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
            Questions.Reset(ref running, Index.Code.Computations.Length, -1);
            Questions.Reset(ref threads, Index.Code.Instructions.Length, (short)-1);
        }

        protected override void OnEvent(in Event item, int at)
        {
            var task = Index.Code.Tasks[item.Computation];
            if (task < 0)
                return;
            ref var piece = ref running[task];
            if (item.Kind is EventKind.Started or EventKind.Resumed or EventKind.PollBegin)
            {
                if (Index.Get<Ownership>().IsBranch(item.Computation))
                {
                    Trigger();
                    CheckThread(in item, at);
                }

                if (piece >= 0 && piece != item.Computation)
                    Fail(at, $"{Quote(item.Computation)} ran while {Quote(piece)} of the same task had not suspended; expected the children of a combinator to take turns.");
                piece = item.Computation;
            }
            else if (piece == item.Computation)
            {
                piece = -1;
            }

            if (item.Kind == EventKind.Awaiting)
                threads[item.Site] = item.Thread;
        }

        private void CheckThread(in Event item, int at)
        {
            var site = Index.Get<Ownership>().CombineOf(item.Computation);
            if (item.Kind != EventKind.Started || site < 0)
                return;
            if (threads[site] >= 0 && threads[site] != item.Thread)
                Fail(at, $"{Quote(item.Computation)} was first polled on thread {item.Thread}, yet its combinator was awaited on thread {threads[site]}; expected one thread.");
        }
    }

    /// <summary>JOIN-05.</summary>
    private sealed class TryJoinShortCircuits : Rule
    {
        private int[] failed = [];

        public override RuleInfo Info { get; } =
            new()
            {
                Id = "JOIN-05",
                Title = "try_join short-circuits, join does not",
                Family = Family.Lazy,
                Chapter = Chapter,
                Text =
                    "try_join! MUST return at the first Err and drop unfinished siblings; join! of Results MUST wait for all. "
                    + "Separately spawned tasks awaited with `?` are detached, not dropped.",
                Trigger = "A child of a try-join fails while a sibling that has begun is unfinished.",
                Sources =
                [
                    Articles.NodeToRust("let (a, b) = (hA.await?, hB.await?);"),
                    "https://docs.rs/tokio/latest/tokio/macro.try_join.html",
                    "https://github.com/tokio-rs/tokio/blob/master/tokio/tests/macros_try_join.rs",
                ],
                Litmus = [],
                Mutants = [],
            };

        public override ReadOnlySpan<EventKind> Wants =>
            [EventKind.Started, EventKind.Resumed, EventKind.PollBegin, EventKind.Completed];

        protected override void OnBegin() => Questions.Reset(ref failed, Index.Code.Instructions.Length, -1);

        protected override void OnEvent(in Event item, int at)
        {
            if (item.Kind == EventKind.Resumed && IsTryJoin(item.Site))
                Ends(in item, at);
            var site = Index.Get<Ownership>().CombineOf(item.Computation);
            if (!IsTryJoin(site))
                return;
            if (failed[site] >= 0)
                Fail(at, $"{Quote(item.Computation)} ran on after {Quote(failed[site])} had failed; expected try-join to drop it at once.");
            else if (item is { Kind: EventKind.Completed, Outcome: Outcome.Error })
                Fails(item.Computation, site, at);
        }

        private bool IsTryJoin(int site) => site >= 0 && Index.Code.Instructions[site] is { Op: Op.Combine, Combinator: CombinatorKind.TryJoin };

        private void Fails(int child, int site, int at)
        {
            failed[site] = child;
            foreach (var sibling in Index.Code.Instructions[site].Targets)
            {
                if (Index.IsUnderWay(sibling, at))
                    Trigger();
            }
        }

        private void Ends(in Event item, int at)
        {
            if (item.Outcome != Outcome.Error)
            {
                if (failed[item.Site] >= 0)
                    Fail(at, $"The try-join in {Quote(item.Computation)} gave {item.Value} though {Quote(failed[item.Site])} had failed; expected its error.");
                return;
            }

            foreach (var target in Index.Statement(in item)!.Targets)
            {
                if (Index.IsUnderWay(target, at))
                    Fail(at, $"{Quote(target)} was still alive when {Quote(item.Computation)} went on after the try-join had failed; expected it to be dropped first.");
            }
        }
    }
}
