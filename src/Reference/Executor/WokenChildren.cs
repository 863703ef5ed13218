namespace Conformance.Reference.Executor;

/// <summary>The fault of a join that polls only those of its children that were woken.</summary>
internal sealed class WokenChildren
{
    private readonly bool[] woken;
    private readonly ExecutorFaults faults;

    internal WokenChildren(int count, ExecutorFaults faults)
    {
        this.faults = faults;
        woken = new bool[count];
        Array.Fill(woken, true);
    }

    /// <summary>Whether this child was woken since it was asked last.</summary>
    internal bool Take(int child)
    {
        if (!woken[child])
            return !faults.Is(ExecutorFault.JoinPollsOnlyTheWoken);
        woken[child] = false;
        return true;
    }

    /// <summary>A waker for one child of the task that this one wakes.</summary>
    internal Waker WakerOf(int child, Waker task) => new ChildWaker(this, child, task);

    private sealed class ChildWaker(WokenChildren children, int child, Waker task) : Waker(task.Faults)
    {
        public override void Wake()
        {
            children.woken[child] = true;
            task.Wake();
        }

        internal override void WakeLater()
        {
            children.woken[child] = true;
            task.WakeLater();
        }

        internal override bool TryKeep(Waker waker) => task.TryKeep(waker);
    }
}
