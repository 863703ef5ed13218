using Conformance.Spec.Litmus;
using Conformance.Spec.Programs;
using Conformance.Spec.Rules;

namespace Conformance.Runner.Document;

/// <summary>A program that comes to different outcomes in the two families.</summary>
/// <param name="Litmus">The litmus test whose program it is.</param>
/// <param name="Own">Its run in its own family.</param>
/// <param name="Other">Its run in the other one.</param>
internal sealed record Contrast(LitmusTest Litmus, ReferenceRun Own, ReferenceRun Other);

/// <summary>The litmus tests that show a rule.</summary>
internal sealed class RuleExamples
{
    private RuleExamples(IReadOnlyList<LitmusTest> all) => All = all;

    /// <summary>All of them: those named after the rule first.</summary>
    public IReadOnlyList<LitmusTest> All { get; }

    /// <summary>One of each family.</summary>
    public IEnumerable<LitmusTest> First => All.DistinctBy(test => test.Program.Dialect);

    /// <summary>The examples of a rule in a library.</summary>
    public static RuleExamples Of(RuleInfo rule, IEnumerable<LitmusTest> library)
    {
        var prefix = $"{rule.Id.ToLowerInvariant()}-";
        return new RuleExamples([
            .. library
                .Where(test =>
                    test.Rules.Contains(rule.Id, StringComparer.Ordinal) || rule.Litmus.Contains(test.Name, StringComparer.Ordinal)
                )
                .OrderBy(test => test.Name.StartsWith(prefix, StringComparison.Ordinal) ? 0 : 1)
                .ThenBy(test => test.Program.Dialect)
                .ThenBy(test => test.Name, StringComparer.Ordinal),
        ]);
    }

    /// <summary>The first example that both families can run and that they do not agree on, or null.</summary>
    public Contrast? Contrast() => All.Select(Compare).FirstOrDefault(contrast => contrast is not null);

    private static Contrast? Compare(LitmusTest test)
    {
        if (Translation.Of(test.Program) is not { } translated)
            return null;
        var own = ReferenceRun.Of(test);
        var other = ReferenceRun.Of(translated);
        return own.Ended && other.Ended && own.Outcome != other.Outcome ? new Contrast(test, own, other) : null;
    }
}
