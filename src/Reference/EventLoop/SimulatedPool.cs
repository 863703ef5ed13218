using Conformance.Reference.Simulation;

namespace Conformance.Reference.EventLoop;

/// <summary>A pool whose threads are actors on the loop's own thread: a schedule decides which of them takes the next step, and time is virtual.</summary>
internal sealed class SimulatedPool : WorkerPool
{
    private readonly VirtualClock clock;
    private readonly Choices choices;
    private readonly SimulatedWorkers scripts;
    private readonly Queue<PoolJob> queue = new();
    private readonly Queue<IArrival> arrived = new();
    private readonly List<(long Time, IArrival Arrival)> expected = [];
    private PoolThread[] workers;
    private int[] ready;
    private bool holding;

    internal SimulatedPool(VirtualClock clock, Choices choices, int size)
        : base(size)
    {
        this.clock = clock;
        this.choices = choices;
        scripts = new SimulatedWorkers(this, clock);
        workers = new PoolThread[size];
        ready = new int[size];
    }

    internal override int CurrentThread { get; set; }

    internal override void Hold(long until)
    {
        holding = true;
        PassTime(until);
        holding = false;
    }

    private void PassTime(long until)
    {
        while (true)
        {
            var options = FindReady(out var next);
            if (clock.Now >= until)
            {
                if (!StepOneOrGoOn(options))
                    return;
            }
            else if (options > 0)
            {
                StepOne(options);
            }
            else
            {
                clock.AdvanceTo(Math.Min(until, next));
            }
        }
    }

    internal override void Interleave()
    {
        while (StepOneOrGoOn(FindReady(out _))) { }
    }

    internal override void Stop() { }

    internal override void Reset()
    {
        base.Reset();
        queue.Clear();
        expected.Clear();
        scripts.Clear();
        arrived.Clear();
        Array.Clear(workers);
        CurrentThread = 0;
    }

    private protected override void Start(PoolJob job) => queue.Enqueue(job);

    internal override void Wake(Worker worker) => scripts.Wake(worker);

    internal override void Terminate(Worker worker) => scripts.Terminate(worker);

    /// <summary>A worker waits for a message.</summary>
    internal void Idle(Worker worker)
    {
        worker.IsIdle = true;
        Count(-1);
    }

    /// <summary>A worker that waited has something to do.</summary>
    internal void Active(Worker worker)
    {
        worker.IsIdle = false;
        Count(1);
    }

    /// <summary>A worker has ended.</summary>
    internal void Exit(Worker worker) => ArriveAt(clock.Now, new WorkerExit(worker));

    internal bool TerminateWaits() => Loop.Faults.Is(EventLoopFault.TerminateWaits);

    private protected override void Start(Worker worker) => scripts.Add(worker);

    private protected override void Arrive(IArrival arrival) => arrived.Enqueue(arrival);

    private protected override void ArriveAt(long time, IArrival arrival) => expected.Add((time, arrival));

    private protected override void WaitUntil(long time)
    {
        while (true)
        {
            var options = FindReady(out var next);
            if (arrived.Count > 0 || clock.Now >= time)
            {
                if (!StepOneOrGoOn(options))
                    return;
            }
            else if (options > 0)
            {
                StepOne(options);
            }
            else if (Math.Min(time, next) is var later and < long.MaxValue)
            {
                clock.AdvanceTo(later);
            }
            else
            {
                return;
            }
        }
    }

    private protected override void TakeArrived(Queue<IArrival> target)
    {
        while (arrived.TryDequeue(out var arrival))
            target.Enqueue(arrival);
    }

