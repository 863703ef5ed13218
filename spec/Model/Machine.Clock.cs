using System.Globalization;
using Conformance.Spec.Programs;
using Conformance.Spec.Runtimes;

namespace Conformance.Spec.Model;

/// <content>
/// Two kinds of clock. On an exact one whatever can happen happens at once, so that the moment of what nobody sees is known too. On a
/// real one nothing happens before its time, and nobody says how long after: what a thread read off the clock between two of its
/// events is a choice.
/// </content>
internal abstract partial class Machine
{
    /// <summary>The leeway of a thread that reads the clock without delay: it may turn over in between.</summary>
    public const long Prompt = 1;

    /// <summary>The leeway of a thread that may be held up anywhere, on a machine whose clock lags behind its events by up to one unit.</summary>
    public const long Patient = int.MaxValue / 2;

    /// <summary>On a real clock, how long after an event of a thread its next reading of the clock may come.</summary>
    public long Leeway { get; set; } = Prompt;

    /// <summary>Whether nothing waits that can happen.</summary>
    public bool IsExact => IsRunningOut || Runtime.Clock != ClockKind.Real;

    /// <summary>Whether jobs run on threads of the machine, which log what they do in the order in which they come to that.</summary>
    protected bool HasRealThreads => !IsExact || (Runtime.Clock == ClockKind.Paused && !Runtime.Controlled);

    /// <summary>Whether the trace is over, and only what nobody sees is left: with all the time there is, it happens.</summary>
    protected bool IsRunningOut { get; set; }

    /// <summary>By how much what a thread reads may be behind an event that it has logged.</summary>
    protected long Lag => Leeway == Patient ? 1 : 0;

    /// <summary>What a thread reads off the clock now.</summary>
    /// <param name="since">What it said before.</param>
    protected long ReadClock(long since)
    {
        if (IsExact)
            return Now;
        var last = Math.Min(Now, since + Leeway);
        return since + Choose((int)Math.Max(0, last - since) + 1);
    }

    /// <summary>Whether only the trace says what an instruction reads: a counter that threads race for, a real clock.</summary>
    protected bool IsOpen(Instruction at)
    {
        foreach (ref readonly var argument in at.Arguments.AsSpan())
        {
            if (argument.Kind == ArgumentKind.Now && !IsExact)
                return true;
        }

        return Layout.ReadsRace(at);
    }

    /// <summary>Takes what a body has read off a real clock, after its last event, from the beginning of a text.</summary>
    private bool TakeReading(ref ReadOnlySpan<char> rest, int body)
    {
        var end = rest.IndexOf(' ');
        var digits = end < 0 ? rest : rest[..end];
        rest = rest[digits.Length..];
        return long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var read)
            && read >= Bodies[body].Seen
            && read <= Now;
    }

    /// <summary>A moment at which something more can happen: on a real clock only what lies ahead, for what is possible now is so already.</summary>
    protected long Ahead(long time) => IsExact || time > Now ? time : long.MaxValue;
}
