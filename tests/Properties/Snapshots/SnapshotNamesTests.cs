using VerifyXunit;
using Xunit;

namespace Conformance.Tests.Properties.Snapshots;

public sealed class SnapshotNamesTests
{
    private static readonly string Here = AppContext.BaseDirectory;

    [Fact]
    public void File_lies_beside_its_source_and_is_named_after_class_and_method()
    {
        var file = SnapshotFile.For(Path.Combine(Here, "PageTests.cs"), "Page", new VerifySettings());
        Assert.Equal(Path.Combine(Here, "PageTests.Page.verified.txt"), file.Verified);
        Assert.Equal(Path.Combine(Here, "PageTests.Page.received.txt"), file.Received);
    }

    [Fact]
    public void Parameters_and_folder_are_part_of_the_path_in_portable_letters()
    {
        var settings = new VerifySettings();
        settings.UseTextForParameters("rule=EAGER-01_clock=a/b:c");
        settings.UseDirectory("Pages");
        var file = SnapshotFile.For(Path.Combine(Here, "PageTests.cs"), "Page", settings);
        Assert.Equal(Path.Combine(Here, "Pages", "PageTests.Page_rule=EAGER-01_clock=a-b-c.verified.txt"), file.Verified);
    }

    [Fact]
    public void Source_folder_that_is_not_here_is_refused()
    {
        var source = Path.Combine(Here, "missing", "PageTests.cs");
        var error = Assert.Throws<VerifyException>(() => SnapshotFile.For(source, "Page", new VerifySettings()));
        Assert.Contains("does not exist here", error.Message);
    }

    [Fact]
    public void Name_that_is_used_twice_in_a_run_is_refused()
    {
        var used = new UsedNames();
        used.Claim("/here/A.B.verified.txt");
        used.Claim("/here/A.C.verified.txt");
        var error = Assert.Throws<VerifyException>(() => used.Claim("/here/A.B.verified.txt"));
        Assert.StartsWith("The snapshot \"/here/A.B.verified.txt\" was already checked in this run", error.Message);
    }

    [Theory]
    [InlineData(null, null, false)]
    [InlineData("0", null, false)]
    [InlineData(null, "true", false)]
    [InlineData("1", null, true)]
    [InlineData("1", "false", true)]
    public void Acceptance_is_asked_for_by_the_environment(string? accept, string? ci, bool accepts) =>
        Assert.Equal(accepts, Acceptance.Of(Environment(accept, ci)));

    [Fact]
    public void Acceptance_is_refused_on_a_build_server()
    {
        var error = Assert.Throws<VerifyException>(() => Acceptance.Of(Environment("1", "true")));
        Assert.StartsWith("ACCEPT_SNAPSHOTS=1 is refused while CI=true", error.Message);
    }

    private static Func<string, string?> Environment(string? accept, string? ci) =>
        name =>
            name switch
            {
                "ACCEPT_SNAPSHOTS" => accept,
                "CI" => ci,
                _ => null,
            };
}
