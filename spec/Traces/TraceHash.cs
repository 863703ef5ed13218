namespace Conformance.Spec.Traces;

/// <summary>A 64-bit fingerprint of a trace (FNV-1a): equal traces have equal ones, on every machine.</summary>
public static class TraceHash
{
    private const ulong Basis = 14695981039346656037;
    private const ulong Prime = 1099511628211;

    /// <summary>The fingerprint of everything the trace holds.</summary>
    public static ulong Of(Trace trace)
    {
        var hash = Mix(Basis, (ulong)trace.Ending);
        foreach (ref readonly var item in trace.Events)
        {
            hash = Mix(
                hash,
                (ulong)item.Kind | ((ulong)item.Outcome << 8) | ((ulong)(ushort)item.Thread << 16) | ((ulong)(uint)item.Site << 32)
            );
            hash = Mix(hash, (uint)item.Computation | ((ulong)(uint)item.Subject << 32));
            hash = Mix(hash, (ulong)item.Time);
            hash = Mix(hash, item.Value);
        }

        return hash;
    }

    private static ulong Mix(ulong hash, Programs.Value value)
    {
        hash = Mix(hash, ((ulong)value.Kind << 56) ^ (ulong)value.AsNumber);
        foreach (var letter in value.AsText)
            hash = Mix(hash, letter);
        foreach (var item in value.AsList)
            hash = Mix(hash, item);
        return hash;
    }

    private static ulong Mix(ulong hash, ulong word) => (hash ^ word) * Prime;
}
