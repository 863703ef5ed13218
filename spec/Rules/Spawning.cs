using Conformance.Spec.Programs;
using Conformance.Spec.Rules.Analyses;
using Conformance.Spec.Runtimes;
using Conformance.Spec.Traces;

namespace Conformance.Spec.Rules;

/// <summary>Tasks of their own: when they start, and how their handles end them or do not.</summary>
public static class Spawning
{
    private const string Chapter = "Spawning";
    private const string HandleDocs = "https://docs.rs/tokio/latest/tokio/task/struct.JoinHandle.html";

    /// <summary>The rules of the chapter.</summary>
    public static IEnumerable<Rule> Rules() => [new RunsWithoutAwait(), new NeverInline(), new StartsAnyTime(), new DropDetaches(), new AbortByPhase()];

    /// <summary>SPAWN-01.</summary>
    private sealed class RunsWithoutAwait : Rule
    {
        public override RuleInfo Info { get; } =
            new()
            {
                Id = "SPAWN-01",
                Title = "A spawned task runs without being awaited",
                Family = Family.Lazy,
                Chapter = Chapter,
                Text =
                    "spawn MUST make the task eligible at once; it progresses whenever its runtime runs, whether or not the handle is awaited, "
                    + "but it never runs if the runtime never gets control again.",
                Trigger = "After a spawn whose handle is not awaited the runtime has had nothing else to do.",
                Sources =
                [
                    Articles.NodeToRust("In particular, you can register a future with the executor right away using tokio::spawn, which starts execution immediately"),
                    "https://docs.rs/tokio/latest/tokio/task/fn.spawn.html",
                    "https://github.com/tokio-rs/tokio/blob/master/tokio/tests/rt_basic.rs (spawned_task_does_not_progress_without_block_on)",
                ],
                Litmus = [],
                Mutants = [],
            };

        public override ReadOnlySpan<EventKind> Wants => [EventKind.Created];

        protected override void OnEvent(in Event item, int at)
        {
            if (Index.Kind(item.Subject) != ComputationKind.Handle)
                return;
            var handle = item.Subject;
            var body = Index.Code.Computations[handle].Subject;
            var rest = Index.Get<Rests>().FirstAfter(at);
            if (rest < 0 && Index.Trace.Ending == Ending.Deadlock)
                rest = Index.Trace.Count - 1;
            if (rest < 0 || !Index.ShowsStart(body) || Index.Before(EventKind.Aborting, handle, rest) || Index.Before(EventKind.Awaiting, handle, rest))
                return;
            Trigger();
            if (Index.StartOf(body) is var start && (start < 0 || start > rest))
                Fail(rest, $"{Quote(body)} had not started when the runtime had nothing else to do; expected a spawned task to run without being awaited.");
        }
    }

    /// <summary>SPAWN-02.</summary>
    private sealed class NeverInline : Rule
    {
        private bool[] running = [];

        public override RuleInfo Info { get; } =
            new()
            {
                Id = "SPAWN-02",
                Title = "spawn never runs inline (current thread)",
                Family = Family.Lazy,
                Chapter = Chapter,
                Text = "On a current_thread runtime the first poll MUST happen only after the spawning poll returned to the scheduler.",
                Trigger = "A task is spawned on a runtime with one worker.",
                Sources =
                [
                    Articles.NodeToRust("tokio::spawn(fut);       // Execution starts at this point"),
                    "https://docs.rs/tokio/latest/tokio/runtime/index.html#current-thread-scheduler",
                ],
                Litmus = [],
                Mutants = [],
            };

        public override ReadOnlySpan<EventKind> Wants =>
            [EventKind.Started, EventKind.PollBegin, EventKind.Resumed, EventKind.Awaiting, EventKind.Completed, EventKind.Cancelled, EventKind.Created];

        public override bool AppliesTo(RuntimeDescription runtime) => runtime.Workers == 1 && base.AppliesTo(runtime);

        protected override void OnBegin() => Questions.Reset(ref running, Index.Code.Computations.Length, false);

        protected override void OnEvent(in Event item, int at)
        {
            switch (item.Kind)
            {
                case EventKind.Created:
                    if (Index.Kind(item.Subject) == ComputationKind.Handle)
                        Trigger();
                    return;
                case EventKind.Awaiting or EventKind.Completed or EventKind.Cancelled:
                    running[item.Computation] = false;
                    return;
                case EventKind.Started or EventKind.PollBegin when Index.StartOf(item.Subject) == at:
                    CheckSpawner(item.Subject, at);
                    break;
            }

            running[item.Computation] = true;
        }

