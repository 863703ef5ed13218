namespace Conformance.Reference.Executor;

/// <summary>A thread of the runtime: in simulation something that takes steps, for real something that runs on an OS thread.</summary>
internal abstract class Actor(short number)
{
    /// <summary>Its number: 0 for the thread that calls BlockOn, then the workers, then the blocking pool.</summary>
    internal short Number { get; set; } = number;

    /// <summary>Until when it is occupied, in milliseconds of the virtual clock.</summary>
    internal long BusyUntil { get; private protected set; }

    /// <summary>Whether it is in the middle of something that it must finish.</summary>
    internal abstract bool IsOccupied { get; }

    /// <summary>Whether it has something to do.</summary>
    internal abstract bool HasWork { get; }

    /// <summary>Whether the driver of timers turns while it is idle.</summary>
    internal virtual bool TurnsDriver => false;

    /// <summary>How many budgeted operations are left to the poll that it is in; as many as one likes outside of any.</summary>
    internal int Budget { get; set; } = int.MaxValue;

    /// <summary>Takes one step in simulation.</summary>
    /// <returns>False when there was nothing to do.</returns>
    internal abstract bool Step();

    internal virtual void Reset() => BusyUntil = 0;
}
