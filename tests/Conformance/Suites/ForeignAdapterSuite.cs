using Conformance.Implementations;
using Conformance.Implementations.Protocol;
using Conformance.Runner.Campaigns;
using Conformance.Spec.Runtimes;
using Conformance.Xunit;

namespace Conformance.Tests.Suites;

/// <summary>
/// Any process that speaks the adapter protocol: <c>CONFORMANCE_ADAPTER="node my-adapter.mjs" dotnet test --filter ForeignAdapter</c>.
/// <c>CONFORMANCE_EXPECTATIONS</c> names the file of what its runtime does otherwise by design.
/// </summary>
public sealed class ForeignAdapterConforms(ForeignAdapterConforms.Campaign campaign)
    : ConformanceSuite<ForeignAdapterConforms.Campaign>(campaign)
{
    public sealed class Campaign : CampaignFixture
    {
        private const string Adapter = "CONFORMANCE_ADAPTER";
        private const string Listed = "CONFORMANCE_EXPECTATIONS";

        // The process that runs tests is started elsewhere; paths are meant from where "dotnet test" was typed.
        private static readonly string Here = Environment.GetEnvironmentVariable("PWD") ?? "";

        public override CampaignOptions Options => new() { Programs = 200, Schedules = 1 };

        public override int LitmusSchedules => 3;

        // It may have few of the statements.
        public override long LeastChecks => 1;

        public override string? Missing =>
            Variable(Adapter) is null
                ? $"{Adapter} is not set. It is the command that starts an adapter, such as \"node my-adapter.mjs\"."
                : null;

        public override IRuntime Create() =>
            new ProcessRuntime(
                AdapterCommand.Parse(Variable(Adapter)!) with
                {
                    Folder = Here,
                },
                expectations: Variable(Listed) is { } file ? Read(Path.Combine(Here, file)) : null
            );

        private static Expectations Read(string file) =>
            File.Exists(file)
                ? ExpectationsFile.Read(file)
                : throw new FileNotFoundException(
                    $"{Listed} names \"{file}\", which is no file. Expected one with rule, reason, link, separated by tabs."
                );

        private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
    }
}
