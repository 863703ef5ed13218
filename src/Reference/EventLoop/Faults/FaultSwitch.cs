namespace Conformance.Reference.EventLoop;

/// <summary>Which fault a loop has, and how often it was reached: a fault that is never reached proves nothing.</summary>
internal sealed class FaultSwitch(EventLoopFault fault)
{
    /// <summary>Whether there is a fault at all.</summary>
    internal bool Any => fault != EventLoopFault.None;

    /// <summary>How often the faulty branch was taken.</summary>
    internal long Reached { get; private set; }

    /// <summary>Whether to take the faulty branch here; counts it.</summary>
    internal bool Is(EventLoopFault asked)
    {
        if (fault != asked)
            return false;
        Reached++;
        return true;
    }

    /// <summary>Whether it has this fault, without taking the branch yet.</summary>
    internal bool Has(EventLoopFault asked) => fault == asked;
}
