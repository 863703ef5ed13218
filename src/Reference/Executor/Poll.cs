namespace Conformance.Reference.Executor;

/// <summary>The answer of a future that was polled.</summary>
/// <remarks>
/// <see cref="Busy"/> exists in simulation only: the poll has conceptually not returned yet. Its thread stays occupied until
/// that time and then continues the same poll; whoever polls a child passes the answer up at once and resumes at that child.
/// </remarks>
public readonly record struct Poll
{
    private readonly long code;

    private Poll(long code) => this.code = code;

    /// <summary>Not yet: the waker will be woken when polling again makes sense.</summary>
    public static Poll Pending => default;

    /// <summary>Complete: the future must not be polled again.</summary>
    public static Poll Ready => new(1);

    /// <summary>Whether the future is complete.</summary>
    public bool IsReady => code == 1;

    /// <summary>Whether the poll has conceptually not returned.</summary>
    public bool IsBusy => code > 1;

    /// <summary>Until when the thread is occupied, in milliseconds of the runtime's clock.</summary>
    internal long Until => code - 2;

    /// <summary>The poll goes on at this time.</summary>
    /// <param name="until">Milliseconds of the runtime's clock, at least 0.</param>
    public static Poll Busy(long until) => new(until + 2);

    /// <inheritdoc/>
    public override string ToString() =>
        IsReady ? "Ready"
        : IsBusy ? $"Busy until {Until}"
        : "Pending";
}
