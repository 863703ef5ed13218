using Conformance.Spec.Programs;
using Conformance.Spec.Rules;
using Conformance.Spec.Traces;

namespace Conformance.Spec.Litmus;

/// <summary>
/// Reads litmus files. In this order: <c>litmus name</c> · <c>"what it shows"</c> · <c>source "where from"</c> ·
/// <c>rules ID …</c> (optional) · <c>only single-thread multi-thread virtual-clock paused-clock natural</c> (optional, any of them) · the program ·
/// expectations: one <c>exactly</c>, or any number of <c>allowed</c>, each with any number of <c>never</c>. An outcome is the logged
/// lines as texts, or <c>nothing</c>, and may end with <c>deadlock</c>, <c>exited</c>, <c>failed "message"</c> or <c>crashed "message"</c>.
/// </summary>
public static class LitmusParser
{
    private static readonly string[] NeedWords = ["single-thread", "multi-thread", "virtual-clock", "paused-clock", "natural"];

    /// <summary>Reads a litmus test with a valid program.</summary>
    /// <param name="text">The text.</param>
    /// <param name="file">The name of the text, for messages.</param>
    /// <exception cref="ProgramException">The text does not follow the grammar, the program is not valid, or the expectations contradict each other.</exception>
    public static LitmusTest Parse(string text, string file = "litmus")
    {
        var reader = new TokenReader(text, file);
        reader.Take("litmus", "and a name");
        var name = TakeWord(reader, "the name of the litmus test");
        var sentence = reader.TakeText("what the litmus test shows");
        reader.Take("source", "and where the fact is from");
        var source = reader.TakeText("where the fact is from");
        var rules = reader.TryTake("rules") ? TakeRules(reader) : [];
        var needs = reader.TryTake("only") ? TakeNeeds(reader) : [];
        var program = ProgramParser.ReadProgram(reader);
        var problems = ProgramChecker.Check(new ParsedProgram(program, reader.Map));
        if (problems.Count > 0)
            throw new ProgramException(problems);
        return new LitmusTest
        {
            Name = name,
            Sentence = sentence,
            Source = source,
            Rules = rules,
            Needs = needs,
            Program = program,
            Expectations = TakeExpectations(reader),
            File = file,
        };
    }

    private static string TakeWord(TokenReader reader, string purpose) =>
        reader.Next.Kind == TokenKind.Word && !reader.Next.StartsLine ? reader.Take().Text : throw reader.Unexpected($"a word: {purpose}");

    private static Sequence<string> TakeRules(TokenReader reader)
    {
        var rules = new List<string>();
        do
        {
            var id = reader.Next.Text;
            if (!Catalogue.Ids.Contains(id))
                throw reader.Unexpected("the id of a rule", Suggestion.For(id, Catalogue.Ids));
            rules.Add(TakeWord(reader, "the id of a rule"));
        } while (reader.InStatement);

        return Sequence.From(rules);
    }

    private static Sequence<Need> TakeNeeds(TokenReader reader)
    {
        var needs = new List<Need>();
        do
        {
            var index = Array.IndexOf(NeedWords, reader.Next.Text);
            if (index < 0)
                throw reader.Unexpected($"a need ({string.Join(", ", NeedWords)})", Suggestion.For(reader.Next.Text, NeedWords));
            reader.Take();
            needs.Add((Need)index);
        } while (reader.InStatement);

        return Sequence.From(needs);
    }

    private static Sequence<Expectation> TakeExpectations(TokenReader reader)
    {
        var expectations = new List<Expectation>();
        do
        {
            var start = reader.Next;
            var expectation = TakeExpectation(reader);
            if (WhyContradicted(expectation, expectations) is { } reason)
                throw reader.At(start, start.ToString(), "an outcome that goes with the others", reason);
            expectations.Add(expectation);
        } while (reader.Next.Kind != TokenKind.End);

        return Sequence.From(expectations);
    }

    private static Expectation TakeExpectation(TokenReader reader)
    {
        var kind = reader switch
        {
            _ when reader.TryTake("exactly") => ExpectationKind.Exactly,
            _ when reader.TryTake("allowed") => ExpectationKind.Allowed,
            _ when reader.TryTake("never") => ExpectationKind.Never,
            _ => throw reader.Unexpected(
                "an expectation (exactly, allowed, never)",
                Suggestion.For(reader.Next.Text, ["exactly", "allowed", "never"])
            ),
        };
        var lines = new List<string>();
        while (reader.Next.Kind == TokenKind.Text)
            lines.Add(reader.Take().Text);
        if (reader.TryTake("deadlock"))
            return new Expectation(kind, new Observed(Sequence.From(lines), Ending.Deadlock));
        if (reader.TryTake("exited"))
            return new Expectation(kind, new Observed(Sequence.From(lines), Ending.Exited));
        if (reader.TryTake("crashed"))
            return new Expectation(kind, new Observed(Sequence.From(lines), Ending.Crashed, reader.TakeText("the message of the error")));
        if (reader.TryTake("failed"))
            return new Expectation(kind, new Observed(Sequence.From(lines), Ending.Failed, reader.TakeText("the message of the failure")));
        if (lines.Count == 0 && !(kind != ExpectationKind.Never && reader.TryTake("nothing")))
            throw reader.Unexpected(
                "an outcome: the logged lines as texts, nothing, deadlock, exited, or failed or crashed and the message"
            );
        return new Expectation(kind, new Observed(Sequence.From(lines)));
    }

    private static string? WhyContradicted(Expectation added, List<Expectation> earlier)
    {
        foreach (var other in earlier)
        {
            if (added.Kind != ExpectationKind.Never && other.Kind != ExpectationKind.Never)
            {
                if (added.Kind == ExpectationKind.Exactly || other.Kind == ExpectationKind.Exactly)
                    return "\"exactly\" stands alone: write \"allowed\" for each of several outcomes";
                if (added.Outcome == other.Outcome)
                    return "the same outcome is listed twice";
            }
            else if (added.Kind != other.Kind)
            {
                var (may, never) = added.Kind == ExpectationKind.Never ? (other, added) : (added, other);
                if (may.Outcome.Contains(never.Outcome))
                    return $"{may.Outcome} may come and yet contains {never.Outcome}, which never does";
            }
        }

        return null;
    }

    internal static string Word(Need need) => NeedWords[(int)need];
}
