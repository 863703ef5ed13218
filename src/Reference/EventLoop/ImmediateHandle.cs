namespace Conformance.Reference.EventLoop;

/// <summary>A callback of the check phase that waits to run (the object that <c>setImmediate</c> returns).</summary>
public sealed class ImmediateHandle
{
    private readonly Immediates owner;

    internal ImmediateHandle(Immediates owner, Job job)
    {
        this.owner = owner;
        Job = job;
    }

    internal Job? Job { get; private set; }

    /// <summary>From now on it never runs (<c>clearImmediate</c>). Without effect after it ran.</summary>
    public void Clear()
    {
        if (Take() is not null)
            owner.Forget();
    }

    /// <summary>The job, once.</summary>
    internal Job? Take()
    {
        var job = Job;
        Job = null;
        return job;
    }
}
