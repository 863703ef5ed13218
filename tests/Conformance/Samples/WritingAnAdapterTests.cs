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
        var words = Word().Matches(command).Select(word => word.Value.Trim('"')).ToArray();
        var run = await CommandLine.Run(Environment.GetEnvironmentVariable("PATH"), words, Sample.Root);
        run.Errors.ShouldBeEmpty();
        var at = 0;
        foreach (var line in output.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var found = AnyCount(line).Match(run.Output, at);
            found.Success.ShouldBeTrue($"\"{line}\" is not in the rest of:\n{run.Output}");
            at = found.Index + found.Length;
        }
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
