using Conformance.Implementations.Protocol;
using Xunit;

namespace Conformance.Tests.Properties.Protocol;

public sealed class AdapterCommandTests
{
    [Theory]
    [InlineData("node adapter.mjs", "node", "adapter.mjs")]
    [InlineData("  node   -x\tadapter.mjs ", "node", "-x", "adapter.mjs")]
    [InlineData("\"my node\" 'an adapter.mjs' --name=\"a b\" ''", "my node", "an adapter.mjs", "--name=a b", "")]
    [InlineData("sh -c \"it's 1\"", "sh", "-c", "it's 1")]
    public void Words_are_between_spaces_or_in_quotes(string text, params string[] words)
    {
        var command = AdapterCommand.Parse(text);
        Assert.Equal(words, command.Arguments.Prepend(command.File));
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    public void No_word_is_no_command(string text) =>
        Assert.Contains(
            "is no command",
            Assert.Throws<FormatException>(() => AdapterCommand.Parse(text)).Message,
            StringComparison.Ordinal
        );
}
