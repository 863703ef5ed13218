using Conformance.Spec.Programs;
using Conformance.Spec.Traces;

namespace Conformance.Spec.Model.Lazy;

/// <content>
/// Acquires, notifieds and sends as futures: their polls and drops. On several threads what an operation on a line does happens at any
/// moment between the event before it and the next one of its thread.
/// </content>
internal sealed partial class LazyMachine
{
    private Signal ExecuteWaiter(int w)
    {
        ref var body = ref Bodies[w];
        ref var part = ref parts[w];
        switch (body.Stage)
        {
            case 0:
                body.Stage = 1;
                part.Polls++;
                return Emit(EventKind.PollBegin, w, w, -1, value: Value.Of(part.Polls));
            case 1:
                AskForTurn(w);
                return Signal.Silent;
            case 2 when part.Answer == Answer.Ready:
                (body.Stage, body.Life) = (4, Life.Over);
                lines.Finish(w);
                var outcome = body.Outcome == Outcome.Error ? Outcome.Error : Outcome.Value;
                return Emit(EventKind.PollEnd, w, w, -1, outcome, Value.Of(part.Polls));
            case 2:
                body.Stage = 3;
                return Emit(EventKind.PollEnd, w, w, -1, Outcome.Pending, Value.Of(part.Polls));
            case 3:
                body.Stage = 0;
                return Signal.Waiting;
            default:
                return Signal.Left;
        }
    }

    private void AskForTurn(int w)
    {
        ref var part = ref parts[w];
        ref var task = ref tasks[part.Task];
        if (part.Answer == Answer.Ready)
        {
            Put(w);
            return;
        }

        ref var body = ref Bodies[w];
        body.Stage = 2;
        part.Answer = Answer.Pending;
        var isBudgeted = Code.Computations[w].Kind != ComputationKind.Notified;
        if (isBudgeted && task.Budget == 0)
        {
            Wake(Context(part.Task, w));
        }
        else if (FindsNoReceiver(w))
        {
            (part.Answer, body.Outcome, body.Value) = (Answer.Ready, Outcome.Error, Value.Of(ChannelClosed));
            task.Budget--;
        }
        else if (lines.TryTake(w))
        {
            part.Answer = Answer.Ready;
            task.Budget -= isBudgeted ? 1 : 0;
            // On threads of the machine a value is in its channel some time after its turn came.
            if (Code.Computations[w].Kind == ComputationKind.Send && MovesApart)
                body.Stage = 1;
            else if (Code.Computations[w].Kind == ComputationKind.Send)
                Put(w);
        }
        else
        {
            part.Waker = Context(part.Task, w);
        }
    }

    private Signal DropWaiter(int w)
    {
        if (Bodies[w].Life == Life.Cancelling)
            return Execute(w);
        if (Bodies[w].Life == Life.Leaving)
        {
            parts[w].Waker = -1;
            WakeAll(lines.Leave(w));
            Bodies[w].Life = Life.Over;
        }

        return Signal.Left;
    }

    /// <summary>Those that are served together are woken in any order; it shows only in which one a worker keeps for itself.</summary>
    private void WakeAll(List<int> served)
    {
        var last = Layout.Workers > 1 ? Choose(served.Count) : 0;
        for (var i = 1; i <= served.Count; i++)
        {
            ref var waker = ref parts[served[(last + i) % served.Count]].Waker;
            var woken = waker;
            waker = -1;
            Wake(woken);
        }
    }

    /// <summary>Whether a drop of a computation is seen.</summary>
    private bool IsDroppedAloud(int x) =>
        !parts[x].IsTaken
        && (
            WaitLines.IsWaiter(Code.Computations[x])
                ? Bodies[x].Life == Life.New && parts[x].Polls > 0
                : Code.Computations[x].Kind == ComputationKind.Async && Bodies[x].Life == Life.Running
        );

    /// <summary>What a poll or a drop on another thread is in the middle of may have taken effect.</summary>
    private void UseLineWindow(int k)
    {
        var isDropping = !drops.IsEmpty(k);
        var w = isDropping ? drops.FirstOf(k) : tasks[k].Current;
        if (w < 0 || !WaitLines.IsWaiter(Code.Computations[w]))
            return;
        var isOpen = isDropping ? Bodies[w].Life == Life.Leaving : Bodies[w].Stage == 1;
        if (!isOpen || Choose(2) == 0)
            return;
        if (isDropping)
            _ = DropWaiter(w);
        else
            AskForTurn(w);
        if (!isDropping && Bodies[w].Stage == 1 && Choose(2) == 1)
            AskForTurn(w);
    }
}
