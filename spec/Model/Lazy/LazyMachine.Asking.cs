using Conformance.Spec.Programs;
using Conformance.Spec.Traces;

namespace Conformance.Spec.Model.Lazy;

/// <content>
/// Who asks a shared computation: it keeps the waker of each reader from its poll until it calls all that it has. On several threads readers
/// ask unseen, before or after what another one's poll does.
/// </content>
internal sealed partial class LazyMachine
{
    /// <summary>The readers of a body are dropped: nobody wakes them any more, unless somebody has just done so.</summary>
    private void GiveUpReaders(int k, int c)
    {
        if (parts[c].Asking == 0)
            return;
        var ways = Rouse(k, -1);
        parts[c].Asking = 0;
        if (Rouse(k, -1) < ways)
            MayHaveWoken(Context(k, c));
    }

    /// <summary>Whether a shared computation keeps the waker of a body.</summary>
    private bool IsAsking(int c, int shared) => parts[c].Asking != 0 && Reads(c, shared) && (parts[c].Asking & BitFor(c, shared)) != 0;

    /// <summary>The bit of a shared computation among the targets of the statement that a body is at.</summary>
    private long BitFor(int c, int shared) => 1L << Math.Max(0, Code.Computations[c].Body[Bodies[c].Pc].Targets.AsSpan().IndexOf(shared));

    /// <summary>Whether a body waits for a shared computation.</summary>
    private bool Reads(int c, int shared)
    {
        ref var body = ref Bodies[c];
        var code = Code.Computations[c].Body;
        if (body.Life != Life.Running || parts[c].Task < 0 || body.Pc >= code.Length || body.Stage == 0)
            return false;
        var at = code[body.Pc];
        if (at.Op == Op.Combine)
            return at.Targets.AsSpan().IndexOf(shared) is >= 0 and var place && !IsDisabled(at, place, ref parts[c]);
        return at.Target == shared && at.Op is Op.Await or Op.Timeout;
    }

    /// <summary>
    /// The poll of a shared computation ends, or something in it wakes: who is about to ask for it may have done so before, in vain. Where
    /// only new ones count, who is asking already is left out.
    /// </summary>
    private void LetOthersLook(int k, int shared, bool areNew)
    {
        var by = acting;
        for (var other = 0; other < Strands; other++)
        {
            if (other == k || !IsFree(other))
                continue;

            // Who reads it in several places, or is polled again meanwhile, looks more than once.
            for (var asks = IsAboutToAsk(other, shared, areNew); asks && Choose(2) == 1; asks = MayAskAgain(other, shared, areNew))
                Look(other, shared);
        }

        acting = by;
    }

    private void Look(int k, int shared)
    {
        lookedAt = shared;
        while (lookedAt >= 0 && !isImpossible)
            isImpossible = tasks[k].Mode == Mode.Polling ? Proceed(k) is Progress.Emitted or Progress.Blocked : !TryBegin(k);
        lookedAt = -1;
    }

    private bool MayAskAgain(int k, int shared, bool isNew) =>
        !isImpossible && IsAboutToAsk(k, shared, isNew) && (!HasAskedEverywhere(k, shared) || IsReady(k));

    /// <summary>A task asks a shared computation: who is about to do so as well may have been first, in vain, or polls it now.</summary>
    private void LetOthersAsk(int shared)
    {
        var by = acting;
        for (var other = 0; other < Strands; other++)
        {
            if (tasks[other].Mode != Mode.Polling || !IsFree(other) || !IsAboutToAsk(other, shared, isNew: true) || Choose(2) == 0)
                continue;
            while (!isImpossible && !HasAsked(other, shared) && !MayBeHeldBy(other, shared))
                isImpossible = tasks[other].Mode != Mode.Polling || Proceed(other) is Progress.Emitted or Progress.Blocked;
        }

        acting = by;
    }

    private bool MayBeHeldBy(int k, int shared) =>
        IsIn(k, Code.Computations[shared].Subject) && (!GoesOnSilently(tasks[k].Current) || Choose(2) == 1);

    private bool HasAsked(int k, int shared)
    {
        var hasAsked = false;
        for (var c = 0; !hasAsked && c < Strands; c++)
            hasAsked = parts[c].Task == k && Reads(c, shared) && IsAskedInPoll(c, k);
        return hasAsked && !IsIn(k, Code.Computations[shared].Subject);
    }

    private bool HasAskedEverywhere(int k, int shared)
    {
        var hasAsked = true;
        for (var c = 0; hasAsked && c < Strands; c++)
            hasAsked = parts[c].Task != k || !Reads(c, shared) || IsAskedInPoll(c, k);
        return hasAsked;
    }

    private bool IsAboutToAsk(int k, int shared, bool isNew)
    {
        var asks = false;
        for (var c = 0; !asks && c < Strands; c++)
            asks = parts[c].Task == k && Reads(c, shared) && !(isNew && IsAsking(c, shared));
        return asks && (tasks[k].Mode == Mode.Polling ? GoesOnSilently(tasks[k].Current) : IsReady(k));
    }

    /// <summary>Whether a computation whose code runs in a poll may get to its next pause without an event.</summary>
    private bool GoesOnSilently(int c)
    {
        if (c < 0)
            return false;
        ref var body = ref Bodies[c];
        if (Code.Computations[c].IsLeaf)
            return body.Stage >= 3;
        if (body.Life != Life.Running)
            return body.Life is Life.Leaving or Life.Over && body.Guard < 0;
        var code = Code.Computations[c].Body;
        return body.Stage is 1 or 2
            && body.Pc < code.Length
            && code[body.Pc].Op is Op.Await or Op.Timeout or Op.Combine or Op.Next or Op.Sleep or Op.Yield;
    }

    private bool IsReady(int k) => tasks[k].IsWoken || tasks[k].MayBeWoken || deferred.IsKept(k) || Rouse(k, -1) > 0;
}
