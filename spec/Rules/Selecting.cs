using Conformance.Spec.Programs;
using Conformance.Spec.Rules.Analyses;
using Conformance.Spec.Traces;

namespace Conformance.Spec.Rules;

/// <summary>The first of several computations.</summary>
public static class Selecting
{
    internal const string Chapter = "Select";
    internal const string SelectDocs = "https://docs.rs/tokio/latest/tokio/macro.select.html";

    /// <summary>The rules of the chapter.</summary>
    public static IEnumerable<Rule> Rules() => [new LosersAreDropped(), new BranchOrder(), new DisabledBranches()];

    /// <summary>SEL-01.</summary>
    private sealed class LosersAreDropped : Rule
    {
        public override RuleInfo Info { get; } =
            new()
            {
                Id = "SEL-01",
                Title = "select: first ready wins, losers dropped before the handler",
                Family = Family.Lazy,
                Chapter = Chapter,
                Text =
                    "select! MUST complete with the first ready branch; the other futures MUST be dropped before the winning handler body runs; "
                    + "futures passed by reference survive.",
                Trigger = "A select gives its result while another of its futures has begun.",
                Sources =
                [
                    SelectDocs + " (\"the remaining async expressions are dropped\")",
                    "https://github.com/tokio-rs/tokio/blob/master/tokio/tests/macros_select.rs (drop_in_fut)",
                ],
                Litmus = ["sel-01-losers-are-dropped-first", "select-drops-the-losers"],
                Mutants = ["select-keeps-the-losers", "select-goes-on-polling"],
            };

        public override bool Concerns(Code code) => code.Has(Op.Combine);

        public override ReadOnlySpan<EventKind> Wants => [EventKind.Resumed];

        protected override void OnEvent(in Event item, int at)
        {
            if (Index.Statement(in item) is not { IsSelect: true } select)
                return;
            var ended = 0;
            var losers = 0;
            foreach (var target in select.Targets)
            {
                if (Index.Kind(target) != ComputationKind.Async || !Index.Before(EventKind.Started, target, at))
                    continue;
                if (Index.First(EventKind.Completed, target) is >= 0 and var end && end < at)
                {
                    // What was lent before and had ended then did not end here; what its pattern refuted did not win.
                    var isOut = DisabledBranches.Refutes(select, Index.Get<Ownership>().PlaceOf(target), in Index.Trace[end]);
                    ended += end > Index.Get<Waits>().BeginOf(at) && !isOut ? 1 : 0;
                    continue;
                }

                losers++;
                if (!Index.Before(EventKind.Cancelled, target, at))
                    Fail(
                        at,
                        $"{Quote(target)} had not been dropped when the select in {Quote(item.Computation)} gave its result; expected the losers to be dropped before what follows runs."
                    );
            }

            if (losers + ended > 1)
                Trigger();
            if (ended > 1)
                Fail(
                    at,
                    $"{ended} branches of the select in {Quote(item.Computation)} ran to their end; expected the first ready one to win at once."
                );
        }
    }

    /// <summary>SEL-02.</summary>
    private sealed class BranchOrder : Rule
    {
        private int[] awaited = [];

        public override RuleInfo Info { get; } =
            new()
            {
                Id = "SEL-02",
                Title = "Branch polling order",
                Family = Family.Lazy,
                Chapter = Chapter,
                Text =
                    "With biased; branches MUST be polled top to bottom; without it the starting branch MUST be pseudo-random, "
                    + "so with several ready branches any may win.",
                Trigger =
                    "A branch is polled for the first time by a select of several; which one an unbiased select begins with is counted.",
                Sources =
                [
                    SelectDocs + "#fairness",
                    "https://github.com/tokio-rs/tokio/blob/master/tokio/tests/macros_select.rs (biased_one_not_ready)",
                ],
                Litmus = ["sel-02-biased-polls-top-to-bottom", "sel-02-any-ready-branch-may-win"],
                Mutants = ["biased-select-starts-anywhere"],
            };

        public override bool Concerns(Code code) => code.Has(Op.Combine);

        public override ReadOnlySpan<EventKind> Wants => [EventKind.Awaiting, EventKind.Started, EventKind.PollBegin];

        public override IReadOnlyList<string> Options { get; } = ["the first branch first", "another branch first"];

        protected override void OnBegin() => Questions.Reset(ref awaited, Index.Code.Computations.Length, -1);

        protected override void OnEvent(in Event item, int at)
        {
            if (item.Kind == EventKind.Awaiting)
            {
                awaited[item.Computation] = at;
                return;
            }

            if (Index.StartOf(item.Subject) != at || Index.Get<Ownership>().CombineOf(item.Subject) is not (>= 0 and var site))
                return;
            var select = Index.Code.Instructions[site];
            if (!select.IsSelect || select.Targets.Length < 2 || !Waits(select, out var begin))
                return;
            var place = Index.Get<Ownership>().PlaceOf(item.Subject);
            Trigger();
            if (select.Combinator == CombinatorKind.Select)
            {
                if (!select.HasBranches && IsFirst(select, at))
                    Took(place == 0 ? 0 : 1);
                return;
            }

            for (var i = 0; i < place; i++)
            {
                var earlier = select.Targets[i];
                if (!DisabledBranches.IsEnabled(in Index.Trace[begin], i))
                    continue;
                if (Index.ShowsStart(earlier) && Index.StartOf(earlier) is var start && (start < 0 || start > at))
                    Fail(
                        at,
                        $"{Quote(item.Subject)} was polled before {Quote(earlier)}; expected a biased select to poll its branches from top to bottom."
                    );
            }
        }

        private bool Waits(Instruction select, out int begin) =>
            (begin = awaited[select.Owner]) >= 0 && Index.Trace[begin].Site == select.Site;

        // Branches that do not show their first poll could have been polled before.
        private bool IsFirst(Instruction select, int at)
        {
            foreach (var target in select.Targets)
            {
                if (!Index.ShowsStart(target) || (Index.StartOf(target) is >= 0 and var start && start < at))
                    return false;
            }

            return true;
        }
    }
}
