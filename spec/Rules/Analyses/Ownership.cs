using Conformance.Spec.Programs;
using Conformance.Spec.Traces;

namespace Conformance.Spec.Rules.Analyses;

/// <summary>Who owns whom, as the text of a lazy program says. Computed once a program.</summary>
internal sealed class Ownership : Analysis
{
    private Code? code;
    private int[] handle = [];
    private int[] combine = [];
    private int[] place = [];
    private bool[] branch = [];
    private bool[] chained = [];
    private bool[] known = [];

    /// <summary>The handle of the task that runs this body, or -1 when it was not spawned.</summary>
    public int HandleOf(int computation) => handle[computation];

    /// <summary>The program point of the combinator that owns this computation, or -1.</summary>
    public int CombineOf(int computation) => combine[computation];

    /// <summary>Its position among the computations of that combinator.</summary>
    public int PlaceOf(int computation) => place[computation];

    /// <summary>Whether it shares its task with a sibling: a combinator of several owns it or its owner.</summary>
    public bool IsBranch(int computation) => branch[computation];

    /// <summary>Whether it is all that its task does while it runs: a task's body, or awaited by such a one.</summary>
    public bool IsChained(int computation) => chained[computation];

    /// <inheritdoc/>
    protected override void Build(TraceIndex index)
    {
        if (ReferenceEquals(code, index.Code))
            return;
        code = index.Code;
        var count = code.Computations.Length;
        Fit(ref handle, count);
        Fit(ref combine, count);
        Fit(ref place, count);
        Fit(ref branch, count);
        Fit(ref chained, count);
        Fit(ref known, count);
        handle.AsSpan(0, count).Fill(-1);
        combine.AsSpan(0, count).Fill(-1);
        place.AsSpan(0, count).Clear();
        known.AsSpan(0, count).Clear();
        foreach (var instruction in code.Instructions)
        {
            for (var i = 0; i < instruction.Targets.Length; i++)
            {
                // A job off the executor is not polled by whoever waits for it.
                if (code.Computations[instruction.Targets[i]].Kind != ComputationKind.Blocking)
                    combine[instruction.Targets[i]] = instruction.Site;
                place[instruction.Targets[i]] = i;
            }
        }

        for (var id = 0; id < count; id++)
            Find(code, id);
    }

    private void Find(Code program, int id)
    {
        if (known[id])
            return;
        known[id] = true;
        branch[id] = false;
        chained[id] = id == 0;
        var site = program.Computations[id].Consumer;
        if (site < 0 || program.Computations[id].Kind == ComputationKind.Blocking)
            return;
        var consumer = program.Instructions[site];
        if (consumer.Op == Op.Create)
        {
            var spawned = program.Computations[consumer.Target].IsTask;
            handle[id] = spawned ? consumer.Target : -1;
            chained[id] = spawned;
            return;
        }

        if (consumer.Op == Op.Drop)
            return;
        Find(program, consumer.Owner);
        branch[id] = branch[consumer.Owner] || consumer.Targets.Length > 1;
        chained[id] = chained[consumer.Owner] && consumer.Op == Op.Await;
    }
}
