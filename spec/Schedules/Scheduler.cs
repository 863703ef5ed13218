using Conformance.Spec.Programs;

namespace Conformance.Spec.Schedules;

/// <summary>Asks a strategy for each free choice and keeps the record. One instance serves any number of executions.</summary>
public sealed class Scheduler
{
    private int[] choices = new int[64];
    private int count;
    private int preferred;

    /// <summary>A scheduler that asks this strategy.</summary>
    public Scheduler(Strategy strategy) => Strategy = strategy;

    /// <summary>Who answers.</summary>
    public Strategy Strategy { get; }

    /// <summary>How many choices with more than one option were made so far.</summary>
    public int Count => count;

    /// <summary>The seed of this execution, for a runtime that makes its choices itself.</summary>
    public ulong Seed { get; private set; }

    /// <summary>Whether each choice so far was the runtime's own first.</summary>
    public bool IsNatural => preferred == count;

    /// <summary>The record of this execution so far, without trailing zeros.</summary>
    public Schedule Record
    {
        get
        {
            var length = count;
            while (length > 0 && choices[length - 1] == 0)
                length--;
            return new Schedule(Sequence.Create<int>(choices.AsSpan(0, length)));
        }
    }

    /// <summary>Begins an execution.</summary>
    public void Begin(ulong seed)
    {
        count = 0;
        preferred = 0;
        Seed = seed;
        Strategy.Begin(seed);
    }

    /// <summary>Makes a choice; asks only when there is one.</summary>
    public int Choose(ChoiceKind kind, int options)
    {
        if (options <= 1)
            return 0;
        var choice = Strategy.Choose(kind, options);
        if (count == choices.Length)
            Array.Resize(ref choices, count * 2);
        choices[count++] = choice;
        if (choice == 0)
            preferred++;
        return choice;
    }
}
