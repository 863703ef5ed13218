using System.Text.RegularExpressions;
using Conformance.Runner.Document;

namespace Conformance.Tests.Properties.Document;

/// <summary>The relative links of pages that lead nowhere.</summary>
internal static partial class DeadLinks
{
    /// <summary>Each dead link as <c>page: link</c>.</summary>
    /// <param name="pages">The pages.</param>
    /// <param name="folder">Where the files stand that are no pages.</param>
    public static IReadOnlyList<string> Of(IReadOnlyCollection<Page> pages, string folder)
    {
        var texts = pages.ToDictionary(page => page.Path, page => page.Text, StringComparer.Ordinal);
        return
        [
            .. pages.SelectMany(page => Links(page.Text).Where(link => !Leads(page.Path, link)).Select(link => $"{page.Path}: {link}")),
        ];

        bool Leads(string from, string link)
        {
            var parts = link.Split('#', 2);
            var path = parts[0].Length == 0 ? from : Resolved(from, parts[0]);
            var text =
                texts.TryGetValue(path, out var page) ? page
                : File.Exists(Path.Combine(folder, path)) ? File.ReadAllText(Path.Combine(folder, path))
                : Directory.Exists(Path.Combine(folder, path)) ? ""
                : null;
            return text is not null && (parts.Length == 1 || text.Contains($"<a id=\"{parts[1]}\"></a>", StringComparison.Ordinal));
        }
    }

    /// <summary>The targets of the relative links of a page.</summary>
    public static IEnumerable<string> Links(string text) =>
        Link().Matches(Code().Replace(text, "")).Select(found => found.Groups["target"].Value).Where(link => !link.Contains("://"));

    private static string Resolved(string from, string link)
    {
        var root = Path.GetFullPath("/");
        var path = Path.GetFullPath(Path.Combine(root, Path.GetDirectoryName(from)!, link));
        return Path.GetRelativePath(root, path).Replace('\\', '/');
    }

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Link();

    [GeneratedRegex("```.*?```", RegexOptions.Singleline | RegexOptions.NonBacktracking)]
    private static partial Regex Code();
}
