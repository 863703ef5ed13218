namespace Conformance.Reference.Executor;

/// <content>What tasks wait for one another with, and the budget of operations that it takes from.</content>
public sealed partial class Runtime
{
    /// <summary>Whether the budget of the current poll is used up.</summary>
    internal bool IsSpent => Driver.Current is { Budget: 0 } && !Faults.Is(ExecutorFault.BudgetNeverEnds);

    /// <summary>A number of permits that tasks take in turn.</summary>
    /// <param name="permits">How many there are at first, at least 0.</param>
    public Semaphore Semaphore(int permits)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(permits);
        return new Semaphore(this, permits);
    }

    /// <summary>What wakes tasks that wait for something to happen.</summary>
    public Notify Notify() => new(this);

    /// <summary>A channel with room for so many values, empty at first.</summary>
    /// <param name="capacity">At least 1.</param>
    public Channel<T> Channel<T>(int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        return new Channel<T>(this, capacity);
    }

    /// <summary>
    /// An operation that is always ready but counts: after 128 of them in one poll of a task the next is pending once, and the
    /// task is polled again after what is ready by then.
    /// </summary>
    /// <remarks>Tokio: <c>task::consume_budget</c>, and whatever a channel, a semaphore or a socket does.</remarks>
    public Future ConsumeBudget() => new ConsumeBudget(this);

    /// <summary>A poll of a task begins or ends: its thread may do so many operations from here on.</summary>
    internal void SetBudget(int operations)
    {
        if (Driver.Current is { } thread)
            thread.Budget = operations;
    }

    /// <summary>Takes one operation from the budget of the current poll.</summary>
    internal void Spend()
    {
        if (Driver.Current is { Budget: > 0 } thread)
            thread.Budget--;
    }
}
