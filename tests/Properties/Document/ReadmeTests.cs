using System.Text.RegularExpressions;
using Conformance.Runner.Replays;
using Conformance.Tests.Properties.Architecture;
using Xunit;

namespace Conformance.Tests.Properties.Document;

public sealed partial class ReadmeTests
{
    [Fact]
    public void Replay_tokens_can_be_pasted()
    {
        var tokens = Token().Matches(Repository.Read("README.md"));
        Assert.NotEmpty(tokens);
        foreach (Match token in tokens)
            Assert.Equal(token.Value, ReplayToken.Parse(token.Value).ToString());
    }

    [GeneratedRegex("c1-[A-Za-z0-9_-]+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Token();
}
