using System.Globalization;
using Conformance.Spec.Programs;
using Conformance.Spec.Runtimes;

namespace Conformance.Spec.Model;

/// <content>Counters that threads race for.</content>
internal abstract partial class Machine
{
    private readonly Additions additions = new();

    protected bool IsRacy(in Argument argument) => argument.Kind == ArgumentKind.Variable && Layout.Racy[argument.Variable];

    /// <summary>The least and the most that a body may have read from a racy counter after its last event.</summary>
    protected (long Least, long Most) RangeOf(int reader, int counter)
    {
        // The events of threads on a real clock may have been put in order only later.
        if (Runtime.Clock == ClockKind.Real || !Layout.IsCounted(counter))
            return (long.MinValue, long.MaxValue);
        return additions.Range(Layout, Bodies.AsSpan(0, Code.Computations.Length), reader, counter, Slots[counter].AsNumber);
    }

    private bool MayCount(int reader, int counter, long read)
    {
        var (least, most) = RangeOf(reader, counter);
        return least <= read && read <= most;
    }

    /// <summary>Takes what a body has read from a counter from the beginning of a text.</summary>
    private bool TakeCount(ref ReadOnlySpan<char> rest, int reader, int counter)
    {
        var end = rest.IndexOf(' ');
        var digits = end < 0 ? rest : rest[..end];
        rest = rest[digits.Length..];
        return long.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var read)
            && MayCount(reader, counter, read);
    }
}
