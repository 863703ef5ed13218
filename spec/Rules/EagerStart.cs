using Conformance.Spec.Programs;
using Conformance.Spec.Rules.Analyses;
using Conformance.Spec.Traces;

namespace Conformance.Spec.Rules;

/// <summary>Eager start: making a promise or calling an async function starts its work, and the work goes on by itself.</summary>
internal static class EagerStart
{
    internal const string Chapter = "Eager start";

    /// <summary>Fresh instances of the chapter's rules.</summary>
    public static IEnumerable<Rule> Rules() =>
        [
            new ExecutorRunsInConstructor(),
            new BodyRunsToFirstAwait(),
            new ProgressWithoutObservers(),
            new StartedTogetherOverlap(),
            new FailuresAreRejections(),
        ];
}

internal sealed class ExecutorRunsInConstructor : Rule
{
    public override RuleInfo Info { get; } =
        new()
        {
            Id = "EAGER-01",
            Title = "Executor runs in the constructor",
            Family = Family.Eager,
            Chapter = EagerStart.Chapter,
            Text =
                "Constructing a promise with an executor MUST run the executor synchronously, exactly once, before the constructor returns.",
            Trigger = "A promise with an executor is constructed.",
            Sources =
            [
                "Article 1: \"executed immediately\"",
                "ECMA-262, sec-promise-executor",
                "test262 built-ins/Promise/executor-call-context-strict.js",
            ],
            Litmus = ["article-1-heavy-executor", "eager-01-executor-runs-at-once"],
            Mutants = ["late-executor"],
        };

    public override ReadOnlySpan<EventKind> Wants => [EventKind.Created, EventKind.Started];

    protected override void OnEvent(in Event item, int at)
    {
        var promise = item.Subject;
        if (promise < 0 || Index.Code.Computations[promise].Kind != ComputationKind.Promise)
            return;
        var started = Index.First(EventKind.Started, promise);
        if (item.Kind == EventKind.Started)
        {
            if (started != at)
                Fail(at, $"The executor of {Quote(promise)} ran again; expected it exactly once.");
            return;
        }

        Trigger();
        var completed = Index.First(EventKind.Completed, promise);
        if (started < 0)
            Fail(at, $"The executor of {Quote(promise)} never ran; expected it inside the constructor.");
        else if (started > at)
            Fail(started, $"The executor of {Quote(promise)} ran after the constructor returned; expected it inside.");
        else if (completed < 0 || completed > at)
            Fail(at, $"The constructor of {Quote(promise)} returned before its executor had ended; expected it to wait.");
    }
}

internal sealed class BodyRunsToFirstAwait : Rule
{
    private bool[] suspended = [];

    public override RuleInfo Info { get; } =
        new()
        {
            Id = "EAGER-02",
            Title = "Async function runs synchronously up to its first suspension",
            Family = Family.Eager,
            Chapter = EagerStart.Chapter,
            Text =
                "Calling an async function MUST execute its body inline in the caller up to the first await (or completion) before the call returns.",
            Trigger = "An async function is called.",
            Sources =
            [
                "Article 1: \"tasks begin immediately upon Promise creation\"",
                "ECMA-262, sec-async-functions-abstract-operations-async-function-start",
                "test262 language/expressions/await/async-await-interleaved.js",
            ],
            Litmus = ["eager-02-body-runs-to-its-first-await", "eager-02-nested-calls-run-inline"],
            Mutants = ["late-body"],
        };

    public override ReadOnlySpan<EventKind> Wants => [EventKind.Awaiting, EventKind.Completed, EventKind.Created];

    protected override void OnBegin()
    {
        var count = Index.Code.Computations.Length;
        if (suspended.Length < count)
            suspended = new bool[count * 2];
        Array.Clear(suspended);
    }

    protected override void OnEvent(in Event item, int at)
    {
        if (item.Kind != EventKind.Created)
        {
            suspended[item.Computation] = true;
            return;
        }

        var body = item.Subject;
        if (Index.Code.Computations[body].Kind != ComputationKind.Async)
            return;
        Trigger();
        var started = Index.First(EventKind.Started, body);
        if (started < 0)
            Fail(at, $"The body of {Quote(body)} never ran; expected it to run inside the call, up to its first await.");
        else if (started > at)
            Fail(
                started,
                $"The body of {Quote(body)} began after the call returned; expected it to run inside the call, up to its first await."
            );
        else if (!suspended[body])
            Fail(
                at,
                $"The call of {Quote(body)} returned before its body came to an await or its end; expected it to run inside the call."
            );
    }
}

internal sealed class ProgressWithoutObservers : Rule
{
    private bool[] observed = [];
    private bool[] suspended = [];
    private int[] waits = [];

    public override RuleInfo Info { get; } =
        new()
        {
            Id = "EAGER-03",
            Title = "Started work progresses without observers",
            Family = Family.Eager,
            Chapter = EagerStart.Chapter,
            Text =
                "Once started, an eager operation MUST make progress whenever the loop is free, whether or not any then or await is attached.",
            Trigger = "An async body that nothing ever observes suspends, and what it waits for comes about.",
            Sources =
            [
                "Article 1: \"initiate async call before CPU work\"",
                "ECMA-262, sec-promise-objects",
                "Node.js documentation, the event loop",
            ],
            Litmus = ["eager-03-work-goes-on-without-observers"],
            Mutants = ["advances-only-when-awaited"],
        };

