using System.Text;

namespace Conformance.Xunit;

/// <summary>One test of a suite while it runs: what it is about, and what it has to say.</summary>
public sealed class SuiteCheck
{
    private readonly StringBuilder output = new();

    internal SuiteCheck(string subject) => Subject = subject;

    /// <summary>What is tested: a rule's id, a litmus's name, the title of a test of the whole suite.</summary>
    public string Subject { get; }

    internal string Output => output.ToString();

    internal string? SkipReason { get; private set; }

    /// <summary>Writes a line to the test's output.</summary>
    public void Say(string line) => output.Append(line).Append('\n');

    /// <summary>Lets the test count as skipped, for a reason, unless it fails.</summary>
    public void Skip(string reason) => SkipReason = reason;
}
