using Conformance.Spec.Programs;

namespace Conformance.Spec.Rules.Analyses;

/// <summary>Who waits for one semaphore, notify or channel, as it must be after the operations so far.</summary>
internal abstract class WaitingLine
{
    /// <summary>The semaphore, notify or channel.</summary>
    public Computation Source { get; private set; } = null!;

    /// <summary>Who waits, the first one first.</summary>
    protected List<int> Queue { get; } = [];

    /// <summary>Who has been taken out of the queue to be served, and was not polled since.</summary>
    protected List<int> Served { get; } = [];

    protected Code Code { get; private set; } = null!;

    /// <summary>Forgets the last trace.</summary>
    public virtual void Begin(Code code, Computation source)
    {
        (Code, Source) = (code, source);
        Queue.Clear();
        Served.Clear();
    }

    /// <summary>Somebody who will wait is made.</summary>
    public virtual void Make(int leaf) { }

    /// <summary>Permits are given, a value is received, or somebody is notified.</summary>
    public abstract void Give(Instruction statement);

    /// <summary>Somebody who was polled is dropped.</summary>
    public abstract void Drop(int leaf);

    /// <summary>Somebody is polled.</summary>
    /// <returns>Whether it must be ready; null when that is left open.</returns>
    public abstract bool? Poll(int leaf);

    /// <summary>Whether a poll now says something.</summary>
    public abstract bool IsTested(int leaf);

    /// <summary>Whether somebody waits who has been served.</summary>
    public bool IsServed(int leaf) => Served.Contains(leaf);

    /// <summary>What was wrong with the answer of the poll that was followed last.</summary>
    public string Explain(int leaf, bool isReady) =>
        isReady
            ? $"{Name(leaf)} was ready though {Lack(leaf)}; expected it to wait for its turn."
            : $"{Name(leaf)} was pending though {Gift(leaf)}; expected it to be ready.";

    /// <summary>Why somebody must be ready.</summary>
    public abstract string Gift(int leaf);

    /// <summary>Why somebody must wait.</summary>
    protected abstract string Lack(int leaf);

    protected string Name(int computation) => $"\"{Code.Computations[computation].Name}\"";
}
