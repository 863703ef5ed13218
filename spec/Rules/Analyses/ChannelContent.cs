namespace Conformance.Spec.Rules.Analyses;

/// <summary>What is known of a channel.</summary>
internal sealed class ChannelContent
{
    /// <summary>The sends whose values were not received, in the order in which they told that they had been sent.</summary>
    public List<int> Unreceived { get; } = [];

    /// <summary>Whether nobody can tell whose value it is that is received.</summary>
    public bool IsLost { get; private set; }

    /// <summary>Whether its body waits for the next value.</summary>
    public bool IsAsked { get; set; }

    /// <summary>The event since which the receiver may be gone, or -1.</summary>
    public int Leaving { get; private set; }

    /// <summary>The event since which the receiver is gone for sure, or -1.</summary>
    public int Gone { get; private set; }

    /// <summary>Whether its body waits for a value that is there.</summary>
    public bool CanReceive => IsAsked && !IsLost && Leaving < 0 && Unreceived.Count > 0;

    /// <summary>Forgets the last trace.</summary>
    public void Begin()
    {
        IsLost = false;
        Unreceived.Clear();
        IsAsked = false;
        (Leaving, Gone) = (-1, -1);
    }

    /// <summary>Nobody can tell any more whose values they are.</summary>
    public void Lose() => IsLost = true;

    /// <summary>The receiver is about to go, or is gone.</summary>
    public void Leaves(int at, bool isGone)
    {
        if (Leaving < 0)
            Leaving = at;
        if (isGone && Gone < 0)
            Gone = at;
    }
}
