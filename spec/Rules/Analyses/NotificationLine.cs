using Conformance.Spec.Programs;

namespace Conformance.Spec.Rules.Analyses;

/// <summary>Who waits to be notified.</summary>
internal sealed class NotificationLine : WaitingLine
{
    private readonly List<int> chosen = [];
    private readonly List<int> unpolled = [];
    private readonly List<int> called = [];
    private bool stored;

    public override void Begin(Code code, Computation source)
    {
        base.Begin(code, source);
        chosen.Clear();
        unpolled.Clear();
        called.Clear();
        stored = false;
    }

    public override void Make(int leaf) => unpolled.Add(leaf);

    public override void Give(Instruction statement)
    {
        if (statement.Op == Op.NotifyOne)
        {
            NotifyFirst();
            return;
        }

        Served.AddRange(Queue);
        Queue.Clear();
        called.AddRange(unpolled);
        unpolled.Clear();
    }

    public override void Drop(int leaf)
    {
        Queue.Remove(leaf);
        Served.Remove(leaf);
        // Only what one alone was given goes to the next.
        if (chosen.Remove(leaf))
            NotifyFirst();
    }

    public override bool? Poll(int leaf)
    {
        if (Served.Remove(leaf))
        {
            chosen.Remove(leaf);
            return true;
        }

        if (Queue.Contains(leaf))
            return false;
        unpolled.Remove(leaf);
        if (called.Remove(leaf))
            // Whether it also takes what is stored is not said.
            return stored ? null : true;
        if (!stored)
            Queue.Add(leaf);
        var takes = stored;
        stored = false;
        return takes;
    }

    public override bool IsTested(int leaf) => true;

    public override string Gift(int leaf) => $"{Name(Source.Id)} had notified it";

    protected override string Lack(int leaf) =>
        chosen.Count > 0
            ? $"it was {Name(chosen[0])} that {Name(Source.Id)} had notified, which had waited longer"
            : $"{Name(Source.Id)} had neither notified it nor stored anything";

    private void NotifyFirst()
    {
        if (Queue.Count == 0)
        {
            stored = true;
            return;
        }

        chosen.Add(Queue[0]);
        Served.Add(Queue[0]);
        Queue.RemoveAt(0);
    }
}
