using System.Diagnostics.CodeAnalysis;

namespace Conformance.Reference.EventLoop;

/// <content>Errors that nobody takes, and the end of a run.</content>
/// <remarks>Sources: nodejs/node lib/internal/process/execution.js and per_thread.js; Node.js documentation, process, events uncaughtException and exit.</remarks>
public sealed partial class EventLoop
{
    private static readonly Job Idle = new ActionJob(static () => { });

    /// <summary>A callback threw. Without a listener the loop fails with that exception.</summary>
    public event Action<Exception>? UncaughtException;

    /// <summary>
    /// The run is about to end: at <see cref="Exit"/>, when nothing is left that could still run, or because of an error that nobody
    /// took. Listeners run in the order in which they were added; what they queue never runs.
    /// </summary>
    public event Action? Exiting;

    /// <summary>Whether a callback threw, so that the queues were not drained after it.</summary>
    internal bool OwesDrain { get; private set; }

    /// <summary>Whether the listeners of <see cref="Exiting"/> were called.</summary>
    private bool IsLeaving { get; set; }

    /// <summary>Ends the run (<c>process.exit</c>): calls the listeners of <see cref="Exiting"/> and runs nothing else that is queued.</summary>
    /// <exception cref="ExitException">Always: it unwinds what is on the stack, and comes out of <see cref="Run{T}"/>. No promise takes it.</exception>
    /// <exception cref="InvalidOperationException">The loop is not running.</exception>
    [DoesNotReturn]
    public void Exit()
    {
        if (!ReferenceEquals(current, this))
            throw new InvalidOperationException("The loop is not running: only what it runs can end its run.");
        if (!IsLeaving && Faults.Is(EventLoopFault.ExitDrainsFirst))
            Drain();
        Leave();
        var exit = new ExitException();
        Fail(exit);
        throw exit;
    }

    /// <summary>Runs a job on the empty stack, or a tick or microtask of a drain.</summary>
    /// <returns>Whether it did not throw.</returns>
    internal bool Execute(Job job)
    {
        CountStep();
        Interleave();
        try
        {
            job.Run(this);
            return true;
        }
        catch (Exception error) when (fatal is null && Takes)
        {
            if (!Faults.Has(EventLoopFault.UncaughtIsSwallowed))
                UncaughtException!(error);
            // The next check phase has something to do, so that the queues are drained in any case.
            immediates.Add(Idle);
            OwesDrain = true;
            return false;
        }
    }

    private bool Takes => Faults.Is(EventLoopFault.UncaughtIsSwallowed) || UncaughtException is not null;

    private void Leave()
    {
        if (IsLeaving)
            return;
        IsLeaving = true;
        if (!Faults.Is(EventLoopFault.ExitSkipsListeners))
            Exiting?.Invoke();
        // Nothing holds workers up until the run is over.
        Interleave();
    }
}
