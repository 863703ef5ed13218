using Conformance.Spec.Programs;
using Conformance.Spec.Rules.Analyses;
using Conformance.Spec.Runtimes;
using Conformance.Spec.Traces;

namespace Conformance.Spec.Rules;

internal sealed class PhaseCycle : Rule
{
    private bool[] fromPoll = [];
    private int pollTurn;
    private int waiting;
    private bool disturbed;

    public override RuleInfo Info { get; } =
        new()
        {
            Id = "LOOP-06",
            Title = "Phase cycle",
            Family = Family.Eager,
            Chapter = EventLoopPhases.Chapter,
            Text =
                "One iteration: poll, check (immediates queued before it; nested ones wait for the next iteration), close, timers. From an I/O callback "
                + "immediates precede timers; from a CommonJS main with a due timer, timers come first; with timeout 0 and no due timer the order is "
                + "unspecified. From an ES-module main, Node.js 20 (libuv 1.46) runs immediates before due timers; 22 and later run due timers first.",
            Trigger =
                "An immediate begins that an immediate made while a timer was due, or that the answer of a job made while a timer was due; or the first "
                + "immediate begins after a main script that a timer was due in.",
            Sources =
            [
                Articles.TokioAndNode("a callback function is placed onto the event loop's queue"),
                "libuv, design overview, the I/O loop (1.45 and later: timers after poll)",
                EventLoopPhases.LoopGuide,
                "Node.js test/parallel/test-timers-immediate-queue.js",
            ],
            Litmus = ["loop-06-nested-immediates-wait", "loop-06-immediates-first-after-io", "loop-06-due-timers-first-after-main"],
            Mutants = ["nested-immediates-at-once", "timers-before-immediates"],
        };

    public override ReadOnlySpan<EventKind> Wants =>
        [EventKind.Creating, EventKind.Started, EventKind.Resumed, EventKind.Dropping, EventKind.Completed];

    public override bool Concerns(Code code) => code.Has(ComputationKind.Immediate);

    protected override void OnBegin()
    {
        (pollTurn, waiting, disturbed) = (-1, 0, false);
        Questions.Reset(ref fromPoll, Index.Code.Computations.Length, false);
    }

    protected override void OnEvent(in Event item, int at)
    {
        // After an uncaught error a phase begins again at once, with what was queued meanwhile.
        disturbed |= Index.IsUncaught(in item);
        if (disturbed)
            return;
        switch (item.Kind)
        {
            case EventKind.Creating when Index.Kind(item.Subject) == ComputationKind.Immediate:
                if (Index.Get<Turns>().Of(at) != pollTurn)
                    break;
                fromPoll[item.Subject] = true;
                waiting++;
                break;
            case EventKind.Dropping when fromPoll[item.Subject] && !Index.Before(EventKind.Started, item.Subject, at):
                fromPoll[item.Subject] = false;
                waiting = Math.Max(0, waiting - 1);
                break;
            case EventKind.Resumed when Index.Statement(in item) is { Op: Op.Await } wait:
                Answers(wait.Target, Index.Get<Waits>().BeginOf(at), at);
                break;
            case EventKind.Started
                when Index.Kind(item.Computation) is ComputationKind.Then or ComputationKind.Catch or ComputationKind.Finally:
                Answers(Index.Code.Computations[item.Computation].Subject, Index.First(EventKind.Creating, item.Computation), at);
                break;
            case EventKind.Started when Index.Kind(item.Computation) == ComputationKind.Immediate:
                Immediate(item.Computation, at);
                break;
            case EventKind.Started when Index.Kind(item.Computation) == ComputationKind.Timer && waiting > 0:
                Trigger();
                Fail(
                    at,
                    $"The timer {Quote(item.Computation)} ran before an immediate that the answer of a job had made; expected the check phase right after the poll phase."
                );
                waiting = 0;
                break;
        }
    }

    // Who waited before the job had ended goes on in the poll phase.
    private void Answers(int job, int since, int at)
    {
        var end = Index.First(EventKind.Completed, job);
        if (Index.Kind(job) == ComputationKind.Blocking && since >= 0 && since < end)
            pollTurn = Index.Get<Turns>().Of(at);
    }

    private void Immediate(int immediate, int at)
    {
        var made = Index.First(EventKind.Creating, immediate);
        if (fromPoll[immediate])
        {
            waiting = Math.Max(0, waiting - 1);
            if (DueTimer(at, at, out _))
                Trigger();
        }
        else if (IsNested(immediate) && DueTimer(made, made, out var timer))
        {
            Trigger();
            if (!Index.Before(EventKind.Started, timer, at))
                Fail(
                    at,
                    $"The immediate {Quote(immediate)}, made by an immediate, ran before the timer {Quote(timer)}, which was due; expected it in the next iteration."
                );
        }
        else if (!Index.Code.Program.Module && IsFirst(immediate, at) && DueTimer(EndOfMain, EndOfMain, out timer))
        {
            Trigger();
            if (!Index.Before(EventKind.Started, timer, at))
                Fail(
                    at,
                    $"The immediate {Quote(immediate)} ran before the timer {Quote(timer)}, which was due when the main script ended; expected due timers first."
                );
        }
    }

    // What became due during a timers phase waits until a millisecond after the clock was last read in it (Node.js src/env.cc,
    // RunTimers): that was before the check phase began.
    private bool IsNested(int immediate)
    {
        var parent = Index.Code.Computations[immediate].Parent;
        return Index.Kind(parent) == ComputationKind.Immediate
            && Index.Trace[Index.First(EventKind.Creating, immediate)].Time > Index.Trace[Index.First(EventKind.Started, parent)].Time;
    }

    private bool IsFirst(int immediate, int at)
    {
        foreach (var other in Index.Code.Computations)
        {
            if (other.Kind == ComputationKind.Immediate && other.Id != immediate && Index.Before(EventKind.Started, other.Id, at))
                return false;
        }

        return true;
    }

    private int EndOfMain
    {
        get
        {
            var turns = Index.Get<Turns>();
            var end = 0;
            for (var at = 1; at < Index.Trace.Count && turns.Of(at) == turns.Of(0); at++)
            {
                // What other threads do after the main script counts to its turn too.
                if (!Index.Code.Computations[Index.Trace[at].Computation].IsOffLoop)
                    end = at;
            }

            return end;
        }
    }

    /// <summary>Whether a timer that was armed before one event, and had not fired by then, was due at another.</summary>
    private bool DueTimer(int before, int at, out int timer)
    {
        var slack = Index.Trace.Runtime.Clock == ClockKind.Real ? 2 : 0;
        foreach (var made in Index.Code.Computations)
        {
            if (
                made.Kind != ComputationKind.Timer
                || !Index.Before(EventKind.Created, made.Id, before)
                || Index.Before(EventKind.Started, made.Id, before)
            )
                continue;
            // One that is cleared at any time need not fire.
            if (Index.First(EventKind.Dropping, made.Id) >= 0)
                continue;
            timer = made.Id;
            // Its time begins at some moment while it is being made.
            if (Index.Trace[Index.First(EventKind.Created, timer)].Time + Math.Max(made.Duration, 1) + slack <= Index.Trace[at].Time)
                return true;
        }

        timer = -1;
        return false;
    }
}
