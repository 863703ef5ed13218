using Conformance.Runner.Replays;
using Xunit;

namespace Conformance.Tests.Properties.Runner;

public sealed class ShellWordTests
{
    [Theory]
    [InlineData("node my-adapter.mjs", "\"node my-adapter.mjs\"")]
    [InlineData("node 'my adapter.mjs'", "\"node 'my adapter.mjs'\"")]
    [InlineData("node \"my adapter.mjs\"", "'node \"my adapter.mjs\"'")]
    [InlineData("a $b 'c'", "'a $b '\\''c'\\'''")]
    [InlineData("C:\\node.exe a.mjs", "\"C:\\node.exe a.mjs\"")]
    [InlineData("a\\\\b", "'a\\\\b'")]
    public void Word_is_in_quotes_that_leave_it_as_it_is(string text, string word) => Assert.Equal(word, ShellWord.Of(text));
}