        private void CheckSpawner(int body, int at)
        {
            var handle = Index.Get<Ownership>().HandleOf(body);
            if (handle < 0)
                return;
            var spawner = Index.Code.Computations[handle].Parent;
            if (running[spawner])
                Fail(at, $"{Quote(body)} ran inside the spawn by {Quote(spawner)}; expected it to wait until {Quote(spawner)} suspends.");
        }
    }

    /// <summary>SPAWN-03.</summary>
    private sealed class StartsAnyTime : Rule
    {
        public override RuleInfo Info { get; } =
            new()
            {
                Id = "SPAWN-03",
                Title = "spawn may start at any time (several workers)",
                Level = Level.May,
                Family = Family.Lazy,
                Chapter = Chapter,
                Text =
                    "On a multi_thread runtime the first poll MAY occur before or after any following statement of the spawner, on any worker, or not at all if main returns; "
                    + "it MUST NOT occur before the spawn.",
                Trigger = "A spawned task starts on a runtime with several workers.",
                Sources =
                [
                    Articles.NodeToRust("let hA = tokio::spawn(fetch_a()); // Starts immediately"),
                    "https://docs.rs/tokio/latest/tokio/task/fn.spawn.html",
                ],
                Litmus = [],
                Mutants = [],
            };

        public override ReadOnlySpan<EventKind> Wants => [EventKind.Started, EventKind.PollBegin];

        public override IReadOnlyList<string> Options { get; } = ["before spawn returned", "after spawn returned"];

        public override bool AppliesTo(RuntimeDescription runtime) => runtime.Workers > 1 && base.AppliesTo(runtime);

        protected override void OnEvent(in Event item, int at)
        {
            var handle = Index.StartOf(item.Subject) == at ? Index.Get<Ownership>().HandleOf(item.Subject) : -1;
            if (handle < 0)
                return;
            Trigger();
            var creating = Index.First(EventKind.Creating, handle);
            if (creating < 0 || creating > at)
                Fail(at, $"{Quote(item.Subject)} ran before it was spawned as {Quote(handle)}; expected nothing to run before the spawn.");
            else
                Observe(Index.Before(EventKind.Created, handle, at) ? 1 : 0);
        }
    }

    /// <summary>SPAWN-04.</summary>
    private sealed class DropDetaches : Rule
    {
        public override RuleInfo Info { get; } =
            new()
            {
                Id = "SPAWN-04",
                Title = "Dropping the handle detaches",
                Family = Family.Lazy,
                Chapter = Chapter,
                Text = "Dropping a JoinHandle MUST NOT cancel the task; dropping early loses the output (dropped at completion).",
                Trigger = "The handle of an unfinished task is dropped, and the task shows later, or has had all the time it needs to.",
                Sources =
                [
                    Articles.NodeToRust("The executor polls the future and allows you to retrieve the result asynchronously through a JoinHandle."),
                    HandleDocs + " (\"A JoinHandle detaches the associated task when it is dropped\")",
                ],
                Litmus = [],
                Mutants = [],
            };

        public override ReadOnlySpan<EventKind> Wants => [EventKind.Dropping, EventKind.Completed, EventKind.Cancelled];

        protected override void OnEvent(in Event item, int at)
        {
            if (item.Kind == EventKind.Dropping)
                Drops(item.Subject, at);
            else if (Index.Get<Ownership>().HandleOf(item.Subject) is >= 0 and var handle && IsDetached(handle, at))
                Ends(in item, at, handle);
        }

        private bool IsDetached(int handle, int at) =>
            Index.Before(EventKind.Dropping, handle, at) && !Index.Before(EventKind.Aborting, handle, at) && Index.IsBeforeEnd(at);

        private void Drops(int handle, int at)
        {
            if (Index.Kind(handle) != ComputationKind.Handle || Index.Before(EventKind.Aborting, handle, at))
                return;
            var body = Index.Code.Computations[handle].Subject;
            var rest = Index.Get<Rests>().FirstAfter(at);
            if (rest < 0 || !Index.ShowsStart(body) || Index.StartOf(body) is >= 0 and var start && start < at)
                return;
            Trigger();
            if (Index.StartOf(body) is var first && (first < 0 || first > rest))
                Fail(rest, $"{Quote(body)} never ran after its handle {Quote(handle)} was dropped; expected it to go on: dropping a handle detaches.");
        }

        private void Ends(in Event item, int at, int handle)
        {
            Trigger();
            if (item.Kind == EventKind.Cancelled)
                Fail(at, $"{Quote(item.Subject)} was cancelled when its handle {Quote(handle)} was dropped; expected it to go on: dropping a handle detaches.");
        }
    }

