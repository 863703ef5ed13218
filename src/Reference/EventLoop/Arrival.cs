namespace Conformance.Reference.EventLoop;

/// <summary>Something that ended outside of the loop's thread. It is delivered there, in the poll phase, as a callback of its own.</summary>
internal interface IArrival
{
    /// <summary>Tells the program, on the loop's thread.</summary>
    void Deliver();
}

/// <summary>The answer of a network round trip.</summary>
internal sealed class Answer<T>(Promise<T> promise, T value) : IArrival
{
    public void Deliver() => promise.Fulfil(value);
}
