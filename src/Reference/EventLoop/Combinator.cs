namespace Conformance.Reference.EventLoop;

/// <summary>What several promises are combined into. Each input gets one reaction; the result is settled by the reaction that decides it.</summary>
internal abstract class Combinator<T>
{
    /// <summary>Reacts to each input, in order.</summary>
    internal void Attach(ReadOnlySpan<Promise<T>> inputs)
    {
        for (var i = 0; i < inputs.Length; i++)
        {
            var reaction = new ElementReaction<T>(this, inputs[i], i);
            if (inputs[i].State == PromiseState.Pending || !inputs[i].Loop.Faults.Is(EventLoopFault.CombinatorSettlesAtOnce))
            {
                inputs[i].AddReaction(reaction);
            }
            else
            {
                inputs[i].MarkHandled();
                reaction.Run(inputs[i].Loop);
            }
        }
    }

    internal abstract void OnFulfilled(T value, int index);

    internal abstract void OnRejected(Exception reason, int index);
}

/// <summary>The reaction to one input of a combinator.</summary>
internal sealed class ElementReaction<T>(Combinator<T> combinator, PromiseCore<T> input, int index) : Reaction
{
    internal override void Run(EventLoop loop)
    {
        if (input.State == PromiseState.Fulfilled)
            combinator.OnFulfilled(input.Value, index);
        else
            combinator.OnRejected(input.Reason!, index);
    }
}

/// <summary>Places for the results of several inputs, by position, and how many are still missing.</summary>
internal struct Places<TItem>(EventLoop loop, int count)
{
    private int filled;

    internal TItem[] Items { get; } = new TItem[count];

    /// <summary>Fills a place.</summary>
    /// <returns>Whether it was the last one.</returns>
    internal bool Fill(int index, TItem item)
    {
        Items[filled != index && loop.Faults.Is(EventLoopFault.ValuesByCompletion) ? filled : index] = item;
        return ++filled == Items.Length;
    }
}

/// <summary>All values, or the first error (ECMA-262, Promise.all).</summary>
internal sealed class AllCombinator<T>(Promise<T[]> result, int count) : Combinator<T>
{
    private Places<T> places = new(result.Loop, count);

    // The first reason, while a fault waits for the other inputs.
    private Exception? failure;

    internal override void OnFulfilled(T value, int index)
    {
        if (!places.Fill(index, value) || result.IsResolved)
            return;
        if (failure is null)
            result.Fulfil(places.Items);
        else
            result.RejectWith(failure);
    }

    internal override void OnRejected(Exception reason, int index)
    {
        if (result.IsResolved)
            return;
        if (result.Loop.Faults.Is(EventLoopFault.AllWaitsForTheRest))
        {
            failure ??= reason;
            OnFulfilled(default!, index);
        }
        else
        {
            result.RejectWith(reason);
        }
    }
}

/// <summary>How each input ended (ECMA-262, Promise.allSettled).</summary>
internal sealed class AllSettledCombinator<T>(Promise<Settlement<T>[]> result, int count) : Combinator<T>
{
    private Places<Settlement<T>> places = new(result.Loop, count);

    internal override void OnFulfilled(T value, int index) => Fill(index, new Settlement<T>(value, null));

    internal override void OnRejected(Exception reason, int index) => Fill(index, new Settlement<T>(default, reason));

    private void Fill(int index, Settlement<T> settlement)
    {
        if (places.Fill(index, settlement))
            result.Fulfil(places.Items);
    }
}

/// <summary>The first outcome (ECMA-262, Promise.race).</summary>
internal sealed class RaceCombinator<T>(Promise<T> result) : Combinator<T>
{
    internal override void OnFulfilled(T value, int index)
    {
        if (!result.IsResolved)
            result.Fulfil(value);
    }

    internal override void OnRejected(Exception reason, int index)
    {
        if (!result.IsResolved)
            result.RejectWith(reason);
    }
}

/// <summary>The first value, or all errors (ECMA-262, Promise.any).</summary>
internal sealed class AnyCombinator<T>(Promise<T> result, int count) : Combinator<T>
{
    private Places<Exception> places = new(result.Loop, count);

    internal override void OnFulfilled(T value, int index)
    {
        if (!result.IsResolved)
            result.Fulfil(value);
    }

    internal override void OnRejected(Exception reason, int index)
    {
        if (places.Fill(index, reason) && !result.IsResolved)
            result.RejectWith(new AllRejectedException(places.Items));
    }
}
