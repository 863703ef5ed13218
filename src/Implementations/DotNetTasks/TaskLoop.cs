using System.Runtime.InteropServices;
using Conformance.Reference.Simulation;
using Conformance.Spec.Programs;

namespace Conformance.Implementations.DotNetTasks;

/// <summary>
/// One thread for tasks, as a user interface has one: a <see cref="SynchronizationContext"/> that runs what is posted to it, fires the
/// timers of its virtual clock, and steps the threads of a simulated pool. Choices decide what goes next, so that the same choices
/// give the same execution.
/// </summary>
/// <remarks>
/// Tasks, builders and awaiters are .NET's own. A continuation that may run inline does so; any other comes here as a post.
/// Not thread-safe: everything happens on the thread that calls <see cref="Run"/>.
/// </remarks>
internal sealed class TaskLoop : SynchronizationContext, ITaskHost
{
    private readonly Choices choices;
    private readonly VirtualClock clock = new();
    private readonly VirtualTimeProvider time;
    private readonly JobThreads threads;
    private readonly List<Posted> posted = [];
    private int owner;

    /// <summary>A loop.</summary>
    /// <param name="choices">Decides whatever the loop is free in: what is posted or due goes in any order, pool threads at any time.</param>
    internal TaskLoop(Choices choices)
    {
        this.choices = choices;
        time = new VirtualTimeProvider(clock);
        threads = new JobThreads(clock, choices);
    }

    /// <inheritdoc/>
    public TimeProvider Time => time;

    /// <inheritdoc/>
    public long Now => clock.Now;

    /// <inheritdoc/>
    public short Thread =>
        Environment.CurrentManagedThreadId == owner
            ? (short)threads.Current
            : throw new InvalidOperationException("A task went on on a thread of the machine's pool, where no schedule decides.");

    /// <summary>Back to the beginning: nothing posted, no timer, no job, time 0.</summary>
    public void Reset()
    {
        posted.Clear();
        time.Clear();
        threads.Clear();
        clock.Reset();
    }

    /// <inheritdoc/>
    public override void Post(SendOrPostCallback d, object? state) => posted.Add(new Posted(d, state));

    /// <inheritdoc/>
    public override void Send(SendOrPostCallback d, object? state) => d(state);

    /// <inheritdoc/>
    public override SynchronizationContext CreateCopy() => this;

    /// <inheritdoc/>
    public void Interleave() => threads.Interleave();

    /// <inheritdoc/>
    public void Compute(long milliseconds) => threads.Hold(Now + milliseconds);

    /// <inheritdoc/>
    public Task<Value> Offload(JobSteps job)
    {
        threads.Start(job);
        return job.Task;
    }

    /// <inheritdoc/>
    public bool Run(Action main, Func<bool> isQuiet, int stepLimit)
    {
        owner = Environment.CurrentManagedThreadId;
        var outer = Current;
        SetSynchronizationContext(this);
        try
        {
            main();
            while (Turn())
            {
                if (--stepLimit < 0)
                    return false;
            }

            return true;
        }
        finally
        {
            SetSynchronizationContext(outer);
        }
    }

    // One callback of the loop's own thread, or one step of another, or the clock moves on.
    private bool Turn()
    {
        threads.Interleave();
        var due = time.CountDue();
        var ready = posted.Count + due;
        if (ready > 0)
        {
            CallOne(ready == 1 ? 0 : choices.Choose(ChoicePoint.Task, ready));
            return true;
        }

        if (threads.StepOne())
            return true;
        var next = Math.Min(time.NextDeadline, threads.NextFree);
        if (next == long.MaxValue)
            return false;
        clock.AdvanceTo(next);
        return true;
    }

    private void CallOne(int index)
    {
        if (index >= posted.Count)
        {
            time.Fire(index - posted.Count);
            return;
        }

        var callback = posted[index];
        posted.RemoveAt(index);
        callback.Action(callback.State);
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Posted(SendOrPostCallback Action, object? State);
}
