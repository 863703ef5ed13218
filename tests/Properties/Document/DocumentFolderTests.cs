using Conformance.Runner.Document;
using Shouldly;
using Xunit;

namespace Conformance.Tests.Properties.Document;

public sealed class DocumentFolderTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("document-");
    private static readonly Page A = new("a.md", $"{Page.Mark}\na\n");
    private static readonly Page B = new("chapters/b.md", $"{Page.Mark}\nb\n");

    private DocumentFolder Document => new(folder.FullName);

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public void Pages_that_are_missing_are_stale_until_they_are_written()
    {
        Document.Stale([A, B]).ShouldBe(["a.md", "chapters/b.md"]);
        Document.Write([A, B]).ShouldBe(["a.md", "chapters/b.md"]);
        Document.Stale([A, B]).ShouldBeEmpty();
        Document.Write([A, B]).ShouldBeEmpty();
    }

    [Fact]
    public void Page_that_differs_is_stale_but_for_its_line_ends()
    {
        Document.Write([A, B]);
        File.WriteAllText(Path.Combine(folder.FullName, "a.md"), A.Text.Replace("\n", "\r\n"));
        File.AppendAllText(Path.Combine(folder.FullName, "chapters", "b.md"), "more");

        Document.Stale([A, B]).ShouldBe(["chapters/b.md"]);
    }

    [Fact]
    public void Generated_page_of_former_times_goes_and_what_people_wrote_stays()
    {
        Document.Write([A, B]);
        var own = Path.Combine(folder.FullName, "own.md");
        File.WriteAllText(own, "# Mine\n");

        Document.Stale([A]).ShouldBe(["chapters/b.md"]);
        Document.Write([A]).ShouldBe(["chapters/b.md"]);
        File.Exists(Path.Combine(folder.FullName, "chapters", "b.md")).ShouldBeFalse();
        File.Exists(own).ShouldBeTrue();
    }
}
