using Conformance.Spec.Rules;
using Conformance.Spec.Traces;
using Xunit;

namespace Conformance.Tests.Properties.Rules;

/// <summary>What one rule says of a trace.</summary>
internal static class RuleCheck
{
    public static void Passes(string rule, Trace trace, int triggers)
    {
        var (counted, messages) = Check(rule, trace);
        Assert.Empty(messages);
        Assert.Equal(triggers, counted);
    }

    public static void Fails(string rule, Trace trace, string message)
    {
        var (counted, messages) = Check(rule, trace);
        Assert.Equal(message, Assert.Single(messages));
        Assert.True(counted > 0, $"{rule} failed without being triggered.");
    }

    public static void DoesNotTrigger(string rule, Trace trace) => Passes(rule, trace, 0);

    private static (int Triggers, IReadOnlyList<string> Messages) Check(string rule, Trace trace)
    {
        var checker = new Checker(Catalogue.Create().Where(known => known.Info.Id == rule), trace.Runtime);
        checker.Check(trace);
        var checkedRule = Assert.Single(checker.Rules);
        return (checkedRule.Triggers, [.. checker.Violations.Select(violation => violation.Message)]);
    }
}
