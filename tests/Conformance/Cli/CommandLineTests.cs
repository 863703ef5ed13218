using System.Text.Json;
using Conformance.Implementations.Mutants;
using Conformance.Runner.Campaigns;
using Conformance.Runner.Replays;
using Conformance.Spec.Programs;
using Conformance.Spec.Schedules;
using Shouldly;
using Xunit;

namespace Conformance.Tests.Cli;

public sealed class CommandLineTests
{
    [Fact]
    public async Task Run_of_a_conforming_runtime_ends_with_0_and_shows_the_matrix()
    {
        var run = await CommandLine.Run("run", "--runtime", "event-loop", "--rule", "EAGER-01", "--programs", "20", "--schedules", "2");
        run.Code.ShouldBe(0, run.Output + run.Errors);
        run.Output.ShouldContain("EAGER-01");
        run.Output.ShouldContain("pass ");
        run.Errors.ShouldBeEmpty();
        run.Output.ShouldNotContain('\u001b');
    }

    [Fact]
    public async Task Runtime_that_is_named_twice_runs_once()
    {
        string[] twice = ["--runtime", "event-loop", "--runtime", "event-loop"];
        var run = await CommandLine.Run(["run", .. twice, "--rule", "EAGER-01", "--programs", "0", "--schedules", "1"]);
        run.Code.ShouldBe(0, run.Output + run.Errors);
        run.Errors.ShouldContain("\"event-loop\" is named more than once; it runs once.");
        run.Output.Split('\n').Count(line => line.StartsWith("event-loop: ", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public async Task Run_of_a_wrong_runtime_ends_with_1_and_shows_how_to_replay()
    {
        var run = await CommandLine.Run("run", "--runtime", "late-executor", "--rule", "EAGER-01", "--programs", "0", "--schedules", "1");
        run.Code.ShouldBe(1, run.Output + run.Errors);
        run.Output.ShouldContain("FAIL");
        run.Output.ShouldNotContain('\u001b');
        var token = run.Output.Split().Last(word => word.StartsWith(ReplayToken.Version, StringComparison.Ordinal));

        var replay = await CommandLine.Run("replay", token);
        replay.Code.ShouldBe(1, replay.Output + replay.Errors);
        replay.Output.ShouldContain("EAGER-01 violated: ");
        replay.Output.ShouldContain("<-- here");
        replay.Output.ShouldContain("late-executor, schedule natural");
    }

    [Fact]
    public async Task Litmus_outcomes_can_be_asked_alone()
    {
        var run = await CommandLine.Run("run", "--runtime", "event-loop", "--rule", "LITMUS-01", "--programs", "0", "--schedules", "2");
        run.Code.ShouldBe(0, run.Output + run.Errors);
        run.Output.ShouldContain("LITMUS-01");
    }

    [Fact]
    public async Task Runtime_that_cannot_be_had_ends_with_3_and_says_why()
    {
        var run = await CommandLine.Run(path: "", ["run", "--runtime", "nodejs"]);
        run.Code.ShouldBe(3, run.Output + run.Errors);
        run.Errors.ShouldContain("nodejs is skipped: \"node\" is not on PATH");
    }

    [Fact]
    public async Task Replay_of_a_correct_execution_ends_with_0_and_says_what_was_tested()
    {
        var litmus = Campaign.Litmuses(Dialect.Eager).Single(litmus => litmus.Name == "eager-01-executor-runs-at-once");
        var token = new ReplayToken("event-loop", "EAGER-01", litmus.Program, Schedule.Natural);
        var replay = await CommandLine.Run("replay", token.ToString());
        replay.Code.ShouldBe(0, replay.Output + replay.Errors);
        replay.Output.ShouldContain("No violation. Tested: EAGER-01");
    }

    [Fact]
    public async Task Replay_judges_a_litmus_by_its_outcomes_too()
    {
        var mutant = MutantCatalogue.All.Single(candidate => candidate.Name == "late-executor");
        var litmus = Campaign.Litmuses(Dialect.Eager).Single(litmus => litmus.Name == "eager-01-executor-runs-at-once");
        var token = new ReplayToken(mutant.Name, "LITMUS-01", litmus.Program, Schedule.Natural);
        var replay = await CommandLine.Run("replay", token.ToString());
        replay.Code.ShouldBe(1, replay.Output + replay.Errors);
        replay.Output.ShouldContain("LITMUS-01 violated: ");
    }

    [Theory]
    [InlineData("\"nope\" is no runtime. Expected one of event-loop, executor,", "run", "--runtime", "nope")]
    [InlineData("did you mean \"executor\"?", "run", "--runtime", "executer")]
    [InlineData("\"NOPE-01\" is no rule. Expected an id such as EAGER-01;", "run", "--rule", "NOPE-01")]
    [InlineData("did you mean \"EAGER-01\"?", "run", "--rule", "eagr-01")]
    [InlineData("\"--nope\" is no option of \"conformance run\"; expected --runtime, --adapter,", "run", "--nope")]
    [InlineData("\"--program\" is no option of \"conformance run\"; did you mean \"--programs\"?", "--program", "3")]
    [InlineData("--programs \"many\" is no whole number. Expected one from 0 on.", "run", "--programs", "many")]
    [InlineData(
        "--seed 18446744073709551616 is too large. Expected 18446744073709551615 or less.",
        "litmus",
        "--seed",
        "18446744073709551616"
    )]
    [InlineData("--time 0s is too short. Expected more than 0;", "run", "--time", "0s")]
    [InlineData("--programs -1 is too small. Expected 0 or more.", "run", "--programs", "-1")]
    [InlineData("--schedules 0 is too small. Expected 1 or more.", "run", "--schedules", "0")]
    [InlineData("--time \"soon\" is no duration. Expected a number and a unit", "run", "--time", "soon")]
    [InlineData("\"nope\" is neither a file nor an embedded litmus test.", "litmus", "nope")]
    [InlineData(
        "\"eager-01-executor-runs-at-once\" is of the eager family, executor of the other. Expected a runtime of its own;",
        "litmus",
        "eager-01-executor-runs-at-once",
        "--runtime",
        "executor"
    )]
    [InlineData("\"x.json\" is neither a file nor a replay token, which begins with \"c1-\".", "replay", "x.json")]
    [InlineData("There is no file \"mine.litmus\"; and a litmus test is no recorded execution", "replay", "mine.litmus")]
    [InlineData("\"nope\" is no rule.", "rule", "nope")]
    [InlineData("\"NOPE-01\" is no rule.", "mutants", "--rule", "NOPE-01")]
    [InlineData("No mutant is of SPAWN-07.", "mutants", "--rule", "SPAWN-07")]
    [InlineData("\"rum\" is no command of \"conformance\"; did you mean \"run\"?", "rum")]
    [InlineData("\"conformance list\" needs a command: runtimes, rules, litmus.", "list")]
    [InlineData("\"more\" is a word too many for \"conformance rule\".", "rule", "EAGER-01", "more")]
    [InlineData(
        "\"a.mjs\" is a word too many for \"conformance adapter check\". The command of an adapter stands in quotes: \"node my-adapter.mjs\".",
        "adapter",
        "check",
        "node",
        "a.mjs"
    )]
    [InlineData("\"conformance rule\" needs <id>. The rule's id, such as EAGER-01.", "rule")]
    [InlineData("\"conformance replay\" needs <token-or-file>. A replay token as", "replay")]
    [InlineData("--rule needs a value. Ask only this rule; repeatable.", "run", "--rule")]
    [InlineData("--json needs a value.", "run", "--json")]
    [InlineData("Run \"conformance adapter check --help\" for what it takes.", "adapter", "check")]
    [InlineData(
        "EAGER-01 cannot be asked of the chosen runtimes.",
        "run",
        "--rule",
        "EAGER-01",
        "--runtime",
        "executor",
        "--programs",
        "0"
    )]
    [InlineData("\"\" is no command. Expected one that starts an adapter", "run", "--adapter", "")]
    public async Task Wrong_usage_ends_with_2_and_says_what_was_expected(string message, params string[] words)
    {
        var run = await CommandLine.Run(words);
        run.Code.ShouldBe(2, run.Output + run.Errors);
        run.Errors.ShouldStartWith("conformance: ");
        run.Errors.ShouldContain(message);
    }

    [Theory]
    [InlineData("The adapter \"no-such-adapter --fast\" cannot be started:", "run", "--adapter", "no-such-adapter --fast")]
    [InlineData("\"/\" is a folder.", "run", "--adapter", "/")]
    [InlineData("The adapter", "litmus", "--adapter", "dotnet --version")]
    public async Task Adapter_that_is_none_ends_with_3(string message, params string[] words)
    {
        var run = await CommandLine.Run(words);
        run.Code.ShouldBe(3, run.Output + run.Errors);
        run.Errors.ShouldStartWith("conformance: ");
        run.Errors.ShouldContain(message);
    }

    [Fact]
    public async Task Outcome_that_the_model_cannot_come_to_ends_with_1()
    {
        using var file = new TemporaryFile(
            "litmus mine\n\"A test.\"\nsource \"a test\"\nprogram eager { m = microtask { log \"a\" }; n = microtask { log \"b\" } }\nnever \"c\""
        );
        var run = await CommandLine.Run("litmus", file.Path, "--runtime", "newest-microtask-first");
        run.Code.ShouldBe(1, run.Output + run.Errors);
        run.Output.ShouldContain("mine on newest-microtask-first: IMPOSSIBLE OUTCOME; seen 0 of 1 possible");
        run.Output.ShouldContain("     2  impossible  b / a");
        run.Output.ShouldContain("     0  never seen  a / b");
        run.Output.ShouldContain("All outcomes enumerated by the model: 1 of 1, median ");
    }

    [Fact]
    public async Task Runtime_that_never_ends_is_named_and_ends_with_3()
    {
        var run = await CommandLine.Run("litmus", "work-02-queues-drain-between-messages", "--runtime", "messages-inline");
        run.Code.ShouldBe(3, run.Output + run.Errors);
        run.Errors.ShouldStartWith("conformance: \"messages-inline\" failed on the litmus \"work-02-queues-drain-between-messages\":");
        run.Errors.ShouldContain("the program never ends");
    }

    [Fact]
    public async Task Document_is_checked_where_it_stands_and_elsewhere()
    {
        var current = await CommandLine.Run("spec", "--check");
        current.Code.ShouldBe(0, current.Output + current.Errors);
        current.Output.ShouldContain(" are current.");

        var elsewhere = Directory.CreateTempSubdirectory("spec-");
        var stale = await CommandLine.Run("spec", "--check", "--output", elsewhere.FullName);
        var written = await CommandLine.Run("spec", "--output", elsewhere.FullName);
        elsewhere.Delete(recursive: true);
        stale.Code.ShouldBe(1, stale.Output + stale.Errors);
        stale.Output.ShouldContain("stale: README.md");
        stale.Output.ShouldContain("Run \"conformance spec\" to write them.");
        written.Code.ShouldBe(0, written.Output + written.Errors);
        written.Output.ShouldContain("wrote: chapters/eager-start.md");
    }

    [Fact]
    public async Task Report_on_standard_output_is_alone_there()
    {
        var run = await CommandLine.Run("run", "--rule", "EAGER-01", "--programs", "0", "--schedules", "1", "--json", "-");
        run.Code.ShouldBe(0, run.Output + run.Errors);
        using var report = JsonDocument.Parse(run.Output);
        report.RootElement.GetProperty("complete").GetBoolean().ShouldBeTrue();
        run.Errors.ShouldContain("EAGER-01");
    }

    [Fact]
    public async Task Report_that_cannot_be_written_is_refused_before_the_work()
    {
        var run = await CommandLine.Run("run", "--json", Path.Combine(AppContext.BaseDirectory, "nowhere", "report.json"));
        run.Code.ShouldBe(2, run.Output + run.Errors);
        run.Output.ShouldBeEmpty();
        run.Errors.ShouldStartWith("conformance: --json \"");
        run.Errors.ShouldContain("nowhere\". Expected a file in a folder that exists, with space for it, or - for standard output.");
    }

    [NeedsFullDevice]
    [InlineData("--json \"/dev/full\" cannot be written: No space left on device.", "mutants", "--rule", "EAGER-01", "--json", "/dev/full")]
    [InlineData(
        "--json \"/dev/full\" cannot be written: No space left on device.",
        "run",
        "--rule",
        "EAGER-01",
        "--programs",
        "0",
        "--schedules",
        "1",
        "--json",
        "/dev/full"
    )]
    public async Task Report_that_has_no_space_is_told_with_its_option(string message, params string[] words)
    {
        var run = await CommandLine.Run(words);
        run.Code.ShouldBe(2, run.Output + run.Errors);
        run.Errors.ShouldStartWith($"conformance: {message}");
    }

    [NeedsFullDevice]
    [InlineData("list", "rules")]
    [InlineData("litmus", "eager-01-executor-runs-at-once")]
    [InlineData("litmus", "eager-01-executor-runs-at-once", "--json", "-")]
    [InlineData("--help")]
    public async Task Standard_output_that_has_no_space_is_named(params string[] words)
    {
        var run = await CommandLine.RunInto("/dev/full", words);
        run.Code.ShouldBe(2, run.Errors);
        run.Errors.ShouldEndWith(
            "conformance: Standard output cannot be written: No space left on device. Expected a terminal, a pipe or a file with space for it.\n"
        );
    }

    [NeedsFullDevice]
    [InlineData("bogus")]
    [InlineData("list", "rules")]
    [InlineData("replay", "nope")]
    public async Task Where_neither_stream_can_be_written_the_exit_code_has_to_do(params string[] words)
    {
        var run = await CommandLine.RunInto("/dev/full", words, errors: "/dev/full");
        run.Code.ShouldBe(2, run.Errors);
    }

    [Theory]
    [InlineData("\".\" cannot be read: it is a folder. Expected a litmus file, or the name of an embedded test.", "litmus", ".")]
    [InlineData(
        "--expectations \"nofile\" cannot be read: there is no such file.",
        "adapter",
        "check",
        "node x.mjs",
        "--expectations",
        "nofile"
    )]
    [InlineData(
        "--expectations \"nofile\" cannot be read: there is no such file.",
        "litmus",
        "--runtime",
        "executor",
        "--expectations",
        "nofile"
    )]
    public async Task File_that_cannot_be_read_is_told_with_its_option(string message, params string[] words)
    {
        var run = await CommandLine.Run(words);
        run.Code.ShouldBe(2, run.Output + run.Errors);
        run.Errors.ShouldStartWith($"conformance: {message}");
    }

    [Fact]
    public async Task Rule_about_litmus_outcomes_has_its_page()
    {
        var page = await CommandLine.Run("rule", "litmus-01");
        page.Code.ShouldBe(0, page.Errors);
        page.Output.ShouldStartWith("LITMUS-01  Litmus outcomes");
        (await CommandLine.Run("list", "rules")).Output.ShouldContain("LITMUS-01");
    }

    [Fact]
    public async Task Time_that_is_over_is_told()
    {
        var run = await CommandLine.Run("run", "--runtime", "executor", "--rule", "LAZY-01", "--programs", "1000000", "--time", "1ms");
        run.Code.ShouldBe(0, run.Output + run.Errors);
        run.Output.ShouldMatch("stopped when the time was over, before 1,000,[0-9]{3} of 1,000,[0-9]{3} programs");
    }

    [Fact]
    public async Task Characters_that_steer_a_terminal_are_made_visible()
    {
        using var file = new TemporaryFile(
            "litmus mine\n\"A test.\"\nsource \"a test\"\nprogram lazy { log \"\\u001b[31mred\" }\nnever \"x\""
        );
        var run = await CommandLine.Run("litmus", file.Path, "--runtime", "executor");
        run.Code.ShouldBe(0, run.Output + run.Errors);
        run.Output.ShouldContain("allowed     \\u001b[31mred");
        run.Output.ShouldNotContain('\u001b');
    }

    [Fact]
    public async Task Outcome_without_lines_is_nothing_and_forbidden_may_be_impossible_too()
    {
        using var file = new TemporaryFile(
            "litmus mine\n\"A test.\"\nsource \"a test\"\nprogram eager { m = microtask { log \"a\" }; n = microtask { log \"b\" } }\nexactly \"a\" \"b\""
        );
        var forbidden = await CommandLine.Run("litmus", file.Path, "--runtime", "newest-microtask-first");
        forbidden.Code.ShouldBe(1, forbidden.Output + forbidden.Errors);
        forbidden.Output.ShouldContain("FORBIDDEN OUTCOME, and the model cannot come to it either");

        using var empty = new TemporaryFile("litmus mine\n\"A test.\"\nsource \"a test\"\nprogram lazy { yield }\nexactly nothing");
        (await CommandLine.Run("litmus", empty.Path, "--runtime", "executor")).Output.ShouldContain("allowed     nothing");
    }
}
