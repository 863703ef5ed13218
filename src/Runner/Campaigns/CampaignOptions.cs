using Conformance.Spec.Rules;

namespace Conformance.Runner.Campaigns;

/// <summary>How much a campaign does.</summary>
public sealed record CampaignOptions
{
    /// <summary>How many random programs a dialect; 0 leaves the litmus tests. Default 2,000.</summary>
    public int Programs { get; init; } = 2_000;

    /// <summary>Under how many schedules each program is run, the runtime's own order among them; at least 1. Default 20.</summary>
    public int Schedules { get; init; } = 20;

    /// <summary>The seed: the same seed gives the same programs, schedules and traces. Default 1.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>When to stop a runtime's campaign, whatever is left; none by default.</summary>
    public TimeSpan? Time { get; init; }

    /// <summary>How strictly every runtime is judged; null, the default, leaves that to each one.</summary>
    public Strictness? Level { get; init; }

    /// <summary>The ids of the rules that are asked; empty means all.</summary>
    public IReadOnlyList<string> Rules { get; init; } = [];
}
