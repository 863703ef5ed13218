using System.Text;
using System.Text.RegularExpressions;
using Conformance.Spec.Litmus;

namespace Conformance.Runner.Document;

/// <summary>What the two articles say, claim by claim, and what really happens.</summary>
internal static partial class ClaimsPage
{
    /// <summary>Its path.</summary>
    public const string Path = "what-the-articles-say.md";

    private static readonly string[] Titles =
    [
        "Tracing the Evolution of Async: Node.js Promises to Rust Futures",
        "Rust Tokio async/await vs. Node.js Event Loop: Event-Driven Concurrency and CPU Yielding Models",
    ];

    /// <summary>The page.</summary>
    public static Page Of(IReadOnlyList<Chapter> chapters, IReadOnlyList<LitmusTest> library)
    {
        var links = new Links(Path, chapters);
        var claims = Claim.All();
        var examples = library
            .SelectMany(test => ClaimId().Matches(test.Source).Select(found => (Claim: found.Value, test.Name)))
            .ToLookup(pair => pair.Claim, pair => pair.Name, StringComparer.Ordinal);
        var text = new StringBuilder($"{Page.Mark}\n\n{Prose.Read("what-the-articles-say.md", links)}\n");
        text.Append(Counts(claims));
        for (var article = 1; article <= Titles.Length; article++)
        {
            text.Append($"{Markdown.Anchor($"article-{article}")}\n\n## Article {article}\n\n\"{Titles[article - 1]}\"\n\n");
            text.Append(Markdown.Head("claim", "the article says", "verdict", "what really happens", "rules and litmus tests"));
            foreach (var claim in claims.Where(claim => claim.Id.StartsWith($"S{article}-", StringComparison.Ordinal)))
                text.Append(Row(claim, examples[claim.Id], links));
            text.Append('\n');
        }

        return new Page(Path, text.ToString().TrimEnd('\n') + "\n");
    }

    private static string Counts(IReadOnlyList<Claim> claims)
    {
        var text = new StringBuilder(Markdown.Head("verdict", "claims"));
        foreach (var verdict in Enum.GetValues<ClaimVerdict>())
            text.Append(Markdown.Row(Claim.Words(verdict), $"{claims.Count(claim => claim.Verdict == verdict)}"));
        return text.Append(Markdown.Row("together", $"{claims.Count}")).Append('\n').ToString();
    }

    private static string Row(Claim claim, IEnumerable<string> litmus, Links links)
    {
        List<string> carriers = [.. claim.Rules.Select(id => Carrier(id, links)), .. litmus.Select(links.Litmus)];
        return Markdown.Row(
            $"{Markdown.Anchor(claim.Id)}{claim.Id}",
            Markdown.Plain(claim.Quotation),
            Claim.Words(claim.Verdict),
            claim.Truth.Length == 0 ? "As stated." : links.Ids(Markdown.Prose(claim.Truth)),
            carriers.Count == 0 ? "-" : string.Join(", ", carriers)
        );
    }

    // What is missing is said in the chapter that it belongs to.
    private static string Carrier(string id, Links links) =>
        links.Knows(id) ? links.Rule(id) : $"[{id}]({links.To("chapters/input-and-output.md")}) (not here yet)";

    [GeneratedRegex(@"\bS[12]-\d\d\b", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex ClaimId();
}
