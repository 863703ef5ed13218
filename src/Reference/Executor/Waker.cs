namespace Conformance.Reference.Executor;

/// <summary>
/// Tells whoever polls a future that polling it again makes sense. Wakes coalesce; a wake during the poll polls once more;
/// a wake after completion does nothing. May be called from any thread and must not block.
/// </summary>
/// <remarks>Rust: <c>std::task::Waker</c>.</remarks>
public abstract class Waker
{
    /// <summary>A waker of one's own, for a combinator that wakes several others.</summary>
    protected Waker()
        : this(ExecutorFaults.None) { }

    private protected Waker(ExecutorFaults faults) => Faults = faults;

    /// <summary>The deliberate faults of the runtime that polls.</summary>
    internal ExecutorFaults Faults { get; }

    /// <summary>Asks for another poll.</summary>
    public abstract void Wake();

    /// <summary>Asks for another poll, after everything that is ready now.</summary>
    internal virtual void WakeLater() => Wake();

    /// <summary>Has the thread that polls keep another waker until its driver had a turn.</summary>
    /// <returns>Whether it does; if not, that one is to be called at once.</returns>
    internal virtual bool TryKeep(Waker waker) => false;
}
