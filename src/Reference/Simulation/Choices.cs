namespace Conformance.Reference.Simulation;

/// <summary>Makes the choices that a simulated runtime is free to make. The same answers give the same execution.</summary>
public abstract class Choices
{
    /// <summary>Answers a choice.</summary>
    /// <param name="point">What it is about.</param>
    /// <param name="options">How many options there are, at least 2; option 0 is what the runtime would do by itself.</param>
    /// <returns>A number from 0 to <paramref name="options"/> - 1.</returns>
    public abstract int Choose(ChoicePoint point, int options);
}
