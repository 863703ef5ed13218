using System.Runtime.InteropServices;
using Conformance.Spec.Programs;
using Conformance.Spec.Traces;

namespace Conformance.Spec.Model.Eager;

/// <content>
/// Workers: a thread each, and two queues of messages each (Node.js, worker_threads). What is left of a worker's messages when the
/// loop takes notice of its end, which it may before it takes them, is delivered in one callback with it (lib/internal/worker.js, kOnExit drains the ports). A message
/// is numbered by the program point that posts it: each runs at most once.
/// </content>
internal sealed partial class EagerMachine
{
    private Thread[] threads = [];
    private Message[] messages = [];

    // The worker of whose messages the rest is being delivered together with its exit, or -1.
    private int parting;

    // The worker that the loop has heard of last in this poll phase, or -1.
    private int port;

    // Whether the exits of this poll phase have been told: all at once.
    private bool told;

    private void BeginWorkers()
    {
        (parting, port, told) = (-1, -1, false);
        if (!Code.Has(ComputationKind.Worker))
            return;
        Fit(ref threads, Code.Computations.Length);
        Fit(ref messages, Code.Instructions.Length);
        threads.AsSpan(0, Code.Computations.Length).Fill(Thread.None);
        messages.AsSpan(0, Code.Instructions.Length).Clear();
    }

    private void CopyWorkers(EagerMachine from)
    {
        (parting, port, told) = (from.parting, from.port, from.told);
        if (!Code.Has(ComputationKind.Worker))
            return;
        Copy(ref threads, from.threads, Code.Computations.Length);
        Copy(ref messages, from.messages, Code.Instructions.Length);
    }

    private void WriteWorkers(KeyWriter key)
    {
        if (!Code.Has(ComputationKind.Worker))
            return;
        key.Add(parting, port, told ? 1 : 0);
        foreach (ref readonly var thread in threads.AsSpan(0, Code.Computations.Length))
        {
            if (thread.State == ThreadState.None)
                continue;
            key.Add((int)thread.State, thread.Current, IsExact ? thread.EndedAt : 0);
            WriteLine(key, thread.Inside);
            WriteLine(key, thread.Outside);
            WriteMessages(key, thread.Inbox);
            WriteMessages(key, thread.Outbox);
        }
    }

    private void WriteMessages(KeyWriter key, Line line)
    {
        for (var message = line.First; message >= 0; message = messages[message].Next)
        {
            key.Add(message, IsExact ? messages[message].At : 0);
            key.Add(messages[message].Value);
        }

        key.Add(-1);
    }

    private void MakeWorker(Computation made)
    {
        threads[made.Id].State = ThreadState.Running;
        threads[made.Id].Current = made.Id;
        foreach (var copy in made.Copies)
            Slots[copy.To] = Slots[copy.From];
    }

    private void MakeHandler(Computation made)
    {
        ref var thread = ref threads[made.Subject];
        Append(ref made.Worker >= 0 ? ref thread.Inside : ref thread.Outside, made.Id);
    }

    private bool StepWorker(int worker)
    {
        while (IsRunning(in threads[worker]))
        {
            if (threads[worker].Current < 0 && !TakeMessage(worker))
                return false;
            switch (Execute(threads[worker].Current))
            {
                case Signal.Emitted:
                    return true;
                case Signal.Paused when StopsAtPauses:
                    return Pause();
                case Signal.Waiting or Signal.Left:
                    return false;
            }
        }

        return false;
    }

    private bool TakeMessage(int worker)
    {
        ref var thread = ref threads[worker];
        if (thread.Inbox.First < 0)
            return false;
        thread.Current = Remove(ref thread.Inside);
        Tell(thread.Current, Unpost(ref thread.Inbox));
        return true;
    }

    /// <summary>A body on a worker's thread has ended: it goes on with the next message, waits for one, or ends.</summary>
    protected override void OnCompleted(int c)
    {
        if (Code.Computations[c].Worker is not (>= 0 and var worker))
            return;
        ref var thread = ref threads[worker];
        thread.Current = -1;
        if (Bodies[c].Outcome == Outcome.Error)
            (thread.Outcome, thread.Value) = (Outcome.Error, Bodies[c].Value);
        if (thread.Outcome == Outcome.Error || thread.Inside.First < 0)
            EndWorker(worker);
    }

