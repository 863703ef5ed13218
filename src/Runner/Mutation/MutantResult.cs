using Conformance.Implementations.Mutants;

namespace Conformance.Runner.Mutation;

/// <summary>What became of a wrong runtime.</summary>
/// <param name="Mutant">The wrong runtime.</param>
/// <param name="Killed">Whether its rule found it out with the stated message, after the fault was reached.</param>
/// <param name="By">The rule that did, or empty.</param>
/// <param name="Executions">After how many executions; all that were allowed when it survived.</param>
/// <param name="Reached">How often the faulty code had run by then.</param>
/// <param name="Message">What the rule said, or why the mutant survived.</param>
public sealed record MutantResult(Mutant Mutant, bool Killed, string By, int Executions, long Reached, string Message)
{
    /// <summary>Whether the model alone, without any rule, rejects a trace of it within as many executions.</summary>
    public bool RejectedByModel { get; init; }
}
