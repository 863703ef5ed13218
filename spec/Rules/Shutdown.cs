using Conformance.Spec.Programs;
using Conformance.Spec.Rules.Analyses;
using Conformance.Spec.Runtimes;
using Conformance.Spec.Traces;

namespace Conformance.Spec.Rules;

/// <summary>What becomes of unfinished work when the main body has ended.</summary>
public static class Shutdown
{
    internal const string Chapter = "Shutdown";
    private const string Docs = "https://docs.rs/tokio/latest/tokio/runtime/struct.Runtime.html#shutdown";

    /// <summary>The rules of the chapter.</summary>
    public static IEnumerable<Rule> Rules() => [new DropsPendingTasks(), new RootEndsTheProgram(), new ExitIsImmediate()];

    /// <summary>SHUT-01.</summary>
    private sealed class DropsPendingTasks : Rule
    {
        public override RuleInfo Info { get; } =
            new()
            {
                Id = "SHUT-01",
                Title = "Runtime shutdown drops pending tasks",
                Family = Family.Lazy,
                Chapter = Chapter,
                Text =
                    "Dropping a runtime MUST drop every unfinished task at its suspension point (destructors run, no further body event), "
                    + "including never-polled ones; spawning afterwards yields a cancelled handle.",
                Trigger = "An async body has begun and has not ended when the main body ends.",
                Sources =
                [
                    Articles.NodeToRust("The executor is responsible for actually driving the future to completion."),
                    Docs,
                    "https://github.com/tokio-rs/tokio/blob/master/tokio/tests/rt_common.rs (outstanding_tasks_dropped)",
                ],
                Litmus = ["shut-01-unfinished-tasks-are-dropped", "the-end-of-main-drops-the-tasks"],
                Mutants = ["shutdown-leaks-tasks"],
            };

        public override bool Concerns(Code code) => code.Has(ComputationKind.Handle);

        public override ReadOnlySpan<EventKind> Wants => [EventKind.Started, EventKind.Resumed];

        protected override void OnEvent(in Event item, int at)
        {
            // Other threads may go on until the runtime begins to shut down.
            if (Index.Trace.Runtime.Workers > 1 || Index.IsBeforeEnd(at) || Index.Code.Tasks[item.Computation] <= 0)
                return;
            if (Index.IsOffExecutor(item.Computation))
                return;
            Fail(at, $"{Quote(item.Computation)} ran on after the main body had ended; expected it to be dropped where it was.");
        }

        protected override void OnEnd()
        {
            if (Index.Trace.Ending is not (Ending.Completed or Ending.Failed))
                return;
            var end = Index.First(EventKind.Completed, 0);
            foreach (var body in Index.Code.Computations)
            {
                if (body.Kind != ComputationKind.Async || !Index.IsUnderWay(body.Id, end))
                    continue;
                Trigger();
                if (Index.IsUnderWay(body.Id, Index.Trace.Count))
                    Fail(
                        Index.Trace.Count - 1,
                        $"{Quote(body.Id)} was neither finished nor dropped when the runtime had shut down; expected every unfinished task to be dropped."
                    );
            }
        }
    }

    /// <summary>SHUT-02.</summary>
    private sealed class RootEndsTheProgram : Rule
    {
        public override RuleInfo Info { get; } =
            new()
            {
                Id = "SHUT-02",
                Title = "When the program ends",
                Family = Family.Both,
                Chapter = Chapter,
                Text =
                    "Eager: the process MUST end only when no timer, immediate, job or busy worker is left (pending promises do not count). "
                    + "Lazy: return of the root ends the program regardless of spawned tasks (only started blocking closures are waited for).",
                Trigger =
                    "The main body ends while a spawned task is unfinished, or, eager, while a timer, an immediate, a job or a worker is.",
                Sources =
                [
                    Articles.NodeToRust("With this approach, you can achieve nearly the same behavior as using Promises in Node.js."),
                    Docs,
                    "libuv, design overview, the I/O loop: alive",
                    "Node.js documentation, process, exit codes",
                    "https://docs.rs/tokio/latest/tokio/task/fn.spawn.html",
                ],
                Litmus =
                [
                    "shut-02-the-loop-runs-until-nothing-is-left",
                    "shut-02-a-worker-that-computes-keeps-the-program",
                    "shut-02-the-root-ends-the-program",
                    "the-end-of-main-drops-the-tasks",
                    "exit-listeners-run-at-the-end",
                ],
                Mutants = ["ends-with-main", "shutdown-waits-for-tasks"],
            };

