using System.Text.RegularExpressions;
using Conformance.Implementations.Mutants;
using Conformance.Runner.Campaigns;
using Conformance.Runner.Reports;
using Xunit;
using static VerifyXunit.Verifier;

namespace Conformance.Tests.Mutants;

public sealed partial class FailureReportTests
{
    [Fact]
    public Task Report_of_a_violation()
    {
        var mutant = MutantCatalogue.All.Single(candidate => candidate.Name == "late-executor");
        var options = new CampaignOptions
        {
            Programs = 0,
            Schedules = 1,
            Rules = [mutant.Rule],
        };
        var finding = new Campaign([mutant.Create], options).Run().Findings.Single();
        return Verify(Token().Replace(FailureReport.Of(finding), "c1-<token>"));
    }

    // How well a token is compressed is the framework's affair.
    [GeneratedRegex("c1-[A-Za-z0-9_-]+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Token();
}
