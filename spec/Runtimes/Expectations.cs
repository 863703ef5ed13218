using Conformance.Spec.Litmus;
using Conformance.Spec.Programs;
using Conformance.Spec.Rules;

namespace Conformance.Spec.Runtimes;

/// <summary>The list beside an adapter of what its runtime does otherwise by design: a campaign tells it from a violation, and fails when it no longer shows.</summary>
public sealed class Expectations
{
    private readonly Dictionary<string, ExpectedFailure> bySubject;

    internal Expectations(IReadOnlyList<ExpectedFailure> all)
    {
        All = all;
        bySubject = all.ToDictionary(item => item.Subject, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Of a runtime that conforms in everything.</summary>
    public static Expectations None { get; } = new([]);

    /// <summary>Everything listed, in the order of the file.</summary>
    public IReadOnlyList<ExpectedFailure> All { get; }

    /// <summary>Reads a file: a line each, <c>rule or litmus ⇥ reason ⇥ link ⇥ flaky</c>, the last one or two cells optional; <c>#</c> begins a comment line.</summary>
    /// <param name="text">The text.</param>
    /// <param name="file">The name of the text, for messages.</param>
    /// <exception cref="ProgramException">A line does not follow the form, or names no rule and no litmus.</exception>
    public static Expectations Parse(string text, string file = "expectations") => ExpectationsText.Read(text, file);

    /// <summary>What is listed about a rule; null when it is to hold.</summary>
    public ExpectedFailure? OfRule(string id) => bySubject.GetValueOrDefault(id);

    /// <summary>What is listed about a litmus, by its own name or through one of the rules it is an example of; null when it is to conform.</summary>
    public ExpectedFailure? OfLitmus(LitmusTest test) =>
        bySubject.GetValueOrDefault(test.Name) ?? test.Rules.Select(bySubject.GetValueOrDefault).FirstOrDefault(item => item is not null);

    /// <summary>Refuses entries that cannot be asked of a runtime: nothing would ever say whether they are still true.</summary>
    /// <exception cref="ProgramException">An entry is about a rule that does not apply to the runtime, or a litmus that is not judged on it.</exception>
    public void MustFit(RuntimeDescription runtime)
    {
        if (All.Count == 0)
            return;
        var rules = Catalogue.Create().Where(rule => rule.AppliesTo(runtime)).Select(rule => rule.Info.Id);
        var tests = LitmusLibrary.Load().Where(test => test.AppliesTo(runtime)).Select(test => test.Name);
        var fitting = rules.Concat(tests).ToHashSet(StringComparer.OrdinalIgnoreCase);
        Problem[] problems =
        [
            .. All.Where(item => !fitting.Contains(item.Subject))
                .Select(item => new Problem(
                    item.Place,
                    $"\"{item.Subject}\"",
                    $"a rule or litmus that applies to \"{runtime.Name}\"",
                    "remove the line"
                )),
        ];
        if (problems.Length > 0)
            throw new ProgramException(problems);
    }
}
