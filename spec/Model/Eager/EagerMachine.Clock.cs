using Conformance.Spec.Programs;

namespace Conformance.Spec.Model.Eager;

/// <content>
/// The loop on a real clock: it turns when it likes, hears of an end when it likes, and its timers phase reads a clock that nobody
/// sees. All that is done without an event is done when the next event of the loop shows that it was.
/// </content>
internal sealed partial class EagerMachine
{
    /// <inheritdoc/>
    public override bool TrySettle() => IsExact ? base.TrySettle() : IsOver || !Run(Now);

    /// <inheritdoc/>
    public override bool TryEnd() => (IsExact ? base.TryEnd() : TryRunOut()) || IsOver;

    // With all the time there is, nothing is left.
    private bool TryRunOut()
    {
        Leeway = 0;
        return TryAdvance(long.MaxValue / 2)
            && !IsOver
            && !Run(Now)
            && depth == 0
            && TryHearRest()
            && Outstanding == 0
            && armed.First < 0
            && !AnyWorkerRuns();
    }

    // A module is evaluated in a promise job of the poll phase, which on a real clock may hear of more afterwards.
    private Phase AfterModule => IsExact ? Phase.Check : Phase.Poll;

    /// <summary>The loop has logged an event.</summary>
    private void SeeTime() => loopTime = Math.Max(loopTime, Now - Lag);

    // The far end counts whole units of a clock of its own.
    private long EarliestEnd(long duration) => IsExact ? Now + duration : loopTime + Math.Max(0, duration - 1);

    /// <summary>
    /// Between two phases callbacks of the runtime's own may run: of a handle that is closed when a worker is made (Node.js
    /// src/handle_wrap.cc, OnClose). After them the queues are drained as after any other.
    /// </summary>
    private bool DrainUnasked()
    {
        (held, threw) = (false, false);
        return true;
    }

    /// <summary>What a timers phase reads off the clock: all that matters is whether the one timer of libuv is due by then, and which timers are.</summary>
    private long ReadForTimers()
    {
        if (IsExact || loopTime >= Now)
            return loopTime;
        var moments = new SortedSet<long> { loopTime, Now };
        foreach (var due in armed.Deadlines.Append(timeout))
        {
            if (due > loopTime && due <= Now)
                moments.UnionWith([due - 1, due]);
        }

        return moments.ElementAt(Choose(moments.Count));
    }

    /// <summary>Hears of one of the things that have ended, or goes on when there is something to go on for.</summary>
    private bool PollAtAnyTime(ref bool found)
    {
        var goesOn = immediates.First >= 0 || NextTurn <= Now;
        var ended = 0;
        for (var job = 0; Undelivered > 0 && job < Code.Computations.Length; job++)
        {
            if (IsQuiet(job))
                Jobs[job].MayBeKnown |= HasArrived(job);
            else
                ended += HasArrived(job) ? 1 : 0;
        }

        if (ended == 0 && !goesOn)
            return false;
        var choice = Choose(ended + (goesOn ? 1 : 0));
        for (var job = 0; choice < ended; job++)
        {
            if (IsQuiet(job) || !HasArrived(job) || choice-- > 0)
                continue;
            found = true;
            HearInOrder(job);
            return true;
        }

        if (immediates.First < 0)
            loopTime = Math.Max(loopTime, NextTurn);
        return true;
    }

    /// <summary>Whether the loop may hear of it: what the same thread has told before it can be heard unnoticed.</summary>
    private bool HasArrived(int job)
    {
        if (EndOf(job) > Now)
            return false;
        if (Code.Computations[job].Kind != ComputationKind.Blocking)
            return true;
        return ToldBefore(job) is not (>= 0 and var other) || (IsQuiet(other) && HasArrived(other));
    }

    /// <summary>Whether nobody notices when the loop hears of it: no reaction waits, and nothing is to be reported.</summary>
    private bool IsQuiet(int job) =>
        Jobs[job].State == JobState.Ended && Bodies[job].Outcome != Traces.Outcome.Error && !promises.HasReactions(job);

    private void HearInOrder(int job)
    {
        while (Code.Computations[job].Kind == ComputationKind.Blocking && ToldBefore(job) is >= 0 and var other)
            HearOf(other);
        HearOf(job);
    }

    /// <summary>At the end nothing is left unheard; false when something that is left is not quiet.</summary>
    private bool TryHearRest()
    {
        for (var job = 0; Undelivered > 0 && !IsExact && job < Code.Computations.Length; job++)
        {
            if (IsQuiet(job) && HasArrived(job))
                HearInOrder(job);
        }

        return Undelivered == 0;
    }

    /// <summary>Somebody asks for the result of what may have been heard of, unnoticed until now.</summary>
    private void LookAt(int promise)
    {
        if (promise >= Code.Computations.Length || !IsQuiet(promise) || !Jobs[promise].MayBeKnown || !HasArrived(promise) || Choose(2) == 0)
            return;
        var (wasHeld, origin) = (held, Origin);
        HearInOrder(promise);
        (held, Origin) = (wasHeld, origin);
    }

    /// <summary>
    /// Whether the rest of what a terminated worker sent never left it: it was stopped after it had said that it posts. It may also
    /// have been stopped before its error left it.
    /// </summary>
    private bool IsCutOff(ref Thread thread)
    {
        if (!thread.IsTerminated || thread.State != ThreadState.Ended)
            return false;
        if (thread.Outcome == Traces.Outcome.Error && Choose(2) == 1)
            thread.Outcome = Traces.Outcome.None;
        if (thread.Outbox.First < 0 || thread.Current < 0 || thread.Outbox.First != thread.Outbox.Last)
            return false;
        ref var body = ref Bodies[thread.Current];
        var code = Code.Computations[thread.Current].Body;
        if (body.Pc >= code.Length || code[body.Pc].Site != thread.Outbox.First || Choose(2) == 0)
            return false;
        thread.Outbox = Line.Empty;
        Undelivered--;
        return true;
    }
}
