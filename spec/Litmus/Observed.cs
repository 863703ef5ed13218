using Conformance.Spec.Programs;
using Conformance.Spec.Traces;

namespace Conformance.Spec.Litmus;

/// <summary>What one execution came to: the lines it logged, in order, and how it ended.</summary>
/// <param name="Lines">The lines.</param>
/// <param name="Ending">How it ended; <see cref="Traces.Ending.Completed"/> is not written out.</param>
/// <param name="Message">The error of an execution that failed or crashed, else empty.</param>
public sealed record Observed(Sequence<string> Lines, Ending Ending = Ending.Completed, string Message = "")
{
    /// <summary>The outcome of a trace.</summary>
    public static Observed Of(Trace trace) =>
        new(Sequence.From(trace.Lines()), trace.Ending, trace.Ending is Ending.Failed or Ending.Crashed ? trace.Reason : "");

    /// <summary>Whether all lines of a part occur here in their order, and the ending is the part's if it states one.</summary>
    public bool Contains(Observed part)
    {
        if (part.Ending != Ending.Completed && (part.Ending != Ending || part.Message != Message))
            return false;
        var matched = 0;
        foreach (var line in Lines)
        {
            if (matched < part.Lines.Count && line == part.Lines[matched])
                matched++;
        }

        return matched == part.Lines.Count;
    }

    /// <summary>As a litmus file states it: <c>"a" "b" deadlock</c>; <c>nothing</c> when nothing is logged.</summary>
    public override string ToString()
    {
        List<string> parts = [.. Lines.Select(Quoting.Quote)];
        var ending = Ending.ToString().ToLowerInvariant();
        if (Ending is Ending.Failed or Ending.Crashed)
            parts.Add($"{ending} {Quoting.Quote(Message)}");
        else if (Ending != Ending.Completed)
            parts.Add(ending);
        return parts.Count == 0 ? "nothing" : string.Join(' ', parts);
    }
}
