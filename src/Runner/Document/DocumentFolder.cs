using System.Text;

namespace Conformance.Runner.Document;

/// <summary>The folder that holds the document, among files that people wrote.</summary>
/// <param name="folder">The folder of the specification.</param>
public sealed class DocumentFolder(string folder)
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>What does not agree with these pages: paths of pages that are missing, differ, or are generated but no longer part of the document.</summary>
    public IReadOnlyList<string> Stale(IReadOnlyCollection<Page> pages) =>
        [.. pages.Where(page => !IsCurrent(page)).Select(page => page.Path), .. Left(pages)];

    /// <summary>Writes the pages that are not current and removes those that are no longer part of the document.</summary>
    /// <returns>The paths of what changed.</returns>
    public IReadOnlyList<string> Write(IReadOnlyCollection<Page> pages)
    {
        var stale = Stale(pages);
        foreach (var path in Left(pages))
            File.Delete(Full(path));
        foreach (var page in pages.Where(page => !IsCurrent(page)))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Full(page.Path))!);
            File.WriteAllText(Full(page.Path), page.Text, Utf8);
        }

        return stale;
    }

    private string Full(string path) => Path.Combine(folder, path);

    // A working copy may have other line ends.
    private bool IsCurrent(Page page) =>
        File.Exists(Full(page.Path)) && File.ReadAllText(Full(page.Path)).ReplaceLineEndings("\n") == page.Text;

    private List<string> Left(IReadOnlyCollection<Page> pages)
    {
        if (!Directory.Exists(folder))
            return [];
        var current = pages.Select(page => page.Path).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. Directory
                .EnumerateFiles(folder, "*.md", SearchOption.AllDirectories)
                .Where(file => File.ReadLines(file).FirstOrDefault() == Page.Mark)
                .Select(file => Path.GetRelativePath(folder, file).Replace('\\', '/'))
                .Where(path => !current.Contains(path))
                .Order(StringComparer.Ordinal),
        ];
    }
}
