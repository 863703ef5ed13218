namespace Conformance.Reference.EventLoop;

/// <summary>Wrong things to do while a callback holds the thread.</summary>
internal static class PhaseFaults
{
    private const int TimerThread = 99;

    internal static void BeforeHold(EventLoop loop, long end)
    {
        while (loop.Timers.NextExpiry <= end && loop.Faults.Is(EventLoopFault.TimersOnOtherThread))
            loop.RunOnThread(TimerThread, loop.Timers.NextExpiry);
    }

    internal static void AfterHold(EventLoop loop)
    {
        if (loop.Timers.NextExpiry <= loop.Now && loop.Faults.Is(EventLoopFault.TimersPreempt))
            loop.Timers.RunDue();
    }
}
