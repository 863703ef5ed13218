namespace Conformance.Reference.EventLoop;

/// <summary>Wrong things to do while a callback holds the thread.</summary>
internal static class PhaseFaults
{
    private const int TimerThread = 99;

    internal static void BeforeHold(EventLoop loop, long end)
    {
        while (loop.Timers.NextTurn <= end && loop.Faults.Is(EventLoopFault.TimersOnOtherThread))
            loop.RunOnThread(TimerThread, loop.Timers.NextTurn);
    }

    internal static void AfterHold(EventLoop loop)
    {
        if (loop.Timers.NextTurn <= loop.Now && loop.Faults.Is(EventLoopFault.TimersPreempt))
            loop.Timers.RunDue();
    }
}
