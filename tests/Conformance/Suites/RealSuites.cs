using Conformance.Implementations;
using Conformance.Runner.Campaigns;
using Conformance.Spec.Runtimes;
using Conformance.Xunit;

namespace Conformance.Tests.Suites;

/// <summary>A campaign on the machine's clock: few programs, for their sleeps are real.</summary>
public abstract class RealCampaign(string runtime) : CampaignFixture
{
    public override CampaignOptions Options => new() { Programs = 80, Schedules = 1 };

    public override int LitmusSchedules => 3;

    public override IRuntime Create() => RuntimeCatalogue.Find(runtime)!();
}

public sealed class EventLoopRealConforms(EventLoopRealConforms.Campaign campaign)
    : ConformanceSuite<EventLoopRealConforms.Campaign>(campaign)
{
    public sealed class Campaign() : RealCampaign("event-loop-real");
}

public sealed class ExecutorRealConforms(ExecutorRealConforms.Campaign campaign) : ConformanceSuite<ExecutorRealConforms.Campaign>(campaign)
{
    public sealed class Campaign() : RealCampaign("executor-real");
}

public sealed class ExecutorMultiRealConforms(ExecutorMultiRealConforms.Campaign campaign)
    : ConformanceSuite<ExecutorMultiRealConforms.Campaign>(campaign)
{
    public sealed class Campaign() : RealCampaign("executor-multi-real");
}

/// <summary>The real Node.js, which judges the eager part of the spec; skipped where it is missing, but not in continuous integration.</summary>
public sealed class NodeJsConforms(NodeJsConforms.Campaign campaign) : ConformanceSuite<NodeJsConforms.Campaign>(campaign)
{
    public sealed class Campaign() : RealCampaign("nodejs")
    {
        public override string? Missing => Environment.GetEnvironmentVariable("CI") == "true" ? null : RuntimeCatalogue.Missing("nodejs");
    }
}

/// <summary>The real Tokio, which judges the lazy part of the spec; skipped where it cannot be built, but not in continuous integration.</summary>
public sealed class TokioConforms(TokioConforms.Campaign campaign) : ConformanceSuite<TokioConforms.Campaign>(campaign)
{
    public sealed class Campaign() : RealCampaign("tokio")
    {
        // Its clock is not the machine's: many programs take no longer than few.
        public override CampaignOptions Options => new() { Programs = 500, Schedules = 1 };

        public override string? Missing => Environment.GetEnvironmentVariable("CI") == "true" ? null : RuntimeCatalogue.Missing("tokio");
    }
}

/// <summary>The real asyncio, of the lazy family with differences of its own; skipped where Python is missing, but not in continuous integration.</summary>
public sealed class AsyncioConforms(AsyncioConforms.Campaign campaign) : ConformanceSuite<AsyncioConforms.Campaign>(campaign)
{
    public sealed class Campaign() : RealCampaign("asyncio")
    {
        // Its clock is virtual: many programs take no longer than few.
        public override CampaignOptions Options => new() { Programs = 500, Schedules = 1 };

        public override string? Missing => Environment.GetEnvironmentVariable("CI") == "true" ? null : RuntimeCatalogue.Missing("asyncio");
    }
}

/// <summary>.NET's own tasks on the thread pool and the machine's clock.</summary>
public sealed class DotNetTasksRealConforms(DotNetTasksRealConforms.Campaign campaign)
    : ConformanceSuite<DotNetTasksRealConforms.Campaign>(campaign)
{
    public sealed class Campaign() : RealCampaign("dotnet-tasks-real");
}

/// <summary>The real Tokio on several workers and the machine's clock; skipped where it cannot be built, but not in continuous integration.</summary>
public sealed class TokioMultiConforms(TokioMultiConforms.Campaign campaign) : ConformanceSuite<TokioMultiConforms.Campaign>(campaign)
{
    public sealed class Campaign() : RealCampaign("tokio-multi")
    {
        public override string? Missing =>
            Environment.GetEnvironmentVariable("CI") == "true" ? null : RuntimeCatalogue.Missing("tokio-multi");
    }
}
