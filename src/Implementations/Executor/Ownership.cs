using Conformance.Spec.Programs;

namespace Conformance.Implementations.Executor;

/// <summary>
/// Who owns each future of a program, as Rust's moves would have it: its maker, until an async block that uses it up takes it along,
/// until it is used up. Of a shared one each block that reads it takes a share along. What a body still owns when it is left, or
/// when it is dropped before it began, is dropped with its locals.
/// </summary>
internal sealed class Ownership
{
    private readonly Lock gate = new();
    private Code? code;
    private int[][] captures = [];
    private List<int>[] owners = [];
    private Computation[] computations = [];

    /// <summary>Whether the program has jobs off the executor.</summary>
    public bool HasJobs { get; private set; }

    /// <summary>Whether it shows when a body that never began is dropped: it may have the last share of what others have begun.</summary>
    public bool HasShares { get; private set; }

    /// <summary>Begins an execution.</summary>
    public void Begin(Code next)
    {
        if (!ReferenceEquals(code, next))
            Analyze(next);
        foreach (var list in owners)
            list.Clear();
    }

    /// <summary>What an async block takes along from the bodies around it, in the order of its first mention.</summary>
    public ReadOnlySpan<int> CapturesOf(int body) => captures[body];

    /// <summary>A body has made a computation.</summary>
    public void Own(int body, int computation)
    {
        lock (gate)
            owners[computation].Add(body);
    }

    /// <summary>An async block is made and takes along what it uses up.</summary>
    public void Capture(int body)
    {
        foreach (var computation in captures[body])
        {
            if (computations[computation].Kind != ComputationKind.Shared)
                Use(computation);
            Own(body, computation);
        }
    }

    /// <summary>A computation is used up.</summary>
    public void Use(int computation)
    {
        lock (gate)
            owners[computation].Clear();
    }

    /// <summary>A body gives up what it owns.</summary>
    /// <returns>Whether nobody owns it any more: it is to be dropped.</returns>
    public bool Release(int body, int computation)
    {
        lock (gate)
            return owners[computation].Remove(body) && owners[computation].Count == 0;
    }

    private void Analyze(Code next)
    {
        code = next;
        computations = next.Computations;
        HasJobs = Array.Exists(computations, computation => computation.Kind == ComputationKind.Blocking);
        HasShares = next.Has(ComputationKind.Shared);
        owners = [.. computations.Select(_ => new List<int>())];
        captures = Captures.Of(next);
    }
}
