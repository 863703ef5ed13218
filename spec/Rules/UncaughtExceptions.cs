using Conformance.Spec.Programs;
using Conformance.Spec.Rules.Analyses;
using Conformance.Spec.Traces;

namespace Conformance.Spec.Rules;

/// <summary>ERR-04: what becomes of an error that a callback throws.</summary>
internal sealed class UncaughtExceptions : Rule
{
    private readonly List<int> listeners = [];
    private readonly Queue<int> told = [];
    private int thrown;
    private int crash;

    public override RuleInfo Info { get; } =
        new()
        {
            Id = "ERR-04",
            Title = "Uncaught exceptions in callbacks",
            Family = Family.Eager,
            Chapter = Failure.Chapter,
            Text =
                "A throw in a timer, immediate, tick or microtask callback MUST reach uncaughtException (default: crash, exit 1); "
                + "if handled, remaining due callbacks still run.",
            Trigger = "A callback throws.",
            Sources =
            [
                "Node.js documentation, process, event uncaughtException",
                "Node.js lib/internal/process/execution.js, createOnGlobalUncaughtException",
                "Node.js test/parallel/test-timers-uncaught-exception.js",
            ],
            Litmus =
            [
                "err-04-an-uncaught-error-crashes",
                "err-04-due-callbacks-still-run",
                "err-04-a-listener-takes-one-error",
                "err-04-the-next-callback-comes-before-the-drain",
            ],
            Mutants = ["uncaught-is-swallowed", "uncaught-drops-the-rest"],
        };

    public override ReadOnlySpan<EventKind> Wants => [EventKind.Creating, EventKind.Started, EventKind.Resumed, EventKind.Completed];

    protected override void OnBegin()
    {
        listeners.Clear();
        told.Clear();
        (thrown, crash) = (-1, -1);
    }

    protected override void OnEvent(in Event item, int at)
    {
        var kind = Index.Kind(item.Computation);
        switch (item.Kind)
        {
            case EventKind.Creating when Index.Kind(item.Subject) == ComputationKind.UncaughtListener:
                listeners.Add(item.Subject);
                break;
            case EventKind.Completed when Index.IsUncaught(in item):
                Throws(at);
                break;
            case EventKind.Started when kind == ComputationKind.UncaughtListener:
                Takes(in item, at);
                break;
            case EventKind.Started or EventKind.Resumed when !Index.Code.Computations[item.Computation].IsOffLoop:
                GoesOn(in item, kind, at);
                break;
        }
    }

    protected override void OnEnd()
    {
        var (ending, last) = (Index.Trace.Ending, Index.Trace.Count - 1);
        if (ending is Ending.StepLimit or Ending.AdapterError)
            return;
        if (crash >= 0)
        {
            if (ending != Ending.Exited && (ending != Ending.Crashed || Index.Trace.Reason != Index.Trace[crash].Value.AsText))
                Fail(last, $"{Thrower(crash)}, nobody took it, and the program ended as {ending}; expected the program to crash.");
        }
        else if (ending == Ending.Crashed)
        {
            Fail(last, $"The program crashed with \"{Index.Trace.Reason}\" though every error had been taken; expected it to go on.");
        }
        else if (ending != Ending.Exited && thrown >= 0)
        {
            if (told.Count > 0)
                Fail(last, $"{Thrower(thrown)}, and {Quote(told.Peek())} was not told; expected the listeners to be told.");
            Rest();
        }
    }

    private void Throws(int at)
    {
        Trigger();
        thrown = at;
        told.Clear();
        if (listeners.Count == 0 && crash < 0)
            crash = at;
        foreach (var listener in listeners)
            told.Enqueue(listener);
        // Each takes one error.
        listeners.Clear();
    }

    private void Takes(in Event item, int at)
    {
        if (!told.TryDequeue(out var next) || next != item.Computation)
            Fail(at, $"{Quote(item.Computation)} was told of an error that was not thrown just now, or out of its turn.");
        else if (item.Value != Index.Trace[thrown].Value)
            Fail(at, $"{Thrower(thrown)}, and {Quote(next)} was told \"{item.Value}\"; expected the error.");
    }

    private void GoesOn(in Event item, ComputationKind kind, int at)
    {
        // What a listener calls runs inside it.
        if (Turns.IsCalled(kind))
            return;
        if (crash >= 0)
            Fail(at, $"{Quote(item.Computation)} ran though {Thrower(crash, false)} and nobody took it; expected the program to crash.");
        else if (told.Count > 0)
            Fail(
                at,
                $"{Quote(item.Computation)} ran though {Thrower(thrown, false)} and {Quote(told.Peek())} was not told; expected the listeners first."
            );
    }

    private void Rest()
    {
        foreach (var callback in Index.Code.Computations)
        {
            if (
                IsCallback(callback.Kind)
                && Index.Before(EventKind.Creating, callback.Id, thrown)
                && Index.First(EventKind.Dropping, callback.Id) < 0
                && Index.First(EventKind.Started, callback.Id) < 0
            )
                Fail(
                    thrown,
                    $"{Quote(callback.Id)} never ran after {Thrower(thrown, false)}; expected the remaining callbacks still to run."
                );
        }
    }

    private string Thrower(int at, bool begins = true)
    {
        ref readonly var item = ref Index.Trace[at];
        var name = Quote(item.Computation);
        return begins ? $"The callback {name} threw \"{item.Value}\"" : $"the callback {name} had thrown \"{item.Value}\"";
    }

    private static bool IsCallback(ComputationKind kind) =>
        kind is ComputationKind.Timer or ComputationKind.Immediate or ComputationKind.NextTick or ComputationKind.Microtask;
}
