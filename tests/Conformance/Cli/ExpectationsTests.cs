using System.Text.Json;
using Shouldly;
using Xunit;

namespace Conformance.Tests.Cli;

public sealed class ExpectationsTests
{
    private static readonly string[] Wrong = ["--runtime", "join-drops-backwards", "--programs", "100", "--schedules", "2"];

    [Fact]
    public async Task Documented_difference_ends_with_0_and_is_in_both_reports()
    {
        using var list = new TemporaryFile("CANC-02\tBy design.\thttps://example.org/drops\nMODEL-01\tSee CANC-02.\n");
        using var json = new TemporaryFile("");
        var run = await CommandLine.Run(["run", .. Wrong, "--expectations", list.Path, "--json", json.Path]);
        run.Code.ShouldBe(0, run.Output + run.Errors);
        run.Output.ShouldContain("differs ");
        run.Output.ShouldContain("CANC-02 differs on join-drops-backwards, as documented: By design. (https://example.org/drops)");
        run.Output.ShouldContain("litmus canc-02-locals-drop-in-reverse-order differs on join-drops-backwards, as documented: see CANC-02");
        using var report = JsonDocument.Parse(json.Text);
        var rule = report
            .RootElement.GetProperty("runtimes")[0]
            .GetProperty("rules")
            .EnumerateArray()
            .Single(rule => rule.GetProperty("id").GetString() == "CANC-02");
        rule.GetProperty("verdict").GetString().ShouldBe("differs");
        rule.GetProperty("violations").GetArrayLength().ShouldBe(0);
        var kind = rule.GetProperty("differences").EnumerateArray().ShouldHaveSingleItem();
        kind.GetProperty("message")
            .GetString()
            .ShouldBe("\"a\" was dropped after \"b\"; expected the children of a combinator to be dropped in declared order.");
        kind.GetProperty("count").GetInt64().ShouldBeGreaterThan(1);
        run.Output.ShouldContain(
            $"  {kind.GetProperty("count")} × such as: {kind.GetProperty("message").GetString()}\n    conformance replay "
        );
        var expected = rule.GetProperty("expected");
        expected.GetProperty("reason").GetString().ShouldBe("By design.");
        expected.GetProperty("link").GetString().ShouldBe("https://example.org/drops");
        expected.GetProperty("flaky").GetBoolean().ShouldBeFalse();
    }

    [Fact]
    public async Task Unexpected_pass_ends_with_1_and_says_what_to_do()
    {
        using var list = new TemporaryFile("CANC-02\tBy design.\nLAZY-01\tOnce it was so.\n");
        var run = await CommandLine.Run(["run", .. Wrong, "--expectations", list.Path]);
        run.Code.ShouldBe(1, run.Output + run.Errors);
        run.Output.ShouldContain($"{list.Path}:2:1: LAZY-01 is listed as a difference, but join-drops-backwards conforms.");
        run.Output.ShouldContain("remove the line");
        run.Output.ShouldContain($"{list.Path}:1:1: CANC-02 has no link.");
    }

    [Fact]
    public async Task Outcome_table_knows_documented_differences()
    {
        const string litmus = "canc-02-locals-drop-in-reverse-order";
        using var list = new TemporaryFile("CANC-02\tBy design.\n");
        var differs = await CommandLine.Run("litmus", litmus, "--runtime", "join-drops-backwards", "--expectations", list.Path);
        differs.Code.ShouldBe(0, differs.Output + differs.Errors);
        differs.Output.ShouldContain($"{litmus} on join-drops-backwards: differs, as documented: By design.");
        differs.Output.ShouldContain("1 differ, as documented.");

        using var stale = new TemporaryFile($"{litmus}\tBy design.\n");
        var conforms = await CommandLine.Run("litmus", litmus, "--runtime", "executor", "--expectations", stale.Path);
        conforms.Code.ShouldBe(1, conforms.Output + conforms.Errors);
        conforms.Output.ShouldContain($"ok, although {stale.Path}:1:1 lists it as a difference: remove the line");
    }

    [Fact]
    public async Task Update_writes_what_is_new_drops_what_is_gone_and_keeps_the_rest()
    {
        using var list = new TemporaryFile("# mine\nLAZY-01\tOnce it was so.\n");
        string[] update = ["run", .. Wrong, "--expectations", list.Path, "--update-expectations"];
        var run = await CommandLine.Run(update);
        run.Code.ShouldBe(0, run.Output + run.Errors);
        run.Output.ShouldContain($"{list.Path}: 2 added, 1 removed, 0 kept.");
        run.Output.ShouldContain("CANC-02: replace what was found by the reason, and add a link");
        list.Text.ShouldStartWith(
            "# mine\nCANC-02\t\"a\" was dropped after \"b\"; expected the children of a combinator to be dropped in declared order.\nMODEL-01\t"
        );

        File.Delete(list.Path);
        (await CommandLine.Run(update)).Code.ShouldBe(0);
        list.Text.ShouldStartWith("# rule or litmus\treason\tlink\tflaky or nothing\nCANC-02\t");
    }

    [Theory]
    [InlineData("--update-expectations needs --expectations FILE", "--update-expectations")]
    [InlineData("--update-expectations cannot go with --rule", "--update-expectations", "--expectations", "new.tsv", "--rule", "LAZY-01")]
    [InlineData("--update-expectations cannot go with --time", "--update-expectations", "--expectations", "new.tsv", "--time", "1s")]
    [InlineData(
        "--update-expectations needs --programs 100 or more; 99 are too few",
        "--update-expectations",
        "--expectations",
        "new.tsv",
        "--programs",
        "99"
    )]
    [InlineData("--expectations \"new.tsv\" is about one runtime; 0 are chosen.", "--expectations", "new.tsv")]
    [InlineData(
        "--expectations \"new.tsv\" cannot be read: there is no such file. Expected a file with rule, reason, link, separated by tabs",
        "--expectations",
        "new.tsv",
        "--runtime",
        "executor"
    )]
    [InlineData("--expectations \".\" cannot be read: it is a folder.", "--expectations", ".", "--runtime", "executor")]
    [InlineData(
        "--expectations \"nowhere/new.tsv\" cannot be written: there is no folder",
        "--expectations",
        "nowhere/new.tsv",
        "--runtime",
        "executor",
        "--update-expectations"
    )]
    public async Task Wrong_use_ends_with_2_and_writes_nothing(string message, params string[] words)
    {
        var run = await CommandLine.Run(["run", .. words]);
        run.Code.ShouldBe(2, run.Output + run.Errors);
        run.Errors.ShouldStartWith("conformance: ");
        run.Errors.ShouldContain(message);
        File.Exists("new.tsv").ShouldBeFalse();
    }

    [Theory]
    [InlineData("LAZY-01", ":1:8: found nothing, expected the reason, after a tab")]
    [InlineData("EAGER-01\twhy", ":1:1: found \"EAGER-01\", expected a rule or litmus that applies to \"executor\"; remove the line")]
    public async Task Wrong_file_ends_with_2_and_the_place(string text, string message)
    {
        using var list = new TemporaryFile(text);
        var run = await CommandLine.Run("run", "--runtime", "executor", "--programs", "0", "--expectations", list.Path);
        run.Code.ShouldBe(2, run.Output + run.Errors);
        run.Errors.ShouldBe($"conformance: {list.Path}{message}{Environment.NewLine}");
    }
}
