using Conformance.Spec.Programs;
using Conformance.Spec.Rules.Analyses;
using Conformance.Spec.Traces;

namespace Conformance.Spec.Rules;

/// <summary>What happens to a computation that is cancelled, and what does not happen to others.</summary>
public static class Cancellation
{
    private const string Chapter = "Cancellation";
    private const string Manual = "Manual via AbortController";
    private const string Tree =
        "Because a Future doesn’t start automatically, it can be canceled or composed for testing before execution.";

    /// <summary>The rules of the chapter.</summary>
    public static IEnumerable<Rule> Rules() => [new AtSuspensionPoints(), new DropOrder(), new TreeOnly()];

    /// <summary>CANC-01.</summary>
    private sealed class AtSuspensionPoints : Rule
    {
        private int aborts;
        private short abortThread;

        public override RuleInfo Info { get; } =
            new()
            {
                Id = "CANC-01",
                Title = "Cancellation only at suspension points",
                Family = Family.Both,
                Chapter = Chapter,
                Text =
                    "Cancellation/timeout MUST NOT interrupt a poll or synchronous section: it takes effect only where the operation is suspended, "
                    + "so an operation finishing in the same poll still returns its value.",
                Trigger = "A body is cancelled (lazy), or an aborted sleep resumes (eager).",
                Sources =
                [
                    Articles.NodeToRust(Manual),
                    "https://docs.rs/tokio/latest/tokio/task/index.html#cancellation",
                    "https://dom.spec.whatwg.org/#aborting-ongoing-activities",
                ],
                Litmus = ["canc-01-abort-only-at-a-suspension", "canc-01-no-interruption-of-a-section", "spawn-05-abort-while-suspended"],
                Mutants = ["timeout-interrupts-poll"],
            };

        public override ReadOnlySpan<EventKind> Wants => [EventKind.Cancelled, EventKind.Aborting, EventKind.Aborted, EventKind.Resumed];

        protected override void OnBegin() => aborts = 0;

        protected override void OnEvent(in Event item, int at)
        {
            switch (item.Kind)
            {
                case EventKind.Cancelled:
                    Trigger();
                    if (Index.Get<Waits>().BeginOf(at) < 0)
                        Fail(
                            at,
                            $"{Quote(item.Computation)} was cancelled in the middle of a poll; expected cancellation only where it is suspended."
                        );
                    break;
                case EventKind.Aborting:
                    aborts++;
                    abortThread = item.Thread;
                    break;
                case EventKind.Aborted:
                    aborts--;
                    break;
                case EventKind.Resumed when IsAbortedSleep(in item):
                    Trigger();
                    if (aborts > 0 && item.Thread == abortThread)
                        Fail(
                            at,
                            $"{Quote(item.Computation)} resumed inside the abort; expected the code that aborts to run on to its own suspension first."
                        );
                    break;
            }
        }

        private bool IsAbortedSleep(in Event item) =>
            Index.Code.Program.Dialect == Dialect.Eager
            && item.Outcome == Outcome.Error
            && item.Value.AsText == "aborted"
            && Index.Statement(in item) is { Op: Op.Sleep or Op.Await };
    }

    /// <summary>CANC-02.</summary>
    private sealed class DropOrder : Rule
    {
        private int[] lastDefer = [];
        private int[] lastChild = [];

        public override RuleInfo Info { get; } =
            new()
            {
                Id = "CANC-02",
                Title = "Destructor order",
                Family = Family.Lazy,
                Chapter = Chapter,
                Text =
                    "Cancelling a suspended future MUST drop its live locals in reverse declaration order; join children drop in declaration order, "
                    + "then the enclosing locals; on normal completion locals drop inside the last poll.",
                Trigger =
                    "A second guard of a body runs, a second child of a combinator is dropped, or a body is dropped that waited for a begun one.",
                Sources = [Articles.NodeToRust(Tree), "https://doc.rust-lang.org/reference/destructors.html"],
                Litmus = ["canc-02-guards-run-before-the-handle-is-ready", "canc-02-locals-drop-in-reverse-order"],
                Mutants = ["join-drops-backwards"],
            };

        public override ReadOnlySpan<EventKind> Wants => [EventKind.DeferRan, EventKind.Cancelled];

        protected override void OnBegin()
        {
            Questions.Reset(ref lastDefer, Index.Code.Computations.Length, -1);
            Questions.Reset(ref lastChild, Index.Code.Instructions.Length, -1);
        }

        protected override void OnEvent(in Event item, int at)
        {
            if (item.Kind == EventKind.DeferRan)
                Guard(in item, at);
            else
                Drop(in item, at);
        }

        private void Guard(in Event item, int at)
        {
            ref var last = ref lastDefer[item.Computation];
            if (last >= 0)
                Trigger();
            if (last == item.Site)
                Fail(at, $"A guard of {Quote(item.Computation)} ran twice; expected each one to run once.");
            else if (last >= 0 && last < item.Site)
                Fail(at, $"The guards of {Quote(item.Computation)} ran in the order of their declaration; expected the last one first.");
            last = item.Site;
        }

