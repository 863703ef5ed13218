using System.Globalization;
using Conformance.Spec.Programs;

namespace Conformance.Spec.Litmus;

/// <summary>
/// Which numbers in a program's lines are times: what <c>now</c> says, the ticks of intervals, and, where these get into variables, what
/// variables say; counters never are. On another clock they are others, though the program does the same.
/// </summary>
internal sealed class LoggedTimes
{
    private readonly Instruction[] logs;
    private readonly HashSet<int> counters;
    private readonly bool areInVariables;

    /// <summary>The times in the lines of this program.</summary>
    public LoggedTimes(Code code)
    {
        counters = [.. code.Instructions.Where(at => at.Op == Op.Let).Select(at => at.Variable)];
        areInVariables = code.Instructions.Any(at =>
            at is { Op: Op.Next, Variable: >= 0 } && code.Computations[at.Target].Kind == ComputationKind.Interval
            || at.Op != Op.Log && at.Arguments.Any(argument => argument.Kind == ArgumentKind.Now)
        );
        logs = [.. code.Instructions.Where(at => at.Op == Op.Log && at.Arguments.Any(IsTime))];
    }

    /// <summary>How much later the times of one outcome are than those of another that is the same but for them.</summary>
    /// <returns>The least and the most, below 0 where they are earlier; null when the outcomes differ in anything else.</returns>
    public (long Least, long Most)? Later(Observed seen, Observed listed)
    {
        if (seen.Ending != listed.Ending || seen.Message != listed.Message || seen.Lines.Count != listed.Lines.Count)
            return null;
        var later = new List<long> { 0 };
        foreach (var (line, other) in seen.Lines.Zip(listed.Lines))
        {
            if (line != other && !logs.Any(log => IsSame(log, line, other, later)))
                return null;
        }

        return (later.Min(), later.Max());
    }

    // Whether this statement can have written both lines, at other times.
    private bool IsSame(Instruction log, string line, string other, List<long> later)
    {
        if (!line.StartsWith(log.Text, StringComparison.Ordinal) || !other.StartsWith(log.Text, StringComparison.Ordinal))
            return false;
        var (words, others) = (line[log.Text.Length..].Split(' '), other[log.Text.Length..].Split(' '));
        if (words.Length != others.Length)
            return false;
        var found = new List<long>();
        for (var at = 0; at < words.Length; at++)
        {
            if (words[at] == others[at])
                continue;
            // A value of several words, such as a list, hides which word is of which argument.
            var mayBeTime = words.Length != log.Arguments.Length + 1 || (at > 0 && IsTime(log.Arguments[at - 1]));
            if (!mayBeTime || Number(words[at]) is not { } time || Number(others[at]) is not { } otherTime)
                return false;
            found.Add(time - otherTime);
        }

        later.AddRange(found);
        return true;
    }

    private bool IsTime(Argument argument) =>
        argument.Kind == ArgumentKind.Now
        || (areInVariables && argument.Kind == ArgumentKind.Variable && !counters.Contains(argument.Variable));

    private static long? Number(string word) =>
        long.TryParse(word.Trim('[', ',', ']'), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