    /// <summary>On threads of the machine one that is terminated may go on until the loop has heard of its end.</summary>
    private bool IsRunning(in Thread thread) =>
        thread.State == ThreadState.Running || (thread.State == ThreadState.Ended && thread.IsTerminated && !IsExact);

    private void EndWorker(int worker)
    {
        ref var thread = ref threads[worker];
        if (thread.State != ThreadState.Running)
            return;
        (thread.State, thread.EndedAt) = (ThreadState.Ended, Now);
        if (IsExact)
            thread.Current = -1;
        Undelivered++;
    }

    private Signal Post(int c, Instruction at)
    {
        ref var body = ref Bodies[c];
        if (body.Stage == 0)
        {
            body.Stage = 1;
            var value = ReadFirst(at);
            body.Value = value;
            if (!IsExact)
                Send(c, at);
            return Emit(EventKind.Posting, c, at.Target, at.Site, value: value, loose: IsOpen(at));
        }

        // A worker that is gone has no port that would look at the message.
        if (at.Adopted >= 0 && threads[at.Target].State != ThreadState.Gone)
        {
            Catch(c, at, "not cloneable");
            return Signal.Silent;
        }

        // On a schedule a post is one step: nobody receives inside it.
        if (IsExact)
            Send(c, at);
        Next(c);
        return Emit(EventKind.Posted, c, at.Target, at.Site);
    }

    private void Send(int c, Instruction at)
    {
        // To a worker that is gone even what cannot be cloned is posted, and lost.
        if (at.Adopted >= 0)
            return;
        ref var thread = ref threads[at.Target];
        var fromWorker = Code.Computations[c].Worker >= 0;
        messages[at.Site] = new Message(Bodies[c].Value, Now, -1);
        if (fromWorker)
            Undelivered++;
        else if (thread.State != ThreadState.Running)
            return;
        ref var line = ref fromWorker ? ref thread.Outbox : ref thread.Inbox;
        if (line.First < 0)
            line.First = at.Site;
        else
            messages[line.Last].Next = at.Site;
        line.Last = at.Site;
    }

    protected override void Posted(in Event item) => (Bodies[item.Computation].Value, messages[item.Site].Value) = (item.Value, item.Value);

    private Value Unpost(ref Line line)
    {
        var message = line.First;
        line.First = messages[message].Next;
        return messages[message].Value;
    }

    private void Tell(int handler, Value message)
    {
        Bodies[handler].Value = message;
        if (Code.Computations[handler].Parameter is >= 0 and var parameter)
            Slots[parameter] = message;
    }

    private Signal Terminate(int c, Instruction at)
    {
        ref var body = ref Bodies[c];
        if (body.Stage == 0)
        {
            body.Stage = 1;
            return Emit(EventKind.Terminating, c, at.Target, at.Site);
        }

        threads[at.Target].IsTerminated |= threads[at.Target].State == ThreadState.Running;
        EndWorker(at.Target);
        Next(c);
        return Emit(EventKind.Terminated, c, at.Target, at.Site);
    }

    /// <summary>When the next message or the exit of a worker is there for the loop, or the end of time.</summary>
    private long ArrivalOf(int worker)
    {
        if (Code.Computations[worker].Kind != ComputationKind.Worker)
            return long.MaxValue;
        ref var thread = ref threads[worker];
        return thread.Outbox.First >= 0 ? messages[thread.Outbox.First].At
            : thread.State == ThreadState.Ended && !told ? thread.EndedAt
            : long.MaxValue;
    }

    /// <summary>
    /// The loop takes a message of a worker, or its exit with all that is left: which of the two Node.js takes notice of first depends on
    /// where the loop was when they came.
    /// </summary>
    private void DeliverFrom(int worker)
    {
        ref var thread = ref threads[worker];
        if (!IsExact && thread.State == ThreadState.Ended && thread.Outbox.First >= 0 && Choose(2) == 0)
            parting = worker;
        DeliverNext(worker);
    }

    /// <summary>Whether the loop takes notice of exits next, whatever came before them.</summary>
    private bool HearsExits(out int first)
    {
        first = -1;
        if (told || !Code.Has(ComputationKind.Worker) || FirstParted() > phaseTime || Choose(2) == 0)
            return false;
        first = parting = NextParting(must: true);
        return true;
    }

