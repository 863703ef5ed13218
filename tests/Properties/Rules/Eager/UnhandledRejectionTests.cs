using Conformance.Spec.Traces;
using Xunit;

namespace Conformance.Tests.Properties.Rules.Eager;

public sealed class UnhandledRejectionTests
{
    private const string Nobody = "deferred p\nreject p \"e\"\nm = microtask { }";
    private const string NobodyBegun =
        "main starts\n main makes p\n main made p\n main rejects p e\n main rejected p\n main makes m\n main made m\n";
    private const string Handled = "deferred p\nreject p \"e\"\nr = catch p { }";
    private const string HandledBegun =
        "main starts\n main makes p\n main made p\n main rejects p e\n main rejected p\n main makes r\n main made r\n main returns\n r starts\n r returns\n";

    [Fact]
    public void Reported_after_the_drain_passes() =>
        RuleCheck.Passes("ERR-03", TraceText.Parse(Nobody, $"{NobodyBegun} main returns\n m starts\n m returns\n p unhandled ! e"), 1);

    [Fact]
    public void Reported_inside_a_callback_fails() =>
        RuleCheck.Fails(
            "ERR-03",
            TraceText.Parse(Nobody, $"{NobodyBegun} p unhandled ! e\n main returns\n m starts\n m returns"),
            "\"p\" was reported as unhandled while \"main\" held the thread; expected the end of the drain."
        );

    [Fact]
    public void Reported_before_the_drain_fails() =>
        RuleCheck.Fails(
            "ERR-03",
            TraceText.Parse(Nobody, $"{NobodyBegun} main returns\n p unhandled ! e\n m starts\n m returns"),
            "\"p\" was reported as unhandled while the microtask \"m\" was still queued; expected the end of the drain."
        );

    [Fact]
    public void Never_reported_fails() =>
        RuleCheck.Fails(
            "ERR-03",
            TraceText.Parse(Nobody, $"{NobodyBegun} main returns\n m starts\n m returns"),
            "\"p\" was rejected with error \"e\" and nobody handled it in time, yet it was never reported; expected it to be reported as unhandled."
        );

    [Fact]
    public void Handled_in_time_and_reported_fails() =>
        RuleCheck.Fails(
            "ERR-03",
            TraceText.Parse(Handled, $"{HandledBegun} p unhandled ! e"),
            "\"p\" was reported as unhandled though it had a handler; expected only rejections that nobody handles."
        );

    [Fact]
    public void Handled_in_time_does_not_trigger() => RuleCheck.DoesNotTrigger("ERR-03", TraceText.Parse(Handled, HandledBegun));
}
