namespace Conformance.Reference.EventLoop;

/// <summary>A promise was rejected and nothing handled it before the queues were empty; by default this ends the loop (Node.js, <c>--unhandled-rejections=throw</c>).</summary>
/// <param name="reason">What it was rejected with.</param>
public sealed class UnhandledRejectionException(Exception reason)
    : Exception(
        $"A promise was rejected and nobody handled it: {reason.Message} Await it, catch it, or listen to EventLoop.UnhandledRejection.",
        reason
    );
