namespace Conformance.Reference.Executor;

/// <summary>A set of tasks whose results are taken one by one, in the order in which the tasks end. Dropping it aborts those that are left.</summary>
/// <remarks>For one owner: not to be used by several tasks at once. Tokio: <c>task::JoinSet</c>.</remarks>
public sealed class JoinSet<T> : IDisposable
{
    private readonly List<Member> members = [];
    private readonly List<Member> ended = [];
    private readonly object gate;
    private readonly Runtime runtime;
    private Waker? waiting;
    private bool disposed;

    internal JoinSet(Runtime runtime)
    {
        this.runtime = runtime;
        gate = runtime.Gate ?? new object();
    }

    /// <summary>How many tasks it has whose results were not taken.</summary>
    public int Count => members.Count;

    /// <summary>Makes a task of a future, as <see cref="Runtime.Spawn{T}"/> does, and a member of this set.</summary>
    /// <param name="future">What the task polls; used up.</param>
    /// <param name="name">For messages; a number by default.</param>
    /// <exception cref="ObjectDisposedException">The set was dropped.</exception>
    public AbortHandle Spawn(Future<T> future, string? name = null)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        var task = runtime.Launch(future, name);
        var member = new Member(this, task, new JoinHandle<T>(task, future));
        members.Add(member);
        if (task.Register(member))
            member.Wake();
        return new AbortHandle(task);
    }

    /// <summary>
    /// The result of the member that ended first and was not taken yet, when there is one; null when no member is left. A panic
    /// or an abort is a <see cref="JoinException"/>. Dropping this future loses no result.
    /// </summary>
    public Future<Result<T>?> Next() => new NextResult(this);

    /// <summary>Aborts all members, in the order in which they were spawned; their results are still to be taken.</summary>
    public void AbortAll()
    {
        foreach (var member in members)
            member.Task.Abort();
    }

    /// <summary>Aborts all members and gives up their results.</summary>
    public void Dispose()
    {
        if (disposed)
            return;
        disposed = true;
        if (!runtime.Faults.Is(ExecutorFault.SetDetachesWhenDropped))
            AbortAll();
        members.Clear();
        lock (gate)
            waiting = null;
    }

    private Member? FirstEnded(Waker waker)
    {
        lock (gate)
        {
            var at = runtime.Faults.Is(ExecutorFault.SetYieldsInOrderOfSpawn) ? ended.IndexOf(members[0]) : Math.Min(0, ended.Count - 1);
            // Also when there is one: the next that ends wakes who asked last.
            waiting = waker;
            if (at < 0)
                return null;
            var first = ended[at];
            ended.RemoveAt(at);
            return first;
        }
    }

    private void Ended(Member member)
    {
        lock (gate)
        {
            ended.Add(member);
            waiting?.Wake();
            waiting = null;
        }
    }

    /// <summary>A task of the set: told when the task ends, it becomes the next one to be taken.</summary>
    private sealed class Member(JoinSet<T> set, TaskCell task, JoinHandle<T> handle) : Waker
    {
        public TaskCell Task => task;

        public JoinHandle<T> Handle => handle;

        public override void Wake() => set.Ended(this);
    }

    private sealed class NextResult(JoinSet<T> set) : Future<Result<T>?>
    {
        public override string Describe() => $"one of ({string.Join(", ", set.members.Select(member => member.Handle.Describe()))})";

        protected override Poll OnPoll(Waker waker)
        {
            if (set.members.Count == 0)
            {
                SetValue(null);
                return Poll.Ready;
            }

            if (set.FirstEnded(waker) is not { } member)
                return Poll.Pending;
            set.members.Remove(member);
            _ = member.Handle.PollInside(waker);
            SetValue(member.Handle.Take());
            return Poll.Ready;
        }
    }
}
