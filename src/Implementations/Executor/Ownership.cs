using Conformance.Spec.Programs;

namespace Conformance.Implementations.Executor;

/// <summary>
/// Who owns each future of a program, as Rust's moves would have it: its maker, until an async block that uses it up takes it along,
/// until it is used up. What a body still owns when it is left is dropped with its locals.
/// </summary>
internal sealed class Ownership
{
    private Code? code;
    private int[][] captures = [];
    private int[] owner = [];

    /// <summary>Whether the program has jobs off the executor.</summary>
    public bool HasJobs { get; private set; }

    /// <summary>Begins an execution.</summary>
    public void Begin(Code next)
    {
        if (!ReferenceEquals(code, next))
            Analyze(next);
        Array.Fill(owner, -1);
    }

    /// <summary>What an async block takes along from the bodies around it.</summary>
    public ReadOnlySpan<int> CapturesOf(int body) => captures[body];

    /// <summary>A body has made a computation.</summary>
    public void Own(int body, int computation) => owner[computation] = body;

    /// <summary>An async block is made and takes along what it uses up.</summary>
    public void Capture(int body)
    {
        foreach (var computation in captures[body])
            owner[computation] = body;
    }

    /// <summary>A computation is used up.</summary>
    public void Use(int computation) => owner[computation] = -1;

    /// <summary>Whether this body owns it now.</summary>
    public bool Owns(int body, int computation) => owner[computation] == body;

    private void Analyze(Code next)
    {
        code = next;
        var computations = next.Computations;
        HasJobs = Array.Exists(computations, computation => computation.Kind == ComputationKind.Blocking);
        owner = new int[computations.Length];
        var lists = new List<int>[computations.Length];
        foreach (var computation in computations)
        {
            if (computation.Consumer < 0)
                continue;
            for (
                var body = next.Instructions[computation.Consumer].Owner;
                body != computation.Parent && body > 0;
                body = computations[body].Parent
            )
                (lists[body] ??= []).Add(computation.Id);
        }

        captures = [.. lists.Select(list => list?.ToArray() ?? [])];
    }
}
