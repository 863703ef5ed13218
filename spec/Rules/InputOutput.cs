namespace Conformance.Spec.Rules;

/// <summary>What goes from one side to another, piece by piece.</summary>
public static class InputOutput
{
    internal const string Chapter = "Input and output";

    /// <summary>The rules of the chapter.</summary>
    public static IEnumerable<Rule> Rules() => [new Backpressure()];
}
