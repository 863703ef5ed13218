namespace Conformance.Spec.Programs;

/// <summary>A text or a document is not a valid program or litmus. The message lists the problems, one a line.</summary>
public sealed class ProgramException : Exception
{
    /// <summary>An exception for these problems; there is at least one.</summary>
    public ProgramException(IReadOnlyList<Problem> problems)
        : base(string.Join('\n', problems)) => Problems = problems;

    internal ProgramException(Problem problem)
        : this([problem]) { }

    /// <summary>The problems, in the order of the text.</summary>
    public IReadOnlyList<Problem> Problems { get; }
}
