namespace Conformance.Runner.Campaigns;

/// <summary>How far a campaign is on one runtime.</summary>
/// <param name="Runtime">The runtime's name.</param>
/// <param name="Done">How many programs are done.</param>
/// <param name="Total">How many there are.</param>
/// <param name="Violations">How many violations were found so far.</param>
public readonly record struct CampaignProgress(string Runtime, int Done, int Total, long Violations);
