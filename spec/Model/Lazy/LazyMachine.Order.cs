using Conformance.Spec.Programs;
using Conformance.Spec.Runtimes;

namespace Conformance.Spec.Model.Lazy;

/// <content>
/// Which child of a combinator is polled first. A select begins with any branch, unless it is biased; a join with its first child,
/// and later perhaps with another one: which one, a runtime may say, and it is known as long as no poll can have gone unseen. The event that comes next rules most of them out: no child that must emit something comes before the one that
/// emits it, unless that one is dropped.
/// </content>
internal sealed partial class LazyMachine
{
    private int FirstChild(Instruction at, ref Part part)
    {
        if (at.Op != Op.Combine || at.Combinator == CombinatorKind.SelectBiased)
            return 0;
        if (at.Combinator != CombinatorKind.Select && (part.Round == 0 || OpenChildren(at, ref part) <= 1))
            return 0;
        if (part.IsCounted)
            return Runtime.Join == JoinOrder.Rotating ? part.Round % at.Targets.Length : 0;
        if (Awaited < 0 || AwaitsDrop || Layout.HasMoves)
            return Choose(at.Targets.Length);
        var emitting = ChildAbove(at, Awaited);
        return emitting >= 0 ? FirstBefore(at, emitting, ref part) : FirstReady(at, ref part);
    }

    /// <summary>Whether the next poll of a combinator emits something, if only that a child is still pending.</summary>
    private bool ShowsNextPoll(Instruction at)
    {
        foreach (var child in at.Targets)
        {
            if (!parts[child].IsTaken && (Code.Computations[child].IsLeaf || GoesOnAloud(child)))
                return true;
        }

        return false;
    }

    private bool GoesOnAloud(int child)
    {
        ref var body = ref Bodies[child];
        var code = Code.Computations[child].Body;
        if (
            Code.Computations[child].Kind != ComputationKind.Async
            || body.Life != Life.Running
            || body.Stage == 0
            || body.Pc >= code.Length
        )
            return false;
        return code[body.Pc].Op == Op.Yield || (code[body.Pc].Op == Op.Await && Code.Computations[code[body.Pc].Target].IsLeaf);
    }

    /// <summary>The place of the child that a computation is a part of, or -1.</summary>
    private int ChildAbove(Instruction at, int computation)
    {
        while (computation >= 0)
        {
            var place = at.Targets.AsSpan().IndexOf(computation);
            if (place >= 0 || computation == at.Owner)
                return place;
            var consumer = Code.Computations[computation].Consumer;
            if (!IsNew(computation))
                computation = parts[computation].Parent;
            else
                computation = consumer < 0 || Code.Instructions[consumer].Op == Op.Create ? -1 : Code.Instructions[consumer].Owner;
        }

        return -1;
    }

    /// <summary>One of the children that the round may have begun with when this one is the first to emit something.</summary>
    private int FirstBefore(Instruction at, int emitting, ref Part part)
    {
        var count = at.Targets.Length;
        var silent = 0;
        while (silent < count - 1 && IsPolledSilently(at, (emitting - silent - 1 + count) % count, ref part))
            silent++;
        return (emitting - Choose(silent + 1) + count) % count;
    }

    /// <summary>When no child emits anything it matters only which of those that are ready comes first, and only if that one decides.</summary>
    private int FirstReady(Instruction at, ref Part part)
    {
        if (at.Combinator == CombinatorKind.Join && !HasShared(at))
            return 0;
        var ready = 0;
        for (var place = 0; place < at.Targets.Length; place++)
            ready += MayDecide(at, place, ref part) ? 1 : 0;
        var choice = Choose(ready);
        for (var place = 0; place < at.Targets.Length; place++)
        {
            if (MayDecide(at, place, ref part) && choice-- == 0)
                return place;
        }

        return 0;
    }

    private bool IsPolledSilently(Instruction at, int place, ref Part part) =>
        at.Targets[place] is var child
        && (
            IsDisabled(at, place, ref part)
            || parts[child].IsTaken
            || !(Code.Computations[child].IsLeaf || (Code.Computations[child].Kind == ComputationKind.Async && IsNew(child)))
        );

    private bool MayDecide(Instruction at, int place, ref Part part) =>
        at.Targets[place] is var child
        && !IsDisabled(at, place, ref part)
        && (
            IsTaken(child, place, ref part)
                ? at.IsSelect
                : Code.Computations[child].Kind != ComputationKind.Async && !Code.Computations[child].IsLeaf
        );

    private bool HasShared(Instruction at)
    {
        foreach (var child in at.Targets)
        {
            if (Code.Computations[child].Kind == ComputationKind.Shared)
                return true;
        }

        return false;
    }

    private int OpenChildren(Instruction at, ref Part part)
    {
        var open = 0;
        for (var place = 0; place < at.Targets.Length; place++)
            open += IsTaken(at.Targets[place], place, ref part) ? 0 : 1;
        return open;
    }

    /// <summary>Whether some combinator may poll its children in more than one order.</summary>
    private bool HasOpenOrder()
    {
        for (var c = 0; c < Strands; c++)
        {
            ref var body = ref Bodies[c];
            if (body.Life != Life.Running || body.Stage is 0 or 3)
                continue;
            var code = Code.Computations[c].Body;
            if (body.Pc >= code.Length || code[body.Pc].Op != Op.Combine)
                continue;
            if (code[body.Pc].Combinator == CombinatorKind.Select || OpenChildren(code[body.Pc], ref parts[c]) > 1)
                return true;
        }

        return false;
    }
}
