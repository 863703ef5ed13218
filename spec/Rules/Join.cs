using Conformance.Spec.Programs;
using Conformance.Spec.Rules.Analyses;
using Conformance.Spec.Runtimes;
using Conformance.Spec.Traces;

namespace Conformance.Spec.Rules;

/// <summary>Computations that are awaited together.</summary>
public static class Join
{
    internal const string Chapter = "Join";
    internal const string JoinDocs = "https://docs.rs/tokio/latest/tokio/macro.join.html";

    /// <summary>The rules of the chapter.</summary>
    public static IEnumerable<Rule> Rules() =>
        [
            new FirstPollInOrder(),
            new AllByPosition(),
            new OneTask(),
            new JoinPolls.Rotation(),
            new TryJoinShortCircuits(),
            new JoinPolls.WakeGranularity(),
        ];

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
                Litmus =
                [
                    "join-02-all-gives-results-by-position",
                    "article-1-concurrent-join",
                    "article-1-io-beside-cpu",
                    "join-02-results-by-position",
                    "join-02-waits-for-the-rest-of-a-failure",
                    "lazy-03-join-takes-the-longest",
                    "poll-01-no-poll-after-completion",
                ],
                Mutants = ["values-by-completion", "join-orders-by-completion"],
            };

        public override ReadOnlySpan<EventKind> Wants => [EventKind.Resumed, EventKind.ComputeEnd];

        public override bool Concerns(Code code) => code.Has(Op.Combine);

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
                allKnown &= end >= 0 && !Adopts(in Index.Trace[end]);
                if (end > at || (end < 0 && Index.IsUnderWay(Body(child), at)))
                {
                    Fail(
                        at,
                        $"The join in {Quote(item.Computation)} ended before {Quote(child)} did; expected it to wait for every child."
                    );
                    return;
                }

                last = Math.Max(last, end);
                if (TryExpect(child, end, out var expected) && results[i] != expected)
                {
                    Fail(
                        at,
                        $"The join in {Quote(item.Computation)} gave {item.Value}; expected {expected} of {Quote(child)} at position {i + 1}."
                    );
                    return;
                }
            }

            if (allKnown && Index.Trace.Runtime.Clock == ClockKind.Virtual && lastCompute < last && IsLate(in item, at, last))
                Fail(
                    at,
                    $"The join in {Quote(item.Computation)} ended at {item.Time}; expected {Index.Trace[last].Time}, when its last child {Quote(Index.Trace[last].Subject)} ended."
                );
        }

        // Eager: a body that returns a computation settles only when that does.
        private bool Adopts(in Event end) => Index.Statement(in end) is { Op: Op.Return, Target: >= 0 };

        // Children may all have ended before the join is awaited.
        private bool IsLate(in Event item, int at, int last) =>
            Index.Get<Waits>().BeginOf(at) is >= 0 and var begin && item.Time > Math.Max(Index.Trace[begin].Time, Index.Trace[last].Time);

        private int Body(int child) =>
            Index.Kind(child) == ComputationKind.Handle && Index.RunsBody(child) ? Index.Code.Computations[child].Subject : child;

        private bool HasBody(int child) => Index.Kind(Body(child)) is ComputationKind.Async or ComputationKind.Blocking;

        private int EndOf(int child) => HasBody(child) ? Index.First(EventKind.Completed, Body(child)) : -1;

        private bool TryExpect(int child, int end, out Value expected)
        {
            expected = Value.Unit;
            if (end < 0 || Adopts(in Index.Trace[end]))
                return false;
            ref readonly var completed = ref Index.Trace[end];
            expected = completed.Outcome switch
            {
                Outcome.Error => Value.Error(completed.Value.AsText),
                Outcome.Panic => Value.Error($"panic: {completed.Value.AsText}"),
                _ => completed.Value,
            };
            return true;
        }
    }

    /// <summary>JOIN-05.</summary>
    private sealed class TryJoinShortCircuits : Rule
    {
        private int[] failed = [];
        private bool[] begun = [];

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
                Litmus = ["join-05-try-join-drops-the-rest"],
                Mutants = ["try-join-waits-for-all"],
            };

        public override ReadOnlySpan<EventKind> Wants =>
            [EventKind.Started, EventKind.Awaiting, EventKind.Resumed, EventKind.PollBegin, EventKind.Completed];

        public override bool Concerns(Code code) => code.Has(Op.Combine);

        protected override void OnBegin()
        {
            Questions.Reset(ref failed, Index.Code.Instructions.Length, -1);
            Questions.Reset(ref begun, Index.Code.Instructions.Length, false);
        }

        protected override void OnEvent(in Event item, int at)
        {
            if (item.Kind == EventKind.Awaiting)
            {
                begun[item.Site] = true;
                return;
            }

            if (item.Kind == EventKind.Resumed && IsTryJoin(item.Site))
                Ends(in item, at);
            var site = Index.Get<Ownership>().CombineOf(item.Computation);
            if (!IsTryJoin(site))
                return;
            if (failed[site] >= 0)
                Fail(at, $"{Quote(item.Computation)} ran on after {Quote(failed[site])} had failed; expected try-join to drop it at once.");
            else if (begun[site] && item is { Kind: EventKind.Completed, Outcome: Outcome.Error })
                Fails(item.Computation, site, at);
        }

        private bool IsTryJoin(int site) =>
            site >= 0 && Index.Code.Instructions[site] is { Op: Op.Combine, Combinator: CombinatorKind.TryJoin };

        private void Fails(int child, int site, int at)
        {
            failed[site] = child;
            foreach (var sibling in Index.Code.Instructions[site].Targets)
            {
                if (sibling != child && Index.IsUnderWay(sibling, at))
                    Trigger();
            }
        }

        private void Ends(in Event item, int at)
        {
            if (item.Outcome != Outcome.Error)
            {
                if (failed[item.Site] >= 0)
                    Fail(
                        at,
                        $"The try-join in {Quote(item.Computation)} gave {item.Value} though {Quote(failed[item.Site])} had failed; expected its error."
                    );
                return;
            }

            foreach (var target in Index.Statement(in item)!.Targets)
            {
                if (Index.IsUnderWay(target, at))
                    Fail(
                        at,
                        $"{Quote(target)} was still alive when {Quote(item.Computation)} went on after the try-join had failed; expected it to be dropped first."
                    );
            }
        }
    }
}
