using Conformance.Spec.Programs;
using Conformance.Spec.Traces;

namespace Conformance.Spec.Model.Lazy;

/// <content>Blocking in the middle of a task.</content>
internal sealed partial class LazyMachine
{
    /// <summary>
    /// Another thread takes the worker over and goes on with the task that it keeps, and the rest of the poll runs without one; or the
    /// poll has its worker back. Without workers that is a panic.
    /// </summary>
    private Signal HandOver(int c)
    {
        if (IsJob(parts[c].Task))
            return Next(c);
        if (Layout.Workers == 1)
        {
            ref var body = ref Bodies[c];
            (body.Life, body.Outcome, body.Value) = (Life.Failing, Outcome.Panic, Value.Of("in-place without workers"));
            return Signal.Silent;
        }

        ref var task = ref tasks[parts[c].Task];
        if (!MayHaveItBack(c) || Choose(2) == 0)
            (task.HasNoWorker, task.Slot) = (true, -1);
        return Next(c);
    }

    // On an exact clock a thread that is there is quicker than any computation.
    private bool MayHaveItBack(int c)
    {
        var computes = false;
        var code = Code.Computations[c].Body;
        for (var at = Bodies[c].Pc + 1; at < code.Length && code[at].InPlace; at++)
            computes |= code[at] is { Op: Op.Compute, Number: > 0 };
        return !IsExact || !computes || MayFillPool;
    }

    // The thread that takes a worker over is one of the pool; with none left the worker stays, and when that was no event tells.
    private bool MayFillPool
    {
        get
        {
            var threads = -1;
            foreach (var computation in Code.Computations)
                threads += computation.Kind == ComputationKind.Blocking ? 1 : 0;
            foreach (var instruction in Code.Instructions)
                threads += instruction.Op == Op.EnterInPlace ? 1 : 0;
            return threads >= Runtime.PoolSize;
        }
    }
}
