using Conformance.Spec.Litmus;
using Conformance.Spec.Rules;

namespace Conformance.Runner.Document;

/// <summary>
/// The specification as a document, made from the rules, the litmus files, the references and the prose. The same sources
/// give the same text, byte for byte: every program runs simulated, under the runtime's own schedule.
/// </summary>
public static class SpecDocument
{
    /// <summary>All its pages.</summary>
    public static IReadOnlyList<Page> Create()
    {
        var chapters = Chapter.Of(Catalogue.Create());
        var library = LitmusLibrary.Load();
        return
        [
            IndexPage.Of(chapters),
            .. chapters.Select(chapter => ChapterPage.Of(chapter, chapters, library)),
            LitmusPage.Of(chapters, library),
            PortingPage.Of(chapters),
            AdapterPage.Of(chapters, library),
            ClaimsPage.Of(chapters, library),
        ];
    }
}
