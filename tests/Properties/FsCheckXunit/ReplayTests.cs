using System.Reflection;
using System.Text.RegularExpressions;
using Conformance.Tests.Properties.FsCheckXunit.Samples;
using FsCheck;
using FsCheck.Xunit;
using Microsoft.FSharp.Core;
using Xunit;

namespace Conformance.Tests.Properties.FsCheckXunit;

public sealed partial class ReplayTests
{
    [Property]
    public bool Printed_text_parses_to_the_same_start(ulong seed, ulong odd, NonNegativeInt size)
    {
        var source = new Rnd(seed, odd | 1);
        var whole = ReplayText.Parse(ReplayText.Print(source));
        var single = ReplayText.Parse($"({ReplayText.Print(source, size.Get)})");
        return whole.Rnd.Equals(source) && whole.Size is null && single.Rnd.Equals(source) && OptionModule.Contains(size.Get, single.Size);
    }

    [Theory]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("1,2,3,4")]
    [InlineData("one,two")]
    [InlineData("1,-2")]
    [InlineData("1,2,x")]
    [InlineData("18446744073709551616,1")]
    public void Malformed_text_is_refused_with_the_attribute_and_the_form(string text)
    {
        var error = Assert.Throws<FormatException>(() => ReplayText.Parse(text));
        Assert.StartsWith(
            $"Replay = \"{text}\" on [Property] or [Properties] is not a replay text: expected \"seed,gamma\"",
            error.Message
        );
    }

    [Fact]
    public async Task Malformed_text_fails_the_property()
    {
        using var run = await SampleRun.Of(typeof(OutcomeSample), nameof(OutcomeSample.HasMalformedReplay));
        Assert.Contains("Replay = \"one,two\" on [Property]", run.Failure);
    }

    [Fact]
    public async Task Text_of_a_failure_runs_that_case_alone_and_finds_it_again()
    {
        var method = typeof(OutcomeSample).GetMethod(nameof(OutcomeSample.IsSmall))!;
        using var run = await SampleRun.Of(typeof(OutcomeSample), method.Name);
        Assert.Contains($"Replay = \"{OutcomeSample.SeedAndGamma}\"", run.Failure);
        var single = ReplayOfOneCase().Match(run.Failure).Groups["text"].Value;
        var again = Assert.Throws<PropertyFailedException>(() => Check(method, single));
        Assert.Contains("after 1 test ", again.Message);
        Assert.Equal(Arguments(run.Failure), Arguments(again.Message));
    }

    private static void Check(MethodInfo method, string replay) =>
        PropertyCheck.Run(new PropertySettings { Replay = replay }, method, target: null, new PropertyReport());

    private static string Arguments(string failure) => ArgumentLines().Match(failure).Value;

    [GeneratedRegex("Replay = \"(?<text>[0-9]+,[0-9]+,[0-9]+)\"", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ReplayOfOneCase();

    [GeneratedRegex("Original:.*Shrunk:\n[^\n]*", RegexOptions.Singleline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ArgumentLines();
}
