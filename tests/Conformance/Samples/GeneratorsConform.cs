using Conformance.Implementations;
using Conformance.Implementations.Protocol;
using Conformance.Runner.Campaigns;
using Conformance.Spec.Runtimes;
using Conformance.Xunit;

namespace Conformance.Tests.Samples;

/// <summary>The scheduler of generators in samples/generators; skipped where Node.js is missing, but not in continuous integration.</summary>
public sealed class GeneratorsConform(GeneratorsConform.Campaign campaign) : ConformanceSuite<GeneratorsConform.Campaign>(campaign)
{
    public sealed class Campaign : CampaignFixture
    {
        public override CampaignOptions Options => new() { Programs = 500, Schedules = 1 };

        public override int LitmusSchedules => 1;

        public override long LeastChecks => 2_000;

        public override string? Missing => Environment.GetEnvironmentVariable("CI") == "true" ? null : RuntimeCatalogue.Missing("nodejs");

        public override IRuntime Create() =>
            new ProcessRuntime(
                new AdapterCommand("node", [Sample.File("generators/adapter.mjs")]),
                expectations: ExpectationsFile.Read(Sample.File("generators/expectations.tsv"))
            );
    }
}
