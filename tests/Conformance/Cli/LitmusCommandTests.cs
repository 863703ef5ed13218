using System.Text.Json;
using Shouldly;
using Xunit;

namespace Conformance.Tests.Cli;

public sealed class LitmusCommandTests
{
    private const string OnPausedClock =
        "litmus mine\n\"A test.\"\nsource \"a test\"\nonly paused-clock\nprogram lazy { a = async { log \"a\" }; await a }\nexactly \"a\"";

    [Fact]
    public async Task What_is_not_judged_does_not_conform()
    {
        using var file = new TemporaryFile(OnPausedClock);
        using var json = new TemporaryFile("");
        var run = await CommandLine.Run("litmus", file.Path, "--json", json.Path);
        run.Code.ShouldBe(1, run.Output + run.Errors);
        run.Output.ShouldContain("0 of 2 conform, 2 not judged.");
        run.Output.ShouldContain("Nothing was judged, so nothing is known.");
        run.Output.ShouldContain("\"conformance list runtimes\"");
        using var report = JsonDocument.Parse(json.Text);
        foreach (var litmus in report.RootElement.EnumerateArray())
            litmus.GetProperty("notJudged").GetString().ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public async Task One_that_is_judged_and_conforms_is_enough()
    {
        using var file = new TemporaryFile(OnPausedClock);
        var run = await CommandLine.Run("litmus", file.Path, "--runtime", "executor", "--runtime", "executor-paused");
        run.Code.ShouldBe(0, run.Output + run.Errors);
        run.Output.ShouldContain("1 of 2 conform, 1 not judged.");
        run.Output.ShouldNotContain("Nothing was judged");
    }

    [Fact]
    public async Task What_is_seen_and_not_judged_is_marked_so_and_each_mark_is_explained_once()
    {
        using var file = new TemporaryFile(
            "litmus mine\n\"A test.\"\nsource \"a test\"\nonly virtual-clock\nprogram eager { log \"a\" }\nexactly \"a\""
        );
        var run = await CommandLine.Run("litmus", file.Path, "--runtime", "dotnet-tasks-real", "--schedules", "3");
        run.Output.ShouldMatch(@"\n +3  not judged  a\r?\n");
        run.Output.Split("  not judged  was seen, but only in executions that neither the file nor the model judges").Length.ShouldBe(2);
        run.Output.ShouldContain("Executions judged by the model: 0 of 3.");
        run.Output.ShouldNotContain("  allowed ");
        run.Output.ShouldNotContain("  elsewhere ");
    }

    [Fact]
    public async Task Forbidden_outcome_comes_with_the_command_that_shows_it_again()
    {
        using var file = new TemporaryFile(
            "litmus mine\n\"A test.\"\nsource \"a test\"\nprogram lazy { a = async { log \"a\" }; log \"b\"; await a }\nexactly \"a\" \"b\""
        );
        using var json = new TemporaryFile("");
        var run = await CommandLine.Run("litmus", file.Path, "--runtime", "executor", "--level", "portable", "--json", json.Path);
        run.Code.ShouldBe(1, run.Output + run.Errors);
        run.Output.ShouldContain("mine on executor: FORBIDDEN OUTCOME, though the model can come to it: the file may be mistaken;");
        run.Output.ShouldMatch("  To see \"b / a\" again:\r?\n    conformance replay c1-[^ ]+ --level portable\r?\n");
        using var report = JsonDocument.Parse(json.Text);
        var outcomes = report.RootElement[0].GetProperty("outcomes").EnumerateArray().ToList();
        outcomes.Select(outcome => outcome.GetProperty("mark").GetString()).ShouldBe(["forbidden", "contested"]);
        outcomes[1].TryGetProperty("replay", out _).ShouldBeFalse();

        var replay = await CommandLine.Run("replay", outcomes[0].GetProperty("replay").GetString()!);
        replay.Code.ShouldBe(1, replay.Output + replay.Errors);
        replay.Output.ShouldContain(
            "LITMUS-01 violated: Of the litmus \"mine\" the outcome \"b\" \"a\" is not among the allowed outcomes."
        );
    }

    [Fact]
    public async Task Execution_that_the_model_cannot_do_comes_with_what_the_model_says()
    {
        using var file = new TemporaryFile(
            "litmus mine\n\"A test.\"\nsource \"a test\"\nprogram eager { m = microtask { log \"a\" }; n = microtask { log \"b\" } }\nnever \"c\""
        );
        using var json = new TemporaryFile("");
        string[] asked = ["litmus", file.Path, "--runtime", "newest-microtask-first", "--configurations", "0", "--json", json.Path];
        var run = await CommandLine.Run(asked);
        run.Code.ShouldBe(1, run.Output + run.Errors);
        run.Output.ShouldContain("mine on newest-microtask-first: IMPOSSIBLE EXECUTION; not enumerated: nothing was to be enumerated");
        run.Output.ShouldContain("     2  rejected    b / a");
        run.Output.ShouldMatch("    conformance replay c1-[^ ]+\r?\n  The model says: ");
        run.Output.ShouldContain("Executions judged by the model: 2 of 2.");
        using var report = JsonDocument.Parse(json.Text);
        var outcome = report.RootElement[0].GetProperty("outcomes").EnumerateArray().ShouldHaveSingleItem();
        outcome.GetProperty("mark").GetString().ShouldBe("rejected");
        outcome.GetProperty("rejection").GetString().ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public async Task Interrupted_it_says_how_far_it_came()
    {
        using var json = new TemporaryFile("");
        var run = await CommandLine.Interrupt("litmus", "--runtime", "executor-multi", "--schedules", "20000", "--json", json.Path);
        run.Code.ShouldBe(130, run.Output + run.Errors);
        run.Output.ShouldMatch("Interrupted: [0-9]+ of [0-9]+ outcome tables are whole\\.");
        using var report = JsonDocument.Parse(json.Text);
        report.RootElement.GetArrayLength().ShouldBeGreaterThan(0);
    }
}
