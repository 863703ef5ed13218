namespace Conformance.Spec.Schedules;

/// <summary>Answers from a recorded schedule. Where the record does not fit, it says so instead of guessing.</summary>
/// <param name="schedule">The record. After its end every choice is 0, so that trailing zeros need not be kept.</param>
public sealed class Replay(Schedule schedule) : Strategy
{
    private int next;

    /// <summary>What did not fit: the first choice that was not among the options; empty while all fits.</summary>
    public string Divergence { get; private set; } = "";

    /// <inheritdoc/>
    public override void Begin(ulong seed)
    {
        next = 0;
        Divergence = "";
    }

    /// <inheritdoc/>
    public override int Choose(ChoiceKind kind, int options)
    {
        var at = next++;
        var choice = at < schedule.Choices.Count ? schedule.Choices[at] : 0;
        if (choice < options)
            return choice;
        if (Divergence.Length == 0)
            Divergence = $"Choice {at} ({kind}) was recorded as {choice}, but only 0 to {options - 1} were possible.";
        return 0;
    }
}
