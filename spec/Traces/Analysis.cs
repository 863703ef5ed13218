namespace Conformance.Spec.Traces;

/// <summary>What several rules need to know of a whole trace, computed once for all of them. Reuses its buffers from trace to trace.</summary>
public abstract class Analysis
{
    private long build = -1;

    /// <summary>Brings it up to date with the index, once a trace.</summary>
    internal void Ensure(TraceIndex index, long number)
    {
        if (build == number)
            return;
        build = number;
        Build(index);
    }

    /// <summary>Computes everything, in time linear in the trace and the program.</summary>
    protected abstract void Build(TraceIndex index);

    /// <summary>An array of at least that size; what was in it is kept when it is large enough.</summary>
    protected static void Fit<T>(ref T[] array, int size)
    {
        if (array.Length < size)
            array = new T[Math.Max(size, 16) * 2];
    }
}
