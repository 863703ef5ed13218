using Conformance.Spec.Programs;
using Conformance.Spec.Rules.Analyses;
using Conformance.Spec.Traces;

namespace Conformance.Spec.Rules;

/// <summary>Where a failure goes, and where it does not.</summary>
public static class Failure
{
    internal const string Chapter = "Panic and rejection";
    private const string Join = "let (io_result, cpu_result) = tokio::join!(handle_io, handle_cpu);";

    /// <summary>The rules of the chapter.</summary>
    public static IEnumerable<Rule> Rules() =>
        [new TaskFailuresIsolated(), new TaskFailsAsOne(), new UnhandledRejection(), new UncaughtExceptions()];

    /// <summary>ERR-01.</summary>
    private sealed class TaskFailuresIsolated : Rule
    {
        private int failed;

        public override RuleInfo Info { get; } =
            new()
            {
                Id = "ERR-01",
                Title = "Task failures are captured and isolated",
                Family = Family.Both,
                Chapter = Chapter,
                Text =
                    "A panic/throw in a task, blocking closure or worker MUST be delivered to its handle/error event only; other tasks continue; "
                    + "unobserved task panics are otherwise silent (Tokio).",
                Trigger = "A spawned task or a job off the executor fails, or its handle tells so.",
                Sources =
                [
                    Articles.NodeToRust(Join),
                    "https://docs.rs/tokio/latest/tokio/task/struct.JoinError.html",
                    "https://github.com/tokio-rs/tokio/blob/master/tokio/tests/rt_common.rs (panic_in_task)",
                    "https://nodejs.org/api/worker_threads.html#event-error",
                ],
                Litmus =
                [
                    "err-01-a-failing-job-fails-alone",
                    "article-1-the-second-handle-is-detached",
                    "article-2-a-failing-connection-fails-alone",
                    "err-01-failures-go-to-the-handle",
                    "err-02-a-panic-fails-the-whole-task",
                ],
                Mutants = ["panic-becomes-value"],
            };

        public override ReadOnlySpan<EventKind> Wants => [EventKind.Completed, EventKind.Resumed];

        protected override void OnBegin() => failed = -1;

        protected override void OnEvent(in Event item, int at)
        {
            if (item.Kind == EventKind.Resumed)
            {
                if (item.Subject >= 0 && Index.Statement(in item) is { Op: Op.Await })
                    Delivers(in item, at);
            }
            else if (item.Outcome is Outcome.Error or Outcome.Panic && IsTask(item.Subject))
            {
                Trigger();
                failed = at;
            }
        }

        protected override void OnEnd()
        {
            // An eager process may well end because nobody handled the rejection.
            if (failed < 0 || Index.Code.Program.Dialect == Dialect.Eager || Index.Trace.Ending is not (Ending.Completed or Ending.Failed))
                return;
            var end = Index.First(EventKind.Completed, 0);
            if (end < 0 || (Index.Trace.Ending == Ending.Failed && Index.Trace[end].Outcome == Outcome.Value))
                Fail(
                    failed,
                    $"The failure of {Quote(Index.Trace[failed].Subject)} ended the program; expected only its handle to tell of it."
                );
        }

        private bool IsTask(int computation) =>
            Index.Kind(computation) == ComputationKind.Blocking
            || (Index.Code.Program.Dialect == Dialect.Lazy && Index.Get<Ownership>().HandleOf(computation) >= 0);

        private void Delivers(in Event item, int at)
        {
            var kind = Index.Kind(item.Subject);
            var body =
                kind == ComputationKind.Handle && Index.RunsBody(item.Subject)
                    ? Index.Code.Computations[item.Subject].Subject
                    : item.Subject;
            if (kind is not (ComputationKind.Handle or ComputationKind.Blocking) || !Index.Before(EventKind.Completed, body, at))
                return;
            ref readonly var end = ref Index.Trace[Index.First(EventKind.Completed, body)];
            if (end.Outcome is not (Outcome.Error or Outcome.Panic))
                return;
            Trigger();
            var message = end.Value.AsText;
            var isSame = end.Outcome == Outcome.Panic ? IsPanic(item.Value.AsText, message) : item.Value.AsText == message;
            if (item.Outcome != Outcome.Error || !isSame)
                Fail(
                    at,
                    $"The handle {Quote(item.Subject)} gave {item.Value} though {Quote(body)} failed with {message}; expected its failure."
                );
        }

