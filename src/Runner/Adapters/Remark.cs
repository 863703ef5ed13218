namespace Conformance.Runner.Adapters;

/// <summary>How bad what a check found is.</summary>
public enum Mark
{
    /// <summary>As it should be.</summary>
    Ok,

    /// <summary>Worth knowing; nothing has to change.</summary>
    Note,

    /// <summary>The adapter works, but its runtime breaks a rule.</summary>
    Differs,

    /// <summary>The adapter has to change: until then nothing can be said of its runtime.</summary>
    Wrong,
}

/// <summary>One thing that a check of an adapter found.</summary>
/// <param name="Mark">How bad it is.</param>
/// <param name="What">What was found, a sentence.</param>
/// <param name="Advice">What to do about it; empty when there is nothing to do.</param>
public sealed record Remark(Mark Mark, string What, string Advice = "");
