using Conformance.Spec.Programs;
using Conformance.Spec.Rules.Analyses;
using Conformance.Spec.Traces;

namespace Conformance.Spec.Rules;

/// <summary>A lazy result is taken once.</summary>
public static class SingleConsumer
{
    /// <summary>The rules of the chapter.</summary>
    public static IEnumerable<Rule> Rules() => [new ResultTakenOnce()];

    /// <summary>MEMO-04.</summary>
    private sealed class ResultTakenOnce : Rule
    {
        private int[] taken = [];

        public override RuleInfo Info { get; } =
            new()
            {
                Id = "MEMO-04",
                Title = "Lazy results are single-consumer",
                Family = Family.Lazy,
                Chapter = "Memoized resolution",
                Text =
                    "A lazy future or join handle yields its output exactly once; polling it again after Ready MUST fail loudly (panic), "
                    + "and sharing MUST need an explicit adapter that runs the future once for all clones.",
                Trigger = "A future or join handle is awaited again after it gave its result, or a shared one is read a second time.",
                Sources =
                [
                    Articles.NodeToRust(
                        "The executor polls the future and allows you to retrieve the result asynchronously through a JoinHandle."
                    ),
                    "https://doc.rust-lang.org/std/future/trait.Future.html#tymethod.poll",
                    "https://docs.rs/futures/latest/futures/future/struct.Shared.html",
                ],
                Litmus = ["memo-04-polled-after-completion", "memo-04-shared-runs-once"],
                Mutants = ["stale-result"],
            };

        public override ReadOnlySpan<EventKind> Wants => [EventKind.Started, EventKind.Awaiting, EventKind.Resumed, EventKind.Completed];

        protected override void OnBegin() => Questions.Reset(ref taken, Index.Code.Computations.Length, -1);

        protected override void OnEvent(in Event item, int at)
        {
            switch (item.Kind)
            {
                case EventKind.Awaiting when IsAgain(in item):
                    Trigger();
                    break;
                case EventKind.Resumed when item.Subject >= 0 && !MayBeOfTheTimeout(in item):
                    Resumed(in item, at);
                    break;
                case EventKind.Completed when item.Outcome != Outcome.Panic:
                    var begin = Index.Get<Waits>().BeginOf(at);
                    if (begin >= 0 && IsAgainAt(begin))
                        Fail(
                            at,
                            $"{Quote(item.Computation)} ended without a panic though it awaited {Quote(Index.Trace[begin].Subject)} again after its end; expected a panic."
                        );
                    break;
                case EventKind.Started when Index.First(EventKind.Started, item.Subject) != at:
                    Fail(at, $"The body of {Quote(item.Subject)} ran a second time; expected one run for all who await it.");
                    break;
            }
        }

        protected override void OnEnd()
        {
            if (Index.Trace.Ending != Ending.Deadlock)
                return;
            for (var id = 0; id < Index.Code.Computations.Length; id++)
            {
                var begin = Index.Get<Waits>().Open(id);
                if (begin >= 0 && IsAgainAt(begin))
                    Fail(
                        begin,
                        $"{Quote(id)} waits forever for {Quote(Index.Trace[begin].Subject)}, whose result it took before; expected a panic."
                    );
            }
        }

        private void Resumed(in Event item, int at)
        {
            var computation = item.Subject;
            var kind = Index.Kind(computation);
            if (taken[computation] < 0)
            {
                taken[computation] = at;
                IsTheOutput(in item, at);
                return;
            }

            ref readonly var first = ref Index.Trace[taken[computation]];
            if (kind != ComputationKind.Shared)
            {
                if (IsOnce(kind))
                    Fail(
                        at,
                        $"{Quote(item.Computation)} awaited {Quote(computation)} again after its end and went on with {item.Value}; expected a panic: a result is taken once."
                    );
                return;
            }

            Trigger();
            if (first.Outcome != item.Outcome || first.Value != item.Value)
                Fail(
                    at,
                    $"{Quote(computation)} gave {item.Value} to {Quote(item.Computation)} and {first.Value} before; expected the same for every reader."
                );
        }

        private void IsTheOutput(in Event item, int at)
        {
            var body = Index.Kind(item.Subject) == ComputationKind.Handle ? Index.Code.Computations[item.Subject].Subject : item.Subject;
            if (item.Outcome != Outcome.Value || Index.Kind(body) is not (ComputationKind.Async or ComputationKind.Blocking))
                return;
            var end = Index.First(EventKind.Completed, body);
            if (end < 0 || end > at || Index.Trace[end].Value == item.Value)
                return;
            Trigger();
            Fail(
                at,
                $"{Quote(item.Subject)} gave {item.Value} to {Quote(item.Computation)}, but {Quote(body)} had ended with {Index.Trace[end].Value}; expected its output."
            );
        }

        // A reader that gives up after a time has no result, though others may just have got one.
        private bool MayBeOfTheTimeout(in Event item) =>
            Index.Kind(item.Subject) == ComputationKind.Shared
            && Index.Statement(in item) is { Op: Op.Timeout }
            && item.Outcome == Outcome.Error
            && item.Value.AsText == "elapsed";

        private bool IsAgainAt(int begin)
        {
            ref readonly var item = ref Index.Trace[begin];
            return IsAgain(in item) && taken[item.Subject] < begin;
        }

        private bool IsAgain(in Event item) => item.Subject >= 0 && taken[item.Subject] >= 0 && IsOnce(Index.Kind(item.Subject));

        // A timer or a probe may be polled after its end by whoever wrote it so; a body or a handle may not.
        private static bool IsOnce(ComputationKind kind) =>
            kind is ComputationKind.Async or ComputationKind.Handle or ComputationKind.Blocking;
    }
}
