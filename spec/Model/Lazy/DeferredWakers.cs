using System.Runtime.InteropServices;

namespace Conformance.Spec.Model.Lazy;

/// <summary>
/// Wakers of what gave way: each thread keeps those that were deferred on it and calls them when it has nothing else to do (tokio,
/// task/yield_now.rs and runtime/scheduler/defer.rs). That is a wake of its own: what else wakes a task does so at once. A waker is
/// that of a task or of a shared future, under its number.
/// </summary>
internal sealed class DeferredWakers
{
    private Waker[] wakers = [];
    private int count;

    /// <summary>Forgets all; wakers are numbered from 0.</summary>
    public void Begin(int size)
    {
        count = size;
        Fit();
        Array.Clear(wakers, 0, count);
    }

    /// <summary>Takes over the wakers of another configuration.</summary>
    public void CopyFrom(DeferredWakers other)
    {
        count = other.count;
        Fit();
        Array.Copy(other.wakers, wakers, count);
    }

    /// <summary>Writes the threads that keep a waker.</summary>
    public void Write(KeyWriter key, int waker) => key.Add(wakers[waker].Threads);

    /// <summary>Whether a task gives way in this poll.</summary>
    public bool IsGivingWay(int task) => wakers[task].IsGivingWay;

    /// <summary>A task gives way in this poll: what becomes of that shows when it ends.</summary>
    public void GiveWay(int task) => wakers[task].IsGivingWay = true;

    /// <summary>A poll of a task has ended.</summary>
    /// <returns>Whether it gave way.</returns>
    public bool EndPoll(int task)
    {
        var gaveWay = wakers[task].IsGivingWay;
        wakers[task].IsGivingWay = false;
        return gaveWay;
    }

    /// <summary>A thread keeps a waker.</summary>
    public void Keep(int waker, short thread) => wakers[waker].Threads |= BitOf(thread);

    /// <summary>Whether any thread keeps a waker.</summary>
    public bool IsKept(int waker) => wakers[waker].Threads != 0;

    /// <summary>The threads that keep a waker, a bit each.</summary>
    public long ThreadsOf(int waker) => wakers[waker].Threads;

    /// <summary>A thread has called a waker.</summary>
    /// <param name="waker">The waker.</param>
    /// <param name="threads">The bit of the thread; of several, that of the first one counts.</param>
    public void CallOn(int waker, long threads) => wakers[waker].Threads &= ~(threads & -threads);

    /// <summary>The bit that stands for a thread.</summary>
    public static long BitOf(short thread) => 1L << (thread % 64);

    private void Fit()
    {
        if (wakers.Length < count)
            wakers = new Waker[Math.Max(count, 16) * 2];
    }

    [StructLayout(LayoutKind.Auto)]
    private struct Waker
    {
        public bool IsGivingWay;
        public long Threads;
    }
}
