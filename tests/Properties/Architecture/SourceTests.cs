using Xunit;

namespace Conformance.Tests.Properties.Architecture;

public sealed class SourceTests
{
    private const int MostLines = 400;

    private static readonly string[] Folders = ["spec", "src", "tests", "samples", "benchmarks"];
    private static readonly string[] Patterns = ["*.cs", "*.csproj", "*.litmus", "*.txt", "*.json"];

    // In two parts each, so that this list does not find itself.
    private static readonly string[] Banned =
    [
        "TO" + "DO",
        "FIX" + "ME",
        "HA" + "CK",
        "NotImplemented" + "Exception",
        "#pragma warning " + "disable",
        "No" + "Warn",
        "Suppress" + "Message",
        "Thread." + "Sleep(",
    ];

    private static IEnumerable<string> Sources =>
        Patterns.SelectMany(pattern => Repository.Files(pattern, Folders)).Where(path => Path.GetFileName(path) != "BannedSymbols.txt");

    [Fact]
    public void Sources_are_found()
    {
        Assert.Contains("spec/Traces/Trace.cs", Sources);
        Assert.Contains("src/Reference/Conformance.Reference.csproj", Sources);
        Assert.Contains("tests/Properties/Architecture/SourceTests.cs", Sources);
    }

    [Fact]
    public void No_source_file_is_longer_than_a_concept_needs()
    {
        var tooLong = Repository
            .Files("*.cs", Folders)
            .Select(path => (Path: path, Lines: Repository.Read(path).Count(letter => letter == '\n')))
            .Where(file => file.Lines > MostLines)
            .Select(file => $"{file.Path} has {file.Lines} lines, more than {MostLines}: give each concept a file.");
        Assert.Empty(tooLong);
    }

    [Fact]
    public void No_source_has_unfinished_work_or_silenced_warnings()
    {
        var found =
            from path in Sources
            let text = Repository.Read(path)
            from word in Banned
            where text.Contains(word, StringComparison.Ordinal)
            select $"{path} contains \"{word}\".";
        Assert.Empty(found);
    }
}
