using System.Text.RegularExpressions;
using Conformance.Implementations;
using Conformance.Tests.Cli;
using Shouldly;
using Xunit;

namespace Conformance.Tests.Samples;

/// <summary>What spec/writing-an-adapter.md shows of the command line is what the command says.</summary>
public sealed partial class WritingAnAdapterTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(Sample.Root, "spec", "writing-an-adapter.md"))
        .ReplaceLineEndings("\n");

    public static TheoryData<string, string> Shown
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (Match block in Block().Matches(Page))
                data.Add(block.Groups["command"].Value, block.Groups["output"].Value);
            return data;
        }
    }

    [Fact]
    public void Page_shows_a_green_and_a_red_rule() => Shown.Count.ShouldBe(2);

    [NeedsPythonTheory]
    [MemberData(nameof(Shown))]
    public async Task Command_says_what_the_page_shows(string command, string output)
    {
        var run = await Run(command);
        run.Errors.ShouldBeEmpty();
        var at = 0;
        foreach (var line in output.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var found = AnyCount(line).Match(run.Output, at);
            found.Success.ShouldBeTrue($"\"{line}\" is not in the rest of:\n{run.Output}");
            at = found.Index + found.Length;
        }
    }

    [NeedsPythonTheory]
    [InlineData("TIME-02")]
    public async Task Pasted_line_shows_the_violation_again(string rule)
    {
        const string start = "  conformance replay ";
        const string adapter = "--adapter \"python3 samples/minimal-adapter/adapter.py\"";
        var run = await Run($"run {adapter} --rule {rule} --programs 50 --schedules 1");
        run.Code.ShouldBe(1, run.Output + run.Errors);
        var pasted = run.Output.Split('\n').Single(line => line.StartsWith(start, StringComparison.Ordinal)).TrimEnd();
        pasted.ShouldEndWith($" {adapter} --level portable");
        var replay = await Run(pasted.Replace(start, "replay ", StringComparison.Ordinal));
        replay.Code.ShouldBe(1, replay.Output + replay.Errors);
        replay.Output.ShouldContain($"{rule} violated: ");
    }

    private static Task<Finished> Run(string command)
    {
        var words = Word().Matches(command).Select(word => word.Value.Trim('"')).ToArray();
        return CommandLine.Run(Environment.GetEnvironmentVariable("PATH"), words, Sample.Root);
    }

    // How often a rule was tested changes with every new statement of the random programs.
    private static Regex AnyCount(string line) => new(Count().Replace(Regex.Escape(line), "pass [0-9,]+"), RegexOptions.NonBacktracking);

    [GeneratedRegex(
        "```console\n\\$ conformance (?<command>[^\n]*)\n(?<output>.*?)```",
        RegexOptions.Singleline | RegexOptions.NonBacktracking
    )]
    private static partial Regex Block();

    [GeneratedRegex("pass\\\\ [0-9,]+", RegexOptions.NonBacktracking)]
    private static partial Regex Count();

    [GeneratedRegex("\"[^\"]*\"|[^ ]+", RegexOptions.NonBacktracking)]
    private static partial Regex Word();

    private sealed class NeedsPythonTheoryAttribute : TheoryAttribute
    {
        public NeedsPythonTheoryAttribute() =>
            Skip = Environment.GetEnvironmentVariable("CI") == "true" ? null : RuntimeCatalogue.Missing("asyncio");
    }
}
