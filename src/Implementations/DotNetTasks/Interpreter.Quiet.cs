using Conformance.Spec.Programs;

namespace Conformance.Implementations.DotNetTasks;

/// <content>
/// Whether anything can still run, asked from outside while threads of the machine run the program. Tasks do not say who will
/// continue; but who waits for what, and what is completed, says it all.
/// </content>
internal sealed partial class Interpreter
{
    /// <summary>
    /// What is completed stays so and every other step of a program leaves an event. Two looks that see the same
    /// number of both have therefore seen one moment, the one between them.
    /// </summary>
    private bool IsQuiet() => Look() is { } first && Look() == first;

    /// <summary>Looks at every computation.</summary>
    /// <returns>How much has happened; null when one can go on.</returns>
    private (int Events, int Completed)? Look()
    {
        Interlocked.MemoryBarrier();
        var completed = 0;
        foreach (var computation in Code.Computations)
        {
            if (tasks[computation.Id] is not { } task)
                continue;
            if (task.IsCompleted)
                completed++;
            else if (!Waits(computation))
                return null;
        }

        return (Trace.Count, completed);
    }

    /// <summary>Whether something that is not completed waits for others, none of which lets it go on.</summary>
    private bool Waits(Computation computation) =>
        computation.Kind switch
        {
            ComputationKind.Promise or ComputationKind.Deferred => true,
            ComputationKind.Main or ComputationKind.Async => IsStuck(Waiting[computation.Id]),
            ComputationKind.Then or ComputationKind.Catch or ComputationKind.Finally => IsPending(computation.Subject)
                || IsStuck(Waiting[computation.Id]),
            _ => false,
        };

    private bool IsStuck(int site)
    {
        if (site == Nothing)
            return false;
        var at = Code.Instructions[site];
        return at.Op switch
        {
            Op.Await or Op.Return => IsPending(at.Target),
            Op.Combine when at.Combinator == CombinatorKind.Race => Array.TrueForAll(at.Targets, IsPending),
            Op.Combine when at.Combinator == CombinatorKind.Any => Array.Exists(at.Targets, IsPending)
                && !Array.Exists(at.Targets, target => tasks[target]!.IsCompletedSuccessfully),
            Op.Combine => Array.Exists(at.Targets, IsPending),
            _ => false,
        };
    }

    private bool IsPending(int id) => !tasks[id]!.IsCompleted;
}
