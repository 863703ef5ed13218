using Conformance.Spec.Programs;

namespace Conformance.Spec.Rules.Analyses;

/// <summary>Who waits for the permits of a semaphore, or for room in a channel.</summary>
internal sealed class PermitLine : WaitingLine
{
    private long free;

    public override void Begin(Code code, Computation source)
    {
        base.Begin(code, source);
        free = source.Permits;
    }

    public override void Give(Instruction statement)
    {
        // A value that is received leaves room for one.
        free += statement.Op == Op.Next ? 1 : statement.Number;
        Serve();
    }

    public override void Drop(int leaf)
    {
        if (Served.Remove(leaf))
            free += Need(leaf);
        else
            Queue.Remove(leaf);
        Serve();
    }

    public override bool? Poll(int leaf)
    {
        if (Served.Remove(leaf))
            return true;
        if (Queue.Contains(leaf))
            return false;
        Queue.Add(leaf);
        Serve();
        return Served.Remove(leaf);
    }

    public override bool IsTested(int leaf) => Queue.Count > 0 || IsServed(leaf);

    public override string Gift(int leaf) => $"{Name(Source.Id)} had {Permits(leaf)} for it";

    protected override string Lack(int leaf) =>
        Served.Count > 0 ? $"what {Name(Source.Id)} had was for {Name(Served[0])}, which had waited longer"
        : Queue[0] != leaf ? $"{Name(Queue[0])} had waited longer for {Name(Source.Id)}"
        : $"{Name(Source.Id)} had no {(Source.Kind == ComputationKind.Channel ? "room" : "permits")} for it";

    private string Permits(int leaf) =>
        Source.Kind == ComputationKind.Channel ? "room"
        : Need(leaf) == 1 ? "1 permit"
        : $"{Need(leaf)} permits";

    private int Need(int leaf) => Code.Computations[leaf].Permits;

    private void Serve()
    {
        while (Queue.Count > 0 && Need(Queue[0]) <= free)
        {
            free -= Need(Queue[0]);
            Served.Add(Queue[0]);
            Queue.RemoveAt(0);
        }
    }
}