    /// <summary>SPAWN-05.</summary>
    private sealed class AbortByPhase : Rule
    {
        private int[] aborting = [];
        private bool[] inside = [];

        public override RuleInfo Info { get; } =
            new()
            {
                Id = "SPAWN-05",
                Title = "abort by phase",
                Family = Family.Lazy,
                Chapter = Chapter,
                Text =
                    "abort before the first poll: the body never runs, JoinError cancelled; while suspended: dropped at that point when the scheduler next runs it "
                    + "(not inside abort()); during a poll: takes effect at the next suspension, or not at all if that poll completes; after completion: no effect.",
                Trigger = "An unfinished task is aborted, or the handle of an aborted one gives its result.",
                Sources =
                [
                    Articles.NodeToRust("Because a Future doesn’t start automatically, it can be canceled or composed for testing before execution."),
                    HandleDocs + "#method.abort",
                    "https://github.com/tokio-rs/tokio/blob/master/tokio/tests/task_abort.rs",
                ],
                Litmus = [],
                Mutants = [],
            };

        public override ReadOnlySpan<EventKind> Wants =>
            [EventKind.Aborting, EventKind.Aborted, EventKind.Started, EventKind.Resumed, EventKind.Completed, EventKind.Cancelled];

        protected override void OnBegin()
        {
            Questions.Reset(ref aborting, Index.Code.Computations.Length, -1);
            Questions.Reset(ref inside, Index.Code.Computations.Length, false);
        }

        protected override void OnEvent(in Event item, int at)
        {
            switch (item.Kind)
            {
                case EventKind.Aborting when Index.Kind(item.Subject) == ComputationKind.Handle:
                    Aborts(item.Subject, at);
                    return;
                case EventKind.Aborted:
                    inside[item.Subject] = false;
                    return;
                case EventKind.Resumed when item.Subject >= 0 && aborting[item.Subject] >= 0:
                    Delivers(in item, at);
                    return;
            }

            var handle = Index.Get<Ownership>().HandleOf(item.Computation);
            if (handle >= 0 && aborting[handle] >= 0)
                GoesOn(in item, at, handle);
        }

        private void Aborts(int handle, int at)
        {
            if (aborting[handle] >= 0)
                return;
            aborting[handle] = at;
            inside[handle] = true;
            if (!Index.Before(EventKind.Completed, Index.Code.Computations[handle].Subject, at))
                Trigger();
        }

        private void GoesOn(in Event item, int at, int handle)
        {
            var abort = aborting[handle];
            if (item.Kind == EventKind.Cancelled)
            {
                if (inside[handle] && Index.Trace[abort].Thread == item.Thread)
                    Fail(at, $"{Quote(item.Computation)} was dropped inside abort; expected it to be dropped when the scheduler next runs it.");
                else if (Index.Get<Waits>().BeginOf(at) < 0)
                    Fail(at, $"{Quote(item.Computation)} was killed in the middle of a poll by abort; expected abort to take effect at its next suspension.");
                return;
            }

            // With several workers the task may have been taken up before the abort took effect.
            if (Index.Trace.Runtime.Workers > 1)
                return;
            if (item.Kind == EventKind.Started)
                Fail(at, $"{Quote(item.Computation)} started though it had been aborted before its first poll; expected its body never to run.");
            else if (item.Kind == EventKind.Resumed && Index.Get<Waits>().BeginOf(at) < abort)
                Fail(at, $"{Quote(item.Computation)} went on though it had been aborted while suspended; expected it to be dropped where it was.");
        }

        private void Delivers(in Event item, int at)
        {
            var body = Index.Code.Computations[item.Subject].Subject;
            if (Index.Kind(item.Subject) != ComputationKind.Handle || Index.Kind(body) != ComputationKind.Async || Index.Statement(in item) is not { Op: Op.Await })
                return;
            Trigger();
            var completed = Index.First(EventKind.Completed, body);
            var gaveCancelled = item.Outcome == Outcome.Error && item.Value.AsText == "cancelled";
            if (completed >= 0 && completed < at && Index.Trace[completed].Outcome == Outcome.Value)
            {
                if (item.Outcome != Outcome.Value || item.Value != Index.Trace[completed].Value)
                    Fail(at, $"{Quote(item.Subject)} gave {item.Value} though {Quote(body)} had completed with {Index.Trace[completed].Value}; expected abort to have no effect after completion.");
            }
            else if (completed < 0 && !gaveCancelled)
            {
                Fail(at, $"{Quote(item.Subject)} gave {item.Value} though {Quote(body)} was aborted and never completed; expected the error cancelled.");
            }
        }
    }
}
