using System.Text.RegularExpressions;

namespace Conformance.Runner.Document;

/// <summary>Sources as links where they name a place.</summary>
internal static partial class Sources
{
    private static readonly IReadOnlyList<Claim> Claims = Claim.All();

    /// <summary>A source of a rule or a litmus, with links.</summary>
    /// <param name="source">As the rule states it.</param>
    /// <param name="links">The links of the page it stands on.</param>
    public static string Linked(string source, Links links)
    {
        if (source.StartsWith("https://", StringComparison.Ordinal))
        {
            // What follows the address says where on the page.
            var end = source.IndexOf(' ', StringComparison.Ordinal);
            return end < 0 ? $"<{source}>" : $"<{source[..end]}>{Markdown.Plain(source[end..])}";
        }

        var text = Clause().Replace(SourceAddresses.Linked(Markdown.Plain(source)), "[$0](https://tc39.es/ecma262/#${clause})");
        text = ArticleNumber().Replace(text, found => $"[{found.Value}]({links.To(Place(source, found.Groups["number"].Value))})");
        return links.Ids(text);
    }

    // The claim that a sentence of an article is a part of, or else the article.
    private static string Place(string source, string article)
    {
        var sentence = source[(source.IndexOf('"') + 1)..].TrimEnd('"');
        var claim = Claims.FirstOrDefault(claim =>
            claim.Id.StartsWith($"S{article}-", StringComparison.Ordinal) && claim.Quotation.Contains(sentence, StringComparison.Ordinal)
        );
        return $"{ClaimsPage.Path}#{claim?.Id ?? $"article-{article}"}";
    }

    [GeneratedRegex(@"ECMA-262,? (?<clause>sec-[\w.%-]*\w)", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Clause();

    [GeneratedRegex(@"\b[Aa]rticle (?<number>[12])\b", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex ArticleNumber();
}
