using Conformance.Spec.Programs;
using Conformance.Spec.Traces;

namespace Conformance.Spec.Rules.Analyses;

/// <summary>
/// Which bodies sleep as all that a spawned task does, and nothing else ever wakes that task: its text has no handles, probes or
/// combinators, whose wakes may come late. Computed once a program.
/// </summary>
internal sealed class PlainSleepers : Analysis
{
    private Code? code;
    private bool[] isPlain = [];

    /// <summary>Whether this body's sleeps end when their timers say, and not for another wake.</summary>
    public bool Has(int computation) => isPlain[computation];

    /// <inheritdoc/>
    protected override void Build(TraceIndex index)
    {
        if (ReferenceEquals(code, index.Code))
            return;
        code = index.Code;
        var ownership = index.Get<Ownership>();
        var tasks = code.Tasks;
        var plain = new bool[code.Computations.Length];
        Array.Fill(plain, value: true);
        foreach (var instruction in code.Instructions)
        {
            if (tasks[instruction.Owner] is >= 0 and var task && !IsPlain(code, instruction))
                plain[task] = false;
        }

        Fit(ref isPlain, plain.Length);
        for (var id = 0; id < plain.Length; id++)
            isPlain[id] = tasks[id] > 0 && plain[tasks[id]] && ownership.IsChained(id);
    }

    private static bool IsPlain(Code code, Instruction instruction) =>
        instruction.Op switch
        {
            Op.Log or Op.Let or Op.Add or Op.Create or Op.Sleep or Op.Yield or Op.Compute or Op.Return or Op.Throw or Op.Panic => true,
            Op.EnterTry or Op.LeaveTry or Op.Defer => true,
            Op.Await => !instruction.Borrow && code.Computations[instruction.Target].Kind is ComputationKind.Async or ComputationKind.Sleep,
            _ => false,
        };
}
