using Conformance.Runner.Campaigns;
using Shouldly;
using Xunit;

namespace Conformance.Tests.Properties.Runner;

public sealed class DifferenceKindTests
{
    private const string Message = "\"a\" was ready at 17, expected 10: it waits for \"b\", \"c\".";

    [Theory]
    [InlineData("\"other\" was ready at 3, expected 2: it waits for \"x\", \"y\", \"z\".", true)]
    [InlineData("\"a\" was ready at 17, expected 10: it waits for nothing.", false)]
    [InlineData("\"a\" was never ready, expected 10: it waits for \"b\", \"c\".", false)]
    public void Messages_are_of_one_kind_when_names_and_numbers_alone_differ(string other, bool same) =>
        (DifferenceKind.Of(other) == DifferenceKind.Of(Message)).ShouldBe(same);
}