    /// <summary>Collects the threads that can take a step now, an idle one when a job waits, and what can arrive now.</summary>
    /// <param name="next">When the first of the others can, or the end of time.</param>
    private int FindReady(out long next)
    {
        next = long.MaxValue;
        if (!IsBusy)
            return 0;
        var count = 0;
        var jobs = Math.Min(queue.Count, 1);
        if (jobs > 0 && Loop.Faults.Has(EventLoopFault.UnboundedPool))
            EnsureIdle();
        for (var i = 0; i < workers.Length; i++)
        {
            ref var worker = ref workers[i];
            if (worker.Job is null)
            {
                // All idle threads are alike: one of them stands for all.
                if (jobs-- > 0)
                    ready[count++] = i;
            }
            else if (worker.BusyUntil <= clock.Now)
            {
                ready[count++] = i;
            }
            else
            {
                next = Math.Min(next, worker.BusyUntil);
            }
        }

        return CollectOthers(count, ref next);
    }

    private int CollectOthers(int count, ref long next)
    {
        var most = count + expected.Count + scripts.Count;
        if (ready.Length < most)
            Array.Resize(ref ready, most * 2);
        for (var i = 0; i < expected.Count; i++)
        {
            if (expected[i].Time <= clock.Now)
                ready[count++] = workers.Length + i;
            else
                next = Math.Min(next, expected[i].Time);
        }

        for (var i = 0; i < scripts.Count && !(holding && Loop.Faults.Is(EventLoopFault.WorkersOnTheLoop)); i++)
        {
            if (scripts.IsReady(i, ref next))
                ready[count++] = workers.Length + expected.Count + i;
        }

        return count;
    }

    private void StepOne(int options) => Step(ready[options == 1 ? 0 : choices.Choose(ChoicePoint.Actor, options)]);

    private bool StepOneOrGoOn(int options)
    {
        if (options == 0)
            return false;
        var choice = choices.Choose(ChoicePoint.Actor, options + 1);
        if (choice == 0)
            return false;
        Step(ready[choice - 1]);
        return true;
    }

    private void Step(int index)
    {
        Loop.CountStep();
        if (index >= workers.Length)
        {
            StepOther(index - workers.Length);
            return;
        }

        ref var worker = ref workers[index];
        var job = worker.Job ??= Dequeue();
        if (!worker.Finishing)
            Advance(index, ref worker);
        if (!worker.Finishing || worker.BusyUntil > clock.Now)
            return;
        worker = default;
        if (Loop.Faults.Is(EventLoopFault.PoolAnswersOnItsThread))
            AnswerOn(index + 1, job);
        else
            arrived.Enqueue(job);
    }

    private void StepOther(int index)
    {
        if (index < expected.Count)
        {
            arrived.Enqueue(expected[index].Arrival);
            expected.RemoveAt(index);
            return;
        }

        var before = CurrentThread;
        CurrentThread = scripts.ThreadOf(index - expected.Count);
        scripts.Step(index - expected.Count);
        CurrentThread = before;
    }

    private void AnswerOn(int thread, PoolJob job)
    {
        var before = CurrentThread;
        CurrentThread = thread;
        DeliverAtOnce(job);
        CurrentThread = before;
    }

    private void Advance(int index, ref PoolThread worker)
    {
        var before = CurrentThread;
        CurrentThread = index + 1;
        try
        {
            var step = worker.Job!.Step();
            worker.Finishing = step.Done;
            worker.BusyUntil = clock.Now + step.Hold;
        }
        catch (Exception error)
        {
            worker.Job!.Error = error;
            worker.Finishing = true;
        }
        finally
        {
            CurrentThread = before;
        }
    }

    private PoolJob Dequeue()
    {
        if (queue.Count > 1 && Loop.Faults.Is(EventLoopFault.NewestJobFirst))
        {
            for (var older = queue.Count - 1; older > 0; older--)
                queue.Enqueue(queue.Dequeue());
        }

        return queue.Dequeue();
    }

    private void EnsureIdle()
    {
        foreach (ref var worker in workers.AsSpan())
        {
            if (worker.Job is null)
                return;
        }

        Loop.Faults.Is(EventLoopFault.UnboundedPool);
        Array.Resize(ref workers, workers.Length + 1);
        if (ready.Length < workers.Length)
            Array.Resize(ref ready, workers.Length * 2);
    }

    private struct PoolThread
    {
        internal PoolJob? Job;
        internal long BusyUntil;
        internal bool Finishing;
    }
}
