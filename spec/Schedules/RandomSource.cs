namespace Conformance.Spec.Schedules;

/// <summary>
/// SplitMix64 (Steele, Lea, Flood 2014): eight bytes of state, the same numbers from the same seed on every machine
/// and in every version of the framework.
/// </summary>
public struct RandomSource(ulong seed)
{
    private ulong state = seed;

    /// <summary>The next 64 bits.</summary>
    public ulong Next()
    {
        state += 0x9E3779B97F4A7C15;
        var z = state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>A number from 0 to <paramref name="options"/> - 1.</summary>
    public int Next(int options) => (int)(((Next() >> 32) * (ulong)options) >> 32);
}
