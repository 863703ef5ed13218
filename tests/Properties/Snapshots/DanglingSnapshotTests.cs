using Conformance.Tests.Properties.Architecture;
using Xunit;

namespace Conformance.Tests.Properties.Snapshots;

public sealed class DanglingSnapshotTests
{
    public static TheoryData<string> VerifiedFiles => [.. Repository.Files("*.verified.txt", "tests")];

    [Theory]
    [MemberData(nameof(VerifiedFiles))]
    public void Verified_file_has_a_test(string path)
    {
        var (type, method) = TestOf(Path.GetFileName(path));
        var sources = Repository.Files($"{type}.cs", "tests").Where(source => IsNear(source, path)).ToList();
        Assert.True(
            sources.Exists(source => Repository.Read(source).Contains($" {method}(", StringComparison.Ordinal)),
            $"\"{path}\" has no test: no file \"{type}.cs\" in its folder or above declares \"{method}\". Delete it, or rename it after its test."
        );
    }

    [Theory]
    [InlineData("PageTests.Page.verified.txt", "PageTests", "Page")]
    [InlineData("PageTests.Page_of_a_rule.verified.txt", "PageTests", "Page_of_a_rule")]
    [InlineData("PageTests.Page_of_a_rule_rule=EAGER-01_clock=real.verified.txt", "PageTests", "Page_of_a_rule")]
    public void Name_of_a_file_names_its_test(string file, string type, string method) => Assert.Equal((type, method), TestOf(file));

    // Parameters are written name=value by custom, so the method ends before the last underscore in front of the first equals sign.
    private static (string Type, string Method) TestOf(string file)
    {
        var parts = file.Split('.', 2);
        var name = parts[1][..^".verified.txt".Length];
        var equals = name.IndexOf('=');
        return (parts[0], equals < 0 ? name : name[..name.LastIndexOf('_', equals)]);
    }

    private static bool IsNear(string source, string snapshot) =>
        snapshot.StartsWith($"{Path.GetDirectoryName(source)!.Replace('\\', '/')}/", StringComparison.Ordinal);
}
