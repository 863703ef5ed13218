using System.Text;
using Conformance.Spec.Programs;

namespace Conformance.Spec.Litmus;

/// <summary>Writes litmus tests as files, the canonical way; reading one again gives the same test.</summary>
public static class LitmusPrinter
{
    /// <summary>The text of a litmus test, with a line end after its last line.</summary>
    public static string Print(LitmusTest litmus)
    {
        var text = new StringBuilder();
        text.Append("litmus ").Append(litmus.Name).Append('\n');
        text.Append(Quoting.Quote(litmus.Sentence)).Append('\n');
        text.Append("source ").Append(Quoting.Quote(litmus.Source)).Append('\n');
        if (litmus.Rules.Count > 0)
            text.Append("rules ").Append(litmus.Rules).Append('\n');
        if (litmus.Needs.Count > 0)
            text.Append("only ").AppendJoin(' ', litmus.Needs.Select(LitmusParser.Word)).Append('\n');
        text.Append(ProgramPrinter.Print(litmus.Program));
        foreach (var expectation in litmus.Expectations)
            text.Append(Word(expectation.Kind)).Append(' ').Append(expectation.Outcome).Append('\n');
        return text.ToString();
    }

    private static string Word(ExpectationKind kind) =>
        kind switch
        {
            ExpectationKind.Exactly => "exactly",
            ExpectationKind.Allowed => "allowed",
            _ => "never",
        };
}
