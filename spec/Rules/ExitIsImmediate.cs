using Conformance.Spec.Programs;
using Conformance.Spec.Rules.Analyses;
using Conformance.Spec.Traces;

namespace Conformance.Spec.Rules;

/// <summary>SHUT-03: after an exit only the listeners for it run.</summary>
internal sealed class ExitIsImmediate : Rule
{
    private readonly List<int> listeners = [];
    private bool[] began = [];
    private int exited;
    private int next;
    private bool over;

    public override RuleInfo Info { get; } =
        new()
        {
            Id = "SHUT-03",
            Title = "exit is immediate",
            Family = Family.Eager,
            Chapter = Shutdown.Chapter,
            Text =
                "process.exit MUST run exit listeners synchronously and nothing else: no queued tick, microtask, timer or immediate runs afterwards.",
            Trigger = "The program exits.",
            Sources =
            [
                "Node.js documentation, process, process.exit",
                "Node.js documentation, process, event exit",
                "Node.js lib/internal/process/per_thread.js, exit",
            ],
            Litmus =
            [
                "shut-03-exit-runs-nothing-else",
                "shut-03-exit-inside-a-listener",
                "shut-03-exit-from-a-reaction",
                "shut-03-workers-run-on-beside-the-listeners",
            ],
            Mutants = ["exit-drains-first", "exit-skips-listeners"],
        };

    public override ReadOnlySpan<EventKind> Wants =>
        [
            EventKind.Creating,
            EventKind.Exiting,
            EventKind.Started,
            EventKind.Resumed,
            EventKind.Completed,
            EventKind.Log,
            EventKind.Unhandled,
        ];

    public override bool Concerns(Code code) => code.Has(Op.Exit);

    protected override void OnBegin()
    {
        listeners.Clear();
        (exited, next, over) = (-1, 0, false);
        Questions.Reset(ref began, Index.Code.Computations.Length, false);
    }

    protected override void OnEvent(in Event item, int at)
    {
        var kind = Index.Kind(item.Computation);
        if (exited < 0)
        {
            if (item.Kind == EventKind.Creating && Index.Kind(item.Subject) == ComputationKind.ExitListener)
                listeners.Add(item.Subject);
            else if (item.Kind == EventKind.Started && kind == ComputationKind.ExitListener)
                over = true;
            else if (item.Kind == EventKind.Exiting)
                Exits(at);
            return;
        }

        // Threads beside the loop run on while the listeners do: the process ends them after.
        if (Index.Code.Computations[item.Computation].IsOffLoop)
            return;
        if (over)
            Fail(
                at,
                $"{Quote(item.Computation)} went on after an exit inside a listener for the exit; expected the program to end at once."
            );
        else if (item.Kind == EventKind.Exiting)
            over = true;
        else if (item.Kind == EventKind.Started && kind == ComputationKind.ExitListener)
            Listens(item.Computation, at);
        else if (item.Kind == EventKind.Started && next > 0 && Turns.IsCalled(kind))
            began[item.Computation] = true;
        else if (!began[item.Computation] || item.Kind is EventKind.Started or EventKind.Resumed or EventKind.Unhandled)
            Fail(at, $"{Quote(item.Computation)} went on after the program had exited; expected only the listeners for the exit to run.");
    }

    protected override void OnEnd()
    {
        var (ending, last) = (Index.Trace.Ending, Index.Trace.Count - 1);
        if (exited < 0 || ending is Ending.StepLimit or Ending.AdapterError)
            return;
        if (ending != Ending.Exited)
            Fail(last, $"The program exited, and yet it ended as {ending}; expected the exit to end it.");
        else if (!over && next < listeners.Count)
            Fail(last, $"{Quote(listeners[next])} had not run when the program had exited; expected every listener for the exit to run.");
    }

    private void Exits(int at)
    {
        Trigger();
        exited = at;
        Questions.Reset(ref began, Index.Code.Computations.Length, false);
    }

    private void Listens(int listener, int at)
    {
        if (next < listeners.Count && listeners[next] == listener)
            next++;
        else
            Fail(
                at,
                $"{Quote(listener)} ran out of its turn; expected the listeners for the exit in the order in which they were added, once."
            );
        began[listener] = true;
    }
}
