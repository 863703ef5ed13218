using System.Reflection;
using System.Xml.Linq;
using Xunit;

namespace Conformance.Tests.Properties.Architecture;

public sealed class DependencyTests
{
    [Theory]
    [InlineData("Conformance.Spec")]
    [InlineData("Conformance.Reference")]
    public void Assembly_uses_nothing_but_the_framework(string assembly)
    {
        var framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        var others = Assembly
            .Load(assembly)
            .GetReferencedAssemblies()
            .Where(name => !File.Exists(Path.Combine(framework, $"{name.Name}.dll")));
        Assert.Empty(others);
    }

    [Theory]
    [InlineData("spec/Conformance.Spec.csproj")]
    [InlineData("src/Reference/Conformance.Reference.csproj")]
    public void Project_references_no_other_project_and_no_package_its_users_would_get(string project)
    {
        var file = XDocument.Parse(Repository.Read(project));
        Assert.Empty(file.Descendants("ProjectReference"));
        Assert.All(file.Descendants("PackageReference"), package => Assert.Equal("all", package.Attribute("PrivateAssets")?.Value));
    }

    [Fact]
    public void Runner_knows_no_test_framework()
    {
        var references = Assembly.Load("Conformance.Runner").GetReferencedAssemblies();
        Assert.DoesNotContain(references, name => name.Name!.StartsWith("xunit", StringComparison.OrdinalIgnoreCase));
    }
}
