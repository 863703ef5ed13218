using Conformance.Spec.Programs;
using Conformance.Spec.Rules.Analyses;
using Conformance.Spec.Runtimes;
using Conformance.Spec.Traces;

namespace Conformance.Spec.Rules;

/// <summary>Tasks of their own: when they start, and how their handles end them or do not.</summary>
public static class Spawning
{
    internal const string Chapter = "Spawning";
    internal const string HandleDocs = "https://docs.rs/tokio/latest/tokio/task/struct.JoinHandle.html";

    /// <summary>The rules of the chapter.</summary>
    public static IEnumerable<Rule> Rules() =>
        [
            new RunsWithoutAwait(),
            new NeverInline(),
            new StartsAnyTime(),
            new DropDetaches(),
            new AbortByPhase(),
            new TaskSets(),
            new StaticBounds(),
        ];

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
                    Articles.NodeToRust(
                        "In particular, you can register a future with the executor right away using tokio::spawn, which starts execution immediately"
                    ),
                    "https://docs.rs/tokio/latest/tokio/task/fn.spawn.html",
                    "https://github.com/tokio-rs/tokio/blob/master/tokio/tests/rt_basic.rs (spawned_task_does_not_progress_without_block_on)",
                ],
                Litmus =
                [
                    "article-1-io-beside-cpu",
                    "article-1-spawn-two-and-await",
                    "spawn-01-runs-without-being-awaited",
                    "spawn-01-tasks-overlap",
                ],
                Mutants = ["spawn-waits-for-await"],
            };

        public override ReadOnlySpan<EventKind> Wants => [EventKind.Created];

        // On the machine's clock nobody can tell a runtime at rest from a slow one.
        public override bool AppliesTo(RuntimeDescription runtime) => runtime.Clock != ClockKind.Real && base.AppliesTo(runtime);

        protected override void OnEvent(in Event item, int at)
        {
            if (Index.Kind(item.Subject) != ComputationKind.Handle)
                return;
            var handle = item.Subject;
            var body = Index.Code.Computations[handle].Subject;
            var rest = Index.Get<Rests>().FirstAfter(at);
            if (rest < 0 && Index.Trace.Ending == Ending.Deadlock)
                rest = Index.Trace.Count - 1;
            if (
                rest < 0
                || !Index.ShowsStart(body)
                || Index.Before(EventKind.Aborting, handle, rest)
                || Index.Before(EventKind.Awaiting, handle, rest)
            )
                return;
            Trigger();
            if (Index.StartOf(body) is var start && (start < 0 || start > rest))
                Fail(
                    rest,
                    $"{Quote(body)} had not started when the runtime had nothing else to do; expected a spawned task to run without being awaited."
                );
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
                Litmus =
                [
                    "article-1-foo-is-spawned",
                    "article-1-foo-never-starts",
                    "article-1-spawn-two-and-await",
                    "spawn-02-never-inline",
                ],
                Mutants = ["spawn-polls-inline"],
            };

        public override ReadOnlySpan<EventKind> Wants =>
            [
                EventKind.Started,
                EventKind.PollBegin,
                EventKind.Resumed,
                EventKind.Awaiting,
                EventKind.Completed,
                EventKind.Cancelled,
                EventKind.Created,
            ];

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
                Litmus = ["spawn-03-may-start-at-any-time"],
                Mutants = ["runs-before-spawn"],
            };

        public override ReadOnlySpan<EventKind> Wants => [EventKind.Started, EventKind.PollBegin];

        public override IReadOnlyList<string> Options { get; } = ["before spawn returned", "after spawn returned"];

        public override bool AppliesTo(RuntimeDescription runtime) => runtime.Workers > 1 && base.AppliesTo(runtime);

        protected override void OnEvent(in Event item, int at)
        {
            var handle = Index.StartOf(item.Subject) == at ? Index.Get<Ownership>().HandleOf(item.Subject) : -1;
            // A future that was awaited by reference may have run before it is spawned.
            if (handle < 0 || Index.Before(EventKind.Awaiting, item.Subject, at))
                return;
            Trigger();
            var creating = Index.First(EventKind.Creating, handle);
            if (creating < 0 || creating > at)
                Fail(at, $"{Quote(item.Subject)} ran before it was spawned as {Quote(handle)}; expected nothing to run before the spawn.");
            else
                Took(Index.Before(EventKind.Created, handle, at) ? 1 : 0);
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
                    Articles.NodeToRust(
                        "The executor polls the future and allows you to retrieve the result asynchronously through a JoinHandle."
                    ),
                    HandleDocs + " (\"A JoinHandle detaches the associated task when it is dropped\")",
                ],
                Litmus = ["spawn-04-dropping-the-handle-detaches"],
                Mutants = ["drop-aborts"],
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
            if (Index.Kind(handle) != ComputationKind.Handle)
                return;
            var body = Index.Code.Computations[handle].Subject;
            var rest = Index.Get<Rests>().FirstAfter(at);
            if (rest < 0 || !Index.IsBeforeEnd(rest) || Index.Before(EventKind.Aborting, handle, rest))
                return;
            if (!Index.ShowsStart(body) || Index.StartOf(body) is >= 0 and var start && start < at)
                return;
            Trigger();
            if (Index.StartOf(body) is var first && (first < 0 || first > rest))
                Fail(
                    rest,
                    $"{Quote(body)} never ran after its handle {Quote(handle)} was dropped; expected it to go on: dropping a handle detaches."
                );
        }

        private void Ends(in Event item, int at, int handle)
        {
            Trigger();
            if (item.Kind == EventKind.Cancelled)
                Fail(
                    at,
                    $"{Quote(item.Subject)} was cancelled when its handle {Quote(handle)} was dropped; expected it to go on: dropping a handle detaches."
                );
        }
    }
}
