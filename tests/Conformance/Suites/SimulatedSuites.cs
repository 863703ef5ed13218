using Conformance.Implementations;
using Conformance.Runner.Campaigns;
using Conformance.Spec.Runtimes;
using Conformance.Xunit;

namespace Conformance.Tests.Suites;

public sealed class EventLoopConforms(EventLoopConforms.Campaign campaign) : ConformanceSuite<EventLoopConforms.Campaign>(campaign)
{
    public sealed class Campaign : CampaignFixture
    {
        public override IRuntime Create() => RuntimeCatalogue.Find("event-loop")!();
    }
}

public sealed class ExecutorConforms(ExecutorConforms.Campaign campaign) : ConformanceSuite<ExecutorConforms.Campaign>(campaign)
{
    public sealed class Campaign : CampaignFixture
    {
        public override IRuntime Create() => RuntimeCatalogue.Find("executor")!();
    }
}

public sealed class ExecutorMultiConforms(ExecutorMultiConforms.Campaign campaign)
    : ConformanceSuite<ExecutorMultiConforms.Campaign>(campaign)
{
    public sealed class Campaign : CampaignFixture
    {
        public override IRuntime Create() => RuntimeCatalogue.Find("executor-multi")!();
    }
}

public sealed class ExecutorPausedConforms(ExecutorPausedConforms.Campaign campaign)
    : ConformanceSuite<ExecutorPausedConforms.Campaign>(campaign)
{
    public sealed class Campaign : CampaignFixture
    {
        public override IRuntime Create() => RuntimeCatalogue.Find("executor-paused")!();
    }
}

/// <summary>.NET's own tasks under a schedule: a third thing, which differs where its expectations say so and nowhere else.</summary>
public sealed class DotNetTasksConforms(DotNetTasksConforms.Campaign campaign) : ConformanceSuite<DotNetTasksConforms.Campaign>(campaign)
{
    public sealed class Campaign : CampaignFixture
    {
        public override CampaignOptions Options => new() { Programs = 500, Schedules = 6 };

        public override IRuntime Create() => RuntimeCatalogue.Find("dotnet-tasks")!();
    }
}
