namespace Conformance.Cli;

/// <summary>What the process says when it ends.</summary>
internal static class ExitCode
{
    /// <summary>Everything conforms.</summary>
    public const int Conforms = 0;

    /// <summary>A violation, a vacuous MUST rule, a forbidden outcome, nothing that was judged or a surviving mutant.</summary>
    public const int Violation = 1;

    /// <summary>Wrong usage or input, or output that cannot be written.</summary>
    public const int Usage = 2;

    /// <summary>An adapter failed.</summary>
    public const int Adapter = 3;

    /// <summary>Interrupted: what was found so far was printed and written.</summary>
    public const int Interrupted = 130;
}
