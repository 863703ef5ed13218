using Conformance.Runner.Document;
using Conformance.Spec.Rules;
using Shouldly;
using Xunit;

namespace Conformance.Tests.Properties.Document;

public sealed class SourceAddressesTests
{
    [Theory]
    [InlineData(
        "Node.js lib/internal/timers.js, Timeout",
        "[Node.js lib/internal/timers.js](https://github.com/nodejs/node/blob/v20.x/lib/internal/timers.js), Timeout"
    )]
    [InlineData(
        "Node.js src/env.cc; libuv, src/timer.c",
        "[Node.js src/env.cc](https://github.com/nodejs/node/blob/v20.x/src/env.cc); [libuv, src/timer.c](https://github.com/libuv/libuv/blob/v1.x/src/timer.c)"
    )]
    [InlineData(
        "test262 built-ins/Promise/resolve-self.js",
        "[test262 built-ins/Promise/resolve-self.js](https://github.com/tc39/test262/blob/main/test/built-ins/Promise/resolve-self.js)"
    )]
    [InlineData(
        "libuv, design overview, the I/O loop: alive",
        "[libuv, design overview](https://docs.libuv.org/en/v1.x/design.html), the I/O loop: alive"
    )]
    [InlineData("ECMA-262, await", "[ECMA-262, await](https://tc39.es/ecma262/#await)")]
    [InlineData("ECMA-262, await-rejected", "ECMA-262, await-rejected")]
    [InlineData("nodejs/node test/parallel/test-worker-*.js", "nodejs/node test/parallel/test-worker-*.js")]
    public void Source_leads_to_the_file_or_document_that_it_names(string source, string linked) =>
        SourceAddresses.Linked(source).ShouldBe(linked);

    [Fact]
    public void Every_source_of_a_rule_has_a_link()
    {
        var links = new Links("chapters/any.md", []);
        var sources = Catalogue.Create().SelectMany(rule => rule.Info.Sources).Distinct(StringComparer.Ordinal);
        sources.Select(source => Sources.Linked(source, links)).Where(text => !IsLinked(text)).ShouldBeEmpty();

        static bool IsLinked(string text) =>
            text.StartsWith("<https://", StringComparison.Ordinal) || text.Contains("](", StringComparison.Ordinal);
    }
}
