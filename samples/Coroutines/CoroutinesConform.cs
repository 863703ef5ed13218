using Conformance.Runner.Campaigns;
using Conformance.Xunit;

namespace Coroutines;

/// <summary>All that a test project needs: the rules and litmus tests become tests of the runtime.</summary>
public sealed class CoroutinesConform(CoroutinesConform.Campaign campaign) : ConformanceSuite<CoroutinesConform.Campaign>(campaign)
{
    /// <summary>Few random programs do without the statements that coroutines have not, so many are tried. The more a runtime supports, the more of it is tested.</summary>
    public sealed class Campaign : CampaignFixture<CoroutineRuntime>
    {
        /// <inheritdoc/>
        public override CampaignOptions Options => new() { Programs = 3_000, Schedules = 1 };

        /// <inheritdoc/>
        public override long LeastChecks => 25;
    }
}
