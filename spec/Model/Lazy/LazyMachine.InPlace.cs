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
        task.KeepsWorker = MayHaveItBack(c) && Choose(2) == 1;
        if (!task.KeepsWorker)
        {
            MayTurnAfter(parts[c].Task);
            (task.HasNoWorker, task.Slot) = (true, -1);
        }

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

    /// <summary>Time is to pass: who computes in place has its worker as long as all threads of the pool are taken, no longer.</summary>
    /// <returns>Whether a worker was taken over.</returns>
    private bool TakeOver()
    {
        if (!IsExact || !Code.Has(Op.EnterInPlace) || TakenThreads() >= Runtime.PoolSize)
            return false;
        var any = false;
        for (var k = 1; k < Strands; k++)
        {
            if (tasks[k] is not { Mode: Mode.Polling, KeepsWorker: true, Current: var c } || !IsComputing(c))
                continue;
            if (!Code.Computations[c].Body[Bodies[c].Pc].InPlace || Bodies[c].Until <= Now)
                continue;
            (tasks[k].KeepsWorker, tasks[k].HasNoWorker, tasks[k].Slot) = (false, true, -1);
            any = true;
        }

        return any;
    }

    /// <summary>How many threads of the pool are taken, at most.</summary>
    private int TakenThreads()
    {
        var threads = WithoutWorker();
        for (var job = 0; job < Strands; job++)
            threads += Jobs[job].State is JobState.None or JobState.Delivered ? 0 : 1;
        return threads;
    }
}
