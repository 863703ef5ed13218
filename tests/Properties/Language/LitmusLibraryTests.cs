using Conformance.Spec.Litmus;
using Conformance.Spec.Programs;
using Shouldly;
using Xunit;

namespace Conformance.Tests.Properties.Language;

public sealed class LitmusLibraryTests
{
    public static TheoryData<string> Files => [.. LitmusLibrary.Load().Select(litmus => litmus.File)];

    [Fact]
    public void Library_has_both_dialects_and_unique_names()
    {
        var all = LitmusLibrary.Load();

        all.Select(litmus => litmus.Name).ShouldBeUnique();
        all.Count(litmus => litmus.Program.Dialect == Dialect.Eager).ShouldBeGreaterThan(30);
        all.Count(litmus => litmus.Program.Dialect == Dialect.Lazy).ShouldBeGreaterThan(50);
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Litmus_is_named_as_its_file_and_printed_as_it_was(string file)
    {
        var litmus = Find(file);

        $"{litmus.Program.Dialect}/{litmus.Name}.litmus".ToLowerInvariant().ShouldBe(file);
        using var stream = typeof(LitmusLibrary).Assembly.GetManifestResourceStream($"Litmus/{file}")!;
        LitmusPrinter.Print(litmus).ShouldBe(new StreamReader(stream).ReadToEnd());
    }

    private static LitmusTest Find(string file) => LitmusLibrary.Load().Single(litmus => litmus.File == file);
}
