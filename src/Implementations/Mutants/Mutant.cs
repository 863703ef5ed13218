using Conformance.Spec.Runtimes;

namespace Conformance.Implementations.Mutants;

/// <summary>A deliberately wrong runtime, and the rule that must find it out.</summary>
/// <param name="Name">Its name, such as <c>lifo-microtasks</c>.</param>
/// <param name="Rule">The rule that must fail it.</param>
/// <param name="Description">What it does wrong, in a sentence.</param>
/// <param name="Message">What the rule's message must contain.</param>
/// <param name="Create">Makes an instance.</param>
public sealed record Mutant(string Name, string Rule, string Description, string Message, Func<IMutantRuntime> Create)
{
    /// <summary>Whether it breaks only an order that is current behaviour, not promised, of which its rule speaks among other things. Default false.</summary>
    public bool IsOrder { get; init; }
}

/// <summary>A wrong runtime that can prove that its fault was reached.</summary>
public interface IMutantRuntime : IRuntime
{
    /// <summary>How often the faulty code ran so far.</summary>
    long FaultsReached { get; }
}
