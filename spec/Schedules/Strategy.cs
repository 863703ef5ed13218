namespace Conformance.Spec.Schedules;

/// <summary>How a schedule is made: answers each free choice of a runtime.</summary>
public abstract class Strategy
{
    /// <summary>Begins an execution.</summary>
    /// <param name="seed">The seed of this execution; the same seed gives the same choices.</param>
    public abstract void Begin(ulong seed);

    /// <summary>Answers a choice.</summary>
    /// <param name="kind">What it is about.</param>
    /// <param name="options">How many options there are, at least 2; option 0 is what the runtime would do by itself.</param>
    /// <returns>A number from 0 to <paramref name="options"/> - 1.</returns>
    public abstract int Choose(ChoiceKind kind, int options);
}
