using Xunit;
using static VerifyXunit.Verifier;

namespace Conformance.Tests.Properties.PublicApi;

public sealed class ApiListingTests
{
    [Fact]
    public Task Every_kind_of_member_is_listed_as_it_is_declared() =>
        Verify(ApiListing.Of([typeof(ApiSample), typeof(ApiSample.Entry), typeof(ApiSample.Order), typeof(ApiSample.Test)]));
}
