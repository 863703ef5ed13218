using Conformance.Runner.Campaigns;
using Conformance.Runner.Reports;
using Conformance.Spec.Rules;
using Conformance.Spec.Runtimes;
using Xunit;

namespace Conformance.Xunit;

/// <summary>
/// Turns a runtime adapter into a test suite: a test for each rule that applies to the runtime, named by runtime, rule id and title, and
/// one for each litmus test of its family. The traits <c>Runtime</c>, <c>Rule</c> and <c>Litmus</c> select them:
/// <c>dotnet test --filter Rule=EAGER-01</c>.
/// </summary>
/// <example>
/// <code>public sealed class MyRuntimeConforms(CampaignFixture&lt;MyRuntime&gt; campaign)
///     : ConformanceSuite&lt;CampaignFixture&lt;MyRuntime&gt;&gt;(campaign);</code>
/// </example>
/// <typeparam name="TCampaign">The campaign: which runtime, how much.</typeparam>
/// <param name="campaign">The campaign, which xunit makes once for the class.</param>
public abstract class ConformanceSuite<TCampaign>(TCampaign campaign) : IClassFixture<TCampaign>
    where TCampaign : CampaignFixture, new()
{
    /// <summary>The rule held each time it was tested, and it was tested.</summary>
    [RuleFact]
    public void Rule_holds(SuiteCheck check)
    {
        ArgumentNullException.ThrowIfNull(check);
        var rule = campaign.Tally.Rules.Single(tally => tally.Rule.Id == check.Subject);
        switch (campaign.Tally.Verdict(rule))
        {
            case Verdict.Pass or Verdict.Observed:
                check.Say($"tested {rule.Triggers} times in {rule.Executions} executions");
                break;
            case Verdict.Differs:
                check.Say($"differs, as documented, in {rule.Documented} of {rule.Executions} executions: {rule.Expected}");
                break;
            case Verdict.Flaky:
                check.Say($"flaky, as documented; did not hold in {rule.Documented} of {rule.Executions} executions: {rule.Expected}");
                break;
            case Verdict.UnexpectedPass:
                throw new ConformanceException(UnexpectedPass(rule.Expected!));
            case Verdict.Skipped:
                check.Skip($"unsupported: {rule.Unsupported}");
                break;
            // Where no schedule decides, chance and the machine's speed do; they must not decide a test.
            case Verdict.Vacuous when rule.Rule.Level != Level.Must || !campaign.Tally.Description.Controlled:
                check.Skip($"Never tested; it is tested by: {rule.Rule.Trigger}");
                break;
            case Verdict.Vacuous:
                throw new ConformanceException(
                    $"{rule.Rule.Id} is vacuous: what it speaks about never occurred, so nothing is known of it. It is tested by: {rule.Rule.Trigger}"
                );
            case Verdict.Fail:
                throw new ConformanceException(string.Join('\n', rule.Findings.Select(finding => FailureReport.Of(finding))));
            default:
                throw new ConformanceException(AdapterFailure());
        }
    }

    /// <summary>No schedule showed a forbidden outcome of the litmus test, or an execution that the model cannot do.</summary>
    [LitmusFact]
    public void Litmus_conforms(SuiteCheck check)
    {
        ArgumentNullException.ThrowIfNull(check);
        var report = campaign.Survey(check.Subject);
        check.Say(LitmusText.Of(report));
        if (report.PassesUnexpectedly)
            throw new ConformanceException(UnexpectedPass(report.Expected!));
        if (report is { Ok: false, Expected: { } expected })
            check.Say($"differs, as documented ({expected.Subject}): {expected}");
        else if (!report.Ok)
            throw new ConformanceException(
                $"A forbidden outcome of the litmus \"{report.Name}\", or an execution that the model cannot do:\n{LitmusText.Of(report)}"
            );
        if (report.NotJudged is { } reason)
            check.Skip(reason);
    }

    /// <summary>The adapter delivered well-formed traces only, and the same schedule always gave the same one.</summary>
    [SuiteFact("the adapter works")]
    public void Adapter_works(SuiteCheck check)
    {
        ArgumentNullException.ThrowIfNull(check);
        if (!campaign.Tally.AdapterWorks)
            throw new ConformanceException(AdapterFailure());
        check.Say(
            $"{campaign.Tally.Programs} programs, {campaign.Tally.Executions} executions, {campaign.Tally.DistinctTraces} distinct traces, {campaign.Tally.Replays} replayed and compared"
        );
    }

    /// <summary>Rules were tested often enough for a green suite to mean something.</summary>
    [SuiteFact("enough checks ran")]
    public void Enough_checks_ran(SuiteCheck check)
    {
        ArgumentNullException.ThrowIfNull(check);
        var checks = campaign.Tally.Rules.Sum(rule => rule.Triggers);
        if (checks < campaign.LeastChecks)
            throw new ConformanceException($"{checks} checks ran, fewer than the floor of {campaign.LeastChecks}.");
        check.Say($"{checks} checks ran, at least {campaign.LeastChecks} are expected");
    }

    private string UnexpectedPass(ExpectedFailure expected) =>
        $"{expected.Place}: {expected.Subject} is listed as a difference, but \"{campaign.Description.Name}\" conforms. If the runtime has changed, remove the line; if it differs at times only, write \"flaky\" into its fourth cell.";

    private string AdapterFailure()
    {
        var tally = campaign.Tally;
        var reasons = tally.Unsupported.Select(pair => $"unsupported in {pair.Value}: {pair.Key}").Concat(tally.ErrorMessages);
        var what =
            tally.Errors == 0
                ? "The adapter refused every program"
                : $"The adapter failed {tally.Errors} times and delivered {tally.Executions} executions";
        return $"{what}, so nothing is known of the runtime.\n  {string.Join("\n  ", reasons)}";
    }
}