        public override bool Concerns(Code code) => code.Program.Dialect == Dialect.Eager || code.Has(ComputationKind.Handle);

        public override ReadOnlySpan<EventKind> Wants => [EventKind.Completed, EventKind.Resumed];

        public override bool AppliesTo(RuntimeDescription runtime) => runtime.Clock != ClockKind.Real && base.AppliesTo(runtime);

        protected override void OnEvent(in Event item, int at)
        {
            if (Index.Code.Program.Dialect == Dialect.Eager)
                return;
            if (item.Kind == EventKind.Completed)
            {
                if (item.Subject == 0)
                    Ends(at);
                return;
            }

            var end = Index.First(EventKind.Completed, 0);
            if (end < 0 || at < end || Index.Get<Waits>().BeginOf(at) is not (>= 0 and var begin))
                return;
            if (
                Index.Get<Deadlines>().Of(begin) is var due
                && due != Deadlines.None
                && due > Index.Trace[end].Time
                && !HasComputedUntilNow(in item, at)
            )
                Fail(
                    at,
                    $"{Quote(item.Computation)} was waited for until {item.Time} though the main body had ended at {Index.Trace[end].Time}; expected the program to end with its main body."
                );
        }

        /// <summary>Whether the poll that finds a timer over has computed until now: if the timer asks the clock, nobody has waited for it.</summary>
        private bool HasComputedUntilNow(in Event item, int at)
        {
            var deadlines = Index.Get<Deadlines>();
            var last = deadlines.LastCompute(at);
            while (last >= 0 && Index.Trace[last].Thread != item.Thread)
                last = deadlines.LastCompute(last);
            return last >= 0 && Index.Trace[last].Kind == EventKind.ComputeEnd && Index.Trace[last].Time == item.Time;
        }

        protected override void OnEnd()
        {
            var end = Index.First(EventKind.Completed, 0);
            var leaving = Leaving;
            if (Index.Code.Program.Dialect == Dialect.Lazy || end < 0 || Index.Trace.Ending is not (Ending.Completed or Ending.Failed))
                return;
            foreach (var work in Index.Code.Computations)
            {
                if (
                    work.Kind
                        is not (ComputationKind.Timer or ComputationKind.Immediate or ComputationKind.Blocking or ComputationKind.Worker)
                    || Index.First(EventKind.Creating, work.Id) is not (>= 0 and var made)
                    || made > leaving
                    || Index.First(EventKind.Dropping, work.Id) >= 0
                    || Index.First(EventKind.Terminating, work.Id) >= 0
                    || Index.Before(EventKind.Completed, work.Id, end)
                )
                    continue;
                Trigger();
                if (Index.First(EventKind.Completed, work.Id) < 0)
                    Fail(
                        Index.Trace.Count - 1,
                        $"The program ended while {Quote(work.Id)} was left; expected the loop to run until no timer, immediate, job or busy worker is."
                    );
            }
        }

        /// <summary>When the listeners for the end begin to run: what they queue never runs.</summary>
        private int Leaving
        {
            get
            {
                foreach (var listener in Index.Code.Computations)
                {
                    if (listener.Kind == ComputationKind.ExitListener && Index.First(EventKind.Started, listener.Id) is >= 0 and var at)
                        return at;
                }

                return Index.Trace.Count;
            }
        }

        private void Ends(int at)
        {
            foreach (var handle in Index.Code.Computations)
            {
                if (
                    handle.Kind == ComputationKind.Handle
                    && Index.Before(EventKind.Created, handle.Id, at)
                    && Index.ShowsStart(handle.Subject)
                    && !IsOver(handle, at)
                )
                {
                    Trigger();
                    return;
                }
            }
        }

        private bool IsOver(Computation handle, int at) =>
            Index.Before(EventKind.Completed, handle.Subject, at)
            || Index.Before(EventKind.Cancelled, handle.Subject, at)
            || Index.Before(EventKind.Aborting, handle.Id, at)
            || Index.Kind(handle.Subject) == ComputationKind.Probe;
    }
}
