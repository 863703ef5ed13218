namespace Conformance.Spec.Programs;

/// <summary>Guesses what a mistyped word was meant to be.</summary>
public static class Suggestion
{
    private const int LongestWord = 24;

    /// <summary><c>did you mean "await"?</c>, or nothing when no candidate is near; capitals do not count.</summary>
    /// <param name="word">What was written.</param>
    /// <param name="candidates">What might have been meant.</param>
    public static string For(string word, IEnumerable<string> candidates)
    {
        ArgumentNullException.ThrowIfNull(word);
        ArgumentNullException.ThrowIfNull(candidates);
        if (word.Length > LongestWord)
            return "";
        var best = "";
        var bestDistance = Math.Min(2, word.Length - 1) + 1;
        foreach (var candidate in candidates)
        {
            var distance = Distance(word.ToUpperInvariant(), candidate.ToUpperInvariant());
            if (distance < bestDistance && !candidate.Equals(word, StringComparison.Ordinal))
                (best, bestDistance) = (candidate, distance);
        }

        return best.Length == 0 ? "" : $"did you mean \"{best}\"?";
    }

    /// <summary>The number of letters to insert, delete, replace or swap with their neighbour.</summary>
    private static int Distance(string a, string b)
    {
        if (Math.Abs(a.Length - b.Length) > 2)
            return int.MaxValue;
        var rows = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
            rows[i, 0] = i;
        for (var j = 0; j <= b.Length; j++)
            rows[0, j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            for (var j = 1; j <= b.Length; j++)
            {
                var replaced = rows[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                rows[i, j] = Math.Min(replaced, Math.Min(rows[i - 1, j], rows[i, j - 1]) + 1);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    rows[i, j] = Math.Min(rows[i, j], rows[i - 2, j - 2] + 1);
            }
        }

        return rows[a.Length, b.Length];
    }
}
