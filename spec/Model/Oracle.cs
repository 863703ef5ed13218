namespace Conformance.Spec.Model;

/// <summary>
/// Answers the silent choices of one step, and then, asked again, each other combination of answers: a depth-first walk
/// through a tree that is discovered on the way.
/// </summary>
/// <param name="first">Which of so many answers comes first; without it, the lowest. The others follow in their order.</param>
internal sealed class Oracle(Func<int, int>? first = null)
{
    private readonly List<(int First, int Tried, int Options)> answers = [];
    private int next;

    /// <summary>Begins the first walk of a step.</summary>
    public void Begin()
    {
        answers.Clear();
        next = 0;
    }

    /// <summary>Begins the same walk again.</summary>
    public void Rewind() => next = 0;

    /// <summary>An answer from 0 to <paramref name="options"/> - 1.</summary>
    public int Choose(int options)
    {
        if (options <= 1)
            return 0;
        if (next == answers.Count)
            answers.Add((first is null ? 0 : first(options), 0, options));
        var answer = answers[next++];
        return (answer.First + answer.Tried) % answer.Options;
    }

    /// <summary>Goes on to the next walk; false when there is none.</summary>
    public bool MoveNext()
    {
        next = 0;
        while (answers.Count > 0)
        {
            var (begun, tried, options) = answers[^1];
            answers.RemoveAt(answers.Count - 1);
            if (tried + 1 < options)
            {
                answers.Add((begun, tried + 1, options));
                return true;
            }
        }

        return false;
    }
}
