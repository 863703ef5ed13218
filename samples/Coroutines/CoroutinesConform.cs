using Conformance.Runner.Campaigns;
using Conformance.Xunit;

namespace Coroutines;

/// <summary>All that a test project needs: the rules and litmus tests become tests of the runtime.</summary>
public sealed class CoroutinesConform(CoroutinesConform.Campaign campaign) : ConformanceSuite<CoroutinesConform.Campaign>(campaign)
{
    /// <summary>Random programs are made without what coroutines lack. The more a runtime supports, the more of it is tested.</summary>
    public sealed class Campaign : CampaignFixture<CoroutineRuntime>
    {
        /// <inheritdoc/>
        public override CampaignOptions Options => new() { Programs = 300, Schedules = 1 };

        /// <inheritdoc/>
        public override long LeastChecks => 1_000;
    }
}
