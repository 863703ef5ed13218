namespace Conformance.Xunit;

/// <summary>What a test of a suite is called and found by.</summary>
internal sealed record SuiteLabel
{
    /// <summary>What is tested: a rule's id, a litmus's name, the title of a test of the whole suite.</summary>
    public required string Subject { get; init; }

    /// <summary>The test's name after the runtime's.</summary>
    public required string Title { get; init; }

    /// <summary>The runtime's name.</summary>
    public string Runtime { get; init; } = "";

    /// <summary>The litmus, or empty.</summary>
    public string Litmus { get; init; } = "";

    /// <summary>The ids of the rules it is about.</summary>
    public string[] Rules { get; init; } = [];
}