    public override ReadOnlySpan<EventKind> Wants =>
        [EventKind.Awaiting, EventKind.Resumed, EventKind.Creating, EventKind.Resolving, EventKind.Completed];

    protected override void OnBegin()
    {
        var count = Index.Code.Computations.Length;
        if (observed.Length < count)
        {
            observed = new bool[count * 2];
            suspended = new bool[count * 2];
            waits = new int[count * 2];
        }

        Array.Clear(observed);
        Array.Clear(suspended);
        waits.AsSpan().Fill(-1);
    }

    protected override void OnEvent(in Event item, int at)
    {
        switch (item.Kind)
        {
            case EventKind.Awaiting when item.Site >= 0:
                waits[item.Computation] = at;
                suspended[item.Computation] = true;
                var instruction = Index.Code.Instructions[item.Site];
                Observe(instruction.Op == Op.Sleep ? -1 : instruction.Target);
                foreach (var target in instruction.Targets)
                    Observe(target);
                break;
            case EventKind.Resumed:
                waits[item.Computation] = -1;
                break;
            case EventKind.Creating:
                Observe(Index.Code.Computations[item.Subject].Subject);
                break;
            case EventKind.Resolving when item.Site >= 0:
                Observe(Index.Code.Instructions[item.Site].Adopted);
                break;
            case EventKind.Completed when item.Site >= 0:
                Observe(Index.Code.Instructions[item.Site].Target);
                break;
        }
    }

    protected override void OnEnd()
    {
        // A process that crashed or was stopped owes no progress.
        if (Index.Trace.Ending is not (Ending.Completed or Ending.Deadlock))
            return;
        foreach (var body in Index.Code.Computations)
        {
            if (body.Kind != ComputationKind.Async || observed[body.Id] || Index.First(EventKind.Started, body.Id) < 0)
                continue;
            var at = waits[body.Id];
            if (at < 0)
            {
                if (suspended[body.Id] && Index.First(EventKind.Completed, body.Id) >= 0)
                    Trigger();
                continue;
            }

            if (!ComesAbout(in Index.Trace[at]))
                continue;
            Trigger();
            Fail(
                at,
                $"{Quote(body.Id)} was started and nobody observed it; it never went on after this await, though nothing held it up. Expected progress without observers."
            );
        }
    }

    private bool ComesAbout(in Event wait)
    {
        var instruction = Index.Code.Instructions[wait.Site];
        return instruction.Op switch
        {
            Op.Sleep or Op.Yield => true,
            Op.Await => Index.Get<Settlements>().TryExpect(instruction.Target, out _, out _, out _),
            _ => false,
        };
    }

    private void Observe(int computation)
    {
        if (computation >= 0)
            observed[computation] = true;
    }
}

internal sealed class FailuresAreRejections : Rule
{
    public override RuleInfo Info { get; } =
        new()
        {
            Id = "EAGER-05",
            Title = "Failures travel as rejections",
            Family = Family.Eager,
            Chapter = EagerStart.Chapter,
            Text =
                "A throw inside an executor, async body or reaction MUST settle the corresponding promise as rejected (never escape to the caller), "
                + "and MUST surface at await as a catchable exception.",
            Trigger =
                "An executor or async body throws while its maker waits for control, or a promise that was rejected by a throw is awaited.",
            Sources =
            [
                "ECMA-262, sec-promise-executor",
                "ECMA-262, sec-newpromisereactionjob",
                "ECMA-262, await: a rejection is thrown where it is awaited",
            ],
            Litmus = ["eager-05-failures-are-rejections"],
            Mutants = ["executor-throw-escapes"],
        };

    public override ReadOnlySpan<EventKind> Wants => [EventKind.Completed, EventKind.Resumed];

    protected override void OnEvent(in Event item, int at)
    {
        if (item.Kind == EventKind.Completed)
            Thrown(in item, at);
        else if (item.Site >= 0 && Index.Code.Instructions[item.Site].Op == Op.Await)
            Surfaced(in item, at);
    }

    private void Thrown(in Event item, int at)
    {
        var body = item.Computation;
        if (
            item.Outcome != Outcome.Error
            || !Turns.IsCalled(Index.Code.Computations[body].Kind)
            || Index.Before(EventKind.Created, body, at)
        )
            return;
        if (Index.Trace.Ending is Ending.StepLimit or Ending.AdapterError)
            return;
        Trigger();
        if (Index.First(EventKind.Created, body) < 0)
        {
            var maker = Index.Code.Computations[body].Parent;
            Fail(
                at,
                $"The error \"{item.Value}\" thrown in {Quote(body)} escaped to its maker {Quote(maker)}; expected {Quote(body)} to be rejected with it."
            );
        }
    }

    private void Surfaced(in Event item, int at)
    {
        var thrown = Index.First(EventKind.Completed, item.Subject);
        if (thrown < 0 || thrown > at || Index.Trace[thrown] is not { Outcome: Outcome.Error } failure)
            return;
        // An executor's throw after its promise was resolved is ignored, and so is not this rule's.
        if (Index.Get<Settlements>()[item.Subject].SettledAt != thrown)
            return;
        Trigger();
        if (item.Outcome != Outcome.Error || item.Value != failure.Value)
        {
            var found = Wording.Of(item.Outcome, item.Value);
            Fail(
                at,
                $"{Quote(item.Computation)} awaited {Quote(item.Subject)}, which threw \"{failure.Value}\", and got {found}; expected the error."
            );
        }
    }
}