    private void DeliverNext(int worker)
    {
        ref var thread = ref threads[worker];
        Undelivered--;
        if (thread.Outbox.First < 0 || IsCutOff(ref thread))
        {
            thread.State = ThreadState.Gone;
            parting = NextParting();
            told = IsExact && parting < 0;
            promises.Attempt(worker, thread.Outcome == Outcome.Error ? PromiseState.Rejected : PromiseState.Fulfilled, thread.Value);
            return;
        }

        var value = Unpost(ref thread.Outbox);
        if (thread.Outside.First < 0)
            return;
        var handler = Remove(ref thread.Outside);
        Tell(handler, value);
        Push(handler);
    }

    /// <summary>
    /// Exits that are there come in one callback (Node.js src/env.cc, RunAndClearNativeImmediates): the queues are not drained in
    /// between. What ended in the very moment may be there or not.
    /// </summary>
    private int NextParting(bool must = false)
    {
        var end = IsExact ? FirstParted() : Now;
        if (IsExact && end > phaseTime)
            return -1;
        must |= IsExact && end < phaseTime;
        var options = 0;
        for (var worker = 0; worker < Code.Computations.Length; worker++)
            options += HasParted(worker, end) ? 1 : 0;
        var choice = Choose(must ? options : options + 1);
        for (var worker = 0; choice < options; worker++)
        {
            if (HasParted(worker, end) && choice-- == 0)
                return worker;
        }

        return -1;
    }

    private bool HasParted(int worker, long end) => threads[worker].State == ThreadState.Ended && threads[worker].EndedAt <= end;

    /// <summary>When the first of the workers ended whose exits are to be told, or the end of time.</summary>
    private long FirstParted()
    {
        var first = long.MaxValue;
        foreach (ref readonly var thread in threads.AsSpan(0, Code.Computations.Length))
        {
            if (thread.State == ThreadState.Ended)
                first = Math.Min(first, thread.EndedAt);
        }

        return first;
    }

    /// <summary>Whether each worker either waits or computes at least until then.</summary>
    private bool WorkersMayWait(long time)
    {
        if (!Code.Has(ComputationKind.Worker))
            return true;
        for (var worker = 0; worker < Code.Computations.Length; worker++)
        {
            if (threads[worker].State != ThreadState.Running)
                continue;
            var current = threads[worker].Current;
            if (current < 0 ? threads[worker].Inbox.First >= 0 : !IsComputing(current) || Bodies[current].Until < time)
                return false;
        }

        return true;
    }

    private long NextWorkerTime()
    {
        var next = long.MaxValue;
        if (!Code.Has(ComputationKind.Worker))
            return next;
        for (var worker = 0; worker < Code.Computations.Length; worker++)
        {
            if (threads[worker] is { State: ThreadState.Running, Current: >= 0 and var current })
                next = Math.Min(next, Ahead(Bodies[current].Until));
        }

        return next;
    }

    private bool AnyWorkerRuns()
    {
        if (!Code.Has(ComputationKind.Worker))
            return false;
        foreach (ref readonly var thread in threads.AsSpan(0, Code.Computations.Length))
        {
            if (thread.State == ThreadState.Running && (thread.Current >= 0 || thread.Inbox.First >= 0))
                return true;
        }

        return false;
    }

    private enum ThreadState : byte
    {
        None,
        Running,
        Ended,
        Gone,
    }

    [StructLayout(LayoutKind.Auto)]
    private record struct Message(Value Value, long At, int Next);

    /// <summary>A worker: the body that runs, the handlers that wait in it and outside, the messages to it and from it.</summary>
    private struct Thread
    {
        public static readonly Thread None = new()
        {
            Current = -1,
            Inside = Line.Empty,
            Outside = Line.Empty,
            Inbox = Line.Empty,
            Outbox = Line.Empty,
        };

        public ThreadState State;
        public int Current;
        public Line Inside;
        public Line Outside;
        public Line Inbox;
        public Line Outbox;
        public long EndedAt;
        public bool IsTerminated;
        public Outcome Outcome;
        public Value Value;
    }
}
