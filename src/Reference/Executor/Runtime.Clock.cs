namespace Conformance.Reference.Executor;

/// <content>A clock that is paused: it moves when it is told to, and to the next deadline when nothing else can happen.</content>
public sealed partial class Runtime
{
    /// <summary>Whether computing and blocking jobs take no time: the clock moves by <see cref="Advance"/>, and to the next deadline when nothing runs or can run.</summary>
    /// <remarks>Tokio: <c>Builder::start_paused</c>.</remarks>
    public bool IsPaused { get; }

    /// <summary>Whether the clock must stand still: a paused one does while a job runs or waits for a thread.</summary>
    internal bool IsHeldByJobs => IsPaused && Pool.IsBusy;

    /// <summary>
    /// Moves the clock on in one jump and gives way once. Timers that are due by then fire at the driver's next turn, in the order of
    /// their deadlines, and see the final time; this does not wait for whom they wake.
    /// </summary>
    /// <param name="milliseconds">At least 0.</param>
    /// <exception cref="PanicException">The future throws it when the clock is not paused.</exception>
    /// <remarks>Tokio: <c>time::advance</c>.</remarks>
    public Future Advance(long milliseconds)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(milliseconds);
        return new Advance(this, milliseconds);
    }

    /// <summary>Moves the paused clock on.</summary>
    internal void MoveClock(long milliseconds)
    {
        if (!IsPaused)
            throw new PanicException("the clock is not paused");
        var target = Now + milliseconds;
        if (Timers.Next is var next && next > Now && next < target && Faults.Is(ExecutorFault.AdvanceStopsAtTheNextTimer))
            target = next;
        virtualClock.AdvanceTo(target);
    }

    /// <summary>How long whoever computes for so long occupies its thread.</summary>
    internal long Occupation(long milliseconds) =>
        !IsPaused || (milliseconds > 0 && Faults.Is(ExecutorFault.ComputingMovesPausedClock)) ? milliseconds : 0;
}
