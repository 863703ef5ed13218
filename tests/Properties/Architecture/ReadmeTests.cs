using System.Text.RegularExpressions;
using System.Xml.Linq;
using Xunit;

namespace Conformance.Tests.Properties.Architecture;

/// <summary>What people copy out of a README is what this repository uses itself.</summary>
public sealed partial class ReadmeTests
{
    [Fact]
    public void Project_file_of_a_suite_names_the_versions_that_are_used_here()
    {
        var used = XDocument
            .Load(Path.Combine(Repository.Root, "Directory.Packages.props"))
            .Descendants("PackageVersion")
            .ToDictionary(package => package.Attribute("Include")!.Value, package => package.Attribute("Version")!.Value);
        var shown = Package().Matches(File.ReadAllText(Path.Combine(Repository.Root, "src", "Xunit", "README.md")));
        Assert.Equal(3, shown.Count);
        Assert.All(shown, package => Assert.Equal(used[package.Groups["name"].Value], package.Groups["version"].Value));
    }

    [Fact]
    public void Language_names_the_most_branches_that_the_adapter_of_Tokio_combines()
    {
        var combine = File.ReadAllText(Path.Combine(Repository.Root, "src", "Implementations", "Tokio", "src", "combine.rs"));
        var language = File.ReadAllText(Path.Combine(Repository.Root, "spec", "Programs", "language.md"));
        var most = Most().Match(combine).Groups["number"].Value;
        Assert.Contains($"refuses more than {most} in a", language, StringComparison.Ordinal);
    }

    [GeneratedRegex("PackageReference Include=\"(?<name>[^\"]+)\" Version=\"(?<version>[^\"]+)\"", RegexOptions.NonBacktracking)]
    private static partial Regex Package();

    [GeneratedRegex("const MOST: usize = (?<number>[0-9]+);", RegexOptions.NonBacktracking)]
    private static partial Regex Most();
}
