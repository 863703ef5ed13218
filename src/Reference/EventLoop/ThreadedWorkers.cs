using Conformance.Reference.Simulation;

namespace Conformance.Reference.EventLoop;

/// <summary>Workers on threads of the machine. They end with the run.</summary>
/// <param name="pool">Whom they belong to.</param>
/// <param name="gate">The pool's lock: pulsed when anything changes.</param>
/// <param name="clock">The system's clock.</param>
internal sealed class ThreadedWorkers(ThreadedPool pool, object gate, SystemClock clock)
{
    private readonly List<Thread> threads = [];
    private bool stopping;

    internal void Start(Worker worker)
    {
        var thread = new Thread(() => Run(worker)) { IsBackground = true, Name = $"worker {worker.Thread}" };
        threads.Add(thread);
        thread.Start();
    }

    internal void Wake(Worker worker)
    {
        lock (gate)
        {
            if (worker.IsIdle)
                pool.Active(worker);
            Monitor.PulseAll(gate);
        }
    }

    internal void Terminate(Worker worker)
    {
        lock (gate)
        {
            worker.IsStopped = true;
            if (worker.IsIdle)
                pool.Active(worker);
            Monitor.PulseAll(gate);
        }
    }

    internal void Stop()
    {
        lock (gate)
        {
            stopping = true;
            Monitor.PulseAll(gate);
        }

        foreach (var thread in threads)
            thread.Join();
        threads.Clear();
        stopping = false;
    }

    private void Run(Worker worker)
    {
        pool.CurrentThread = worker.Thread;
        try
        {
            do RunSteps(worker);
            while (TakesMessage(worker));
        }
        catch (Exception error)
        {
            worker.Error = error;
        }

        if (!Volatile.Read(ref stopping))
            pool.Exit(worker);
    }

    private void RunSteps(Worker worker)
    {
        var done = false;
        while (!done && !HasToStop(worker))
        {
            var step = worker.Step();
            if (step.Hold > 0)
                Hold(worker, clock.Now + step.Hold);
            done = step.Done;
        }
    }

    private void Hold(Worker worker, long end)
    {
        lock (gate)
        {
            for (var left = end - clock.Now; left > 0 && !HasToStop(worker); left = end - clock.Now)
                Monitor.Wait(gate, (int)Math.Min(left, int.MaxValue));
        }
    }

    private bool TakesMessage(Worker worker)
    {
        lock (gate)
        {
            while (!HasToStop(worker) && worker.Listens)
            {
                if (worker.TakeMessage())
                    return true;
                pool.Idle(worker);
                while (worker.IsIdle && !stopping)
                    Monitor.Wait(gate);
            }

            return false;
        }
    }

    private bool HasToStop(Worker worker) => worker.IsStopped || Volatile.Read(ref stopping);
}