        private static bool IsPanic(string text, string message) =>
            text.StartsWith("panic: ", StringComparison.Ordinal) && text.AsSpan(7).SequenceEqual(message);
    }

    /// <summary>ERR-02.</summary>
    private sealed class TaskFailsAsOne : Rule
    {
        private int[] panicked = [];
        private bool[] begun = [];

        public override RuleInfo Info { get; } =
            new()
            {
                Id = "ERR-02",
                Title = "Failures within one task or the root propagate",
                Family = Family.Lazy,
                Chapter = Chapter,
                Text =
                    "A panic in a child of join!/select! MUST fail the whole task (siblings dropped); "
                    + "a panic in the root future propagates out of block_on, dropping the runtime's tasks.",
                Trigger = "A future panics that another one awaits in place, or the main body panics.",
                Sources =
                [
                    Articles.NodeToRust("execution begins only when the futures::join! macro is called"),
                    "https://github.com/tokio-rs/tokio/blob/master/tokio/tests/rt_common.rs (panic_in_block_on)",
                ],
                Litmus = ["err-02-a-panic-fails-the-whole-task", "err-02-a-panic-of-the-root-ends-the-program"],
                Mutants = ["join-collects-panics"],
            };

        public override ReadOnlySpan<EventKind> Wants =>
            [EventKind.Awaiting, EventKind.Resumed, EventKind.Completed, EventKind.Started, EventKind.PollBegin];

        protected override void OnBegin()
        {
            Questions.Reset(ref panicked, Index.Code.Instructions.Length, -1);
            Questions.Reset(ref begun, Index.Code.Instructions.Length, false);
        }

        protected override void OnEvent(in Event item, int at)
        {
            var site = Index.Kind(item.Computation) == ComputationKind.Blocking ? -1 : Index.Code.Computations[item.Computation].Consumer;
            if (item is { Kind: EventKind.Awaiting, Site: >= 0 })
                begun[item.Site] = true;
            if (item.Kind == EventKind.Completed && item.Outcome == Outcome.Panic)
                Panics(in item, at, site);
            else if (item.Kind == EventKind.Resumed && panicked[item.Site] >= 0)
                Fail(
                    at,
                    $"{Quote(item.Computation)} went on after {Quote(panicked[item.Site])}, which it awaited in place, had panicked; expected the whole task to fail."
                );
            else if (site >= 0 && panicked[site] >= 0)
                Fail(
                    at,
                    $"{Quote(item.Computation)} ran on after its sibling {Quote(panicked[site])} had panicked; expected the whole task to fail."
                );
        }

        private void Panics(in Event item, int at, int site)
        {
            var ending = Index.Trace.Ending;
            if (item.Computation == 0)
            {
                Trigger();
                if (ending != Ending.Failed)
                    Fail(at, $"The main body panicked, yet the program ended as {ending}; expected it to fail.");
                return;
            }

            // What is lent to another statement may panic there, before the one that it belongs to begins.
            if (site < 0 || !begun[site] || panicked[site] >= 0)
                return;
            if (Index.Code.Instructions[site] is not { Op: Op.Await or Op.Timeout or Op.Combine } wait)
                return;
            Trigger();
            panicked[site] = item.Computation;
            if (ending is not (Ending.Completed or Ending.Failed or Ending.Deadlock))
                return;
            var end = Index.First(EventKind.Completed, wait.Owner);
            if (end < 0 || Index.Trace[end].Outcome != Outcome.Panic)
                Fail(
                    at,
                    $"{Quote(item.Computation)} panicked, yet {Quote(wait.Owner)}, which awaited it in place, did not; expected the whole task to fail."
                );
            foreach (var sibling in wait.Targets)
            {
                if (sibling != item.Computation && Index.IsUnderWay(sibling, at) && Index.First(EventKind.Cancelled, sibling) < 0)
                    Fail(
                        at,
                        $"{Quote(sibling)} was not dropped though its sibling {Quote(item.Computation)} had panicked; expected the whole task to be dropped."
                    );
            }
        }
    }
}