        private void Drop(in Event item, int at)
        {
            var ownership = Index.Get<Ownership>();
            var site = ownership.CombineOf(item.Computation);
            if (site >= 0)
            {
                ref var last = ref lastChild[site];
                var place = ownership.PlaceOf(item.Computation);
                if (last >= 0)
                    Trigger();
                if (last > place)
                    Fail(
                        at,
                        $"{Quote(item.Computation)} was dropped after {Quote(Index.Code.Instructions[site].Targets[last])}; expected the children of a combinator to be dropped in declared order."
                    );
                last = place;
            }

            var begin = Index.Get<Waits>().BeginOf(at);
            if (begin < 0 || Index.Statement(in Index.Trace[begin]) is not { } wait)
                return;
            // What is only borrowed is a local of its own and goes in its turn.
            if (wait.Target >= 0 && !wait.Borrow)
                Inner(item.Computation, wait.Target, at);
            foreach (var target in wait.Targets)
                Inner(item.Computation, target, at);
        }

        private void Inner(int outer, int inner, int at)
        {
            if (Index.Kind(inner) != ComputationKind.Async || !Index.Before(EventKind.Started, inner, at))
                return;
            if (Index.Before(EventKind.Completed, inner, at))
                return;
            Trigger();
            if (!Index.Before(EventKind.Cancelled, inner, at))
                Fail(
                    at,
                    $"{Quote(outer)} was dropped before {Quote(inner)}, which it awaited; expected what is awaited to be dropped first, then the locals around it."
                );
        }
    }

    /// <summary>CANC-03.</summary>
    private sealed class TreeOnly : Rule
    {
        private bool[] shown = [];

        public override RuleInfo Info { get; } =
            new()
            {
                Id = "CANC-03",
                Title = "Cancellation covers the future tree, not spawned children",
                Family = Family.Lazy,
                Chapter = Chapter,
                Text =
                    "Dropping a future MUST drop every future it owns, recursively, but MUST NOT cancel tasks or closures it spawned; "
                    + "timing out on a JoinHandle leaves the task running.",
                Trigger =
                    "A body is cancelled that waited for a begun one, or a task shows whose spawner or whose holder was cancelled or timed out.",
                Sources =
                [
                    Articles.NodeToRust(Tree),
                    "https://docs.rs/tokio/latest/tokio/task/struct.JoinHandle.html",
                    "https://docs.rs/tokio/latest/tokio/time/fn.timeout.html",
                ],
                Litmus = ["canc-02-locals-drop-in-reverse-order", "canc-03-spawned-children-survive", "canc-03-timeout-of-a-handle"],
                Mutants = ["drop-forgets-what-is-awaited", "drop-of-awaited-handle-aborts"],
            };

        public override ReadOnlySpan<EventKind> Wants => [EventKind.Started, EventKind.Resumed, EventKind.Completed, EventKind.Cancelled];

        protected override void OnBegin() => Questions.Reset(ref shown, Index.Code.Computations.Length, false);

        protected override void OnEvent(in Event item, int at)
        {
            var body = item.Computation;
            if (item.Kind == EventKind.Cancelled)
                OwnedAreDropped(body, at);
            var handle = Index.Kind(body) == ComputationKind.Blocking ? body : Index.Get<Ownership>().HandleOf(body);
            // What is lent before it is spawned still belongs to who made it.
            if (handle < 0 || !Index.Before(EventKind.Creating, handle, at) || !Index.IsBeforeEnd(at))
                return;
            if (!shown[body] && IsLeftAlone(handle, at))
            {
                shown[body] = true;
                Trigger();
            }

            // A handle that was dropped by a statement, and a join set, are the matter of other rules.
            if (
                item.Kind == EventKind.Cancelled
                && Index.Kind(handle) != ComputationKind.Member
                && !Index.Before(EventKind.Aborting, handle, at)
                && !Index.Before(EventKind.Dropping, handle, at)
            )
                Fail(
                    at,
                    $"{Quote(body)} was cancelled though nobody aborted it; expected a spawned computation to outlive whoever spawned or awaited it."
                );
        }

        private void OwnedAreDropped(int body, int at)
        {
            var begin = Index.Get<Waits>().BeginOf(at);
            if (begin < 0 || Index.Statement(in Index.Trace[begin]) is not { } wait)
                return;
            if (wait.Target >= 0)
                IsDropped(body, wait.Target, at);
            foreach (var target in wait.Targets)
                IsDropped(body, target, at);
        }

        private void IsDropped(int outer, int inner, int at)
        {
            if (Index.Kind(inner) != ComputationKind.Async || !Index.Before(EventKind.Started, inner, at))
                return;
            if (Index.Before(EventKind.Completed, inner, at))
                return;
            Trigger();
            if (Index.First(EventKind.Cancelled, inner) < 0)
                Fail(
                    at,
                    $"{Quote(inner)} was not dropped though {Quote(outer)}, which awaited it, was; expected the whole tree to be dropped."
                );
        }

        private bool IsLeftAlone(int handle, int at)
        {
            var computation = Index.Code.Computations[handle];
            if (Index.Before(EventKind.Cancelled, computation.Parent, at))
                return true;
            if (computation.Consumer < 0)
                return false;
            var consumer = Index.Code.Instructions[computation.Consumer];
            if (Index.Before(EventKind.Cancelled, consumer.Owner, at))
                return true;
            return consumer.Op == Op.Timeout && Index.Before(EventKind.Resumed, handle, at);
        }
    }
}
