namespace Conformance.Reference.Executor;

/// <summary>What a <see cref="JoinHandle{T}"/> waits for: a task or a blocking job.</summary>
internal interface IJoinable
{
    /// <summary>For messages.</summary>
    string Name { get; }

    /// <summary>Set when it ended without a result of its own: cancelled, or its clean-up failed.</summary>
    JoinException? Failure { get; }

    /// <summary>What a blocking job threw.</summary>
    Exception? Error { get; }

    /// <summary>Asks to be woken at its end, instead of whoever asked before.</summary>
    /// <returns>Whether it has ended already.</returns>
    bool Register(Waker waker);

    /// <summary>Whoever asked to be woken at its end does not wait any more.</summary>
    void Unregister();

    /// <summary>Asks it to end.</summary>
    void Abort();

    /// <summary>Whether dropping its handle aborts it: never, but for a fault.</summary>
    bool IsAbortedByDrop(bool handleWasPolled);
}
