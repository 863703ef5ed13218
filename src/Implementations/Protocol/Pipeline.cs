using Conformance.Spec.Programs;

namespace Conformance.Implementations.Protocol;

/// <summary>The executions that an adapter is going to be asked for, in order; the first of them are on their way already.</summary>
/// <param name="depth">How many may be on their way.</param>
/// <param name="workers">How many threads are to run async code.</param>
internal sealed class Pipeline(int depth, int workers)
{
    private readonly LinkedList<Item> waiting = [];
    private readonly Queue<Item> sent = [];

    // The numbers of those that were sent but are no longer wanted: their answers come first.
    private readonly Queue<long> dropped = [];
    private Item? current;
    private bool announced;
    private long seq;

    /// <summary>Puts an execution at the end.</summary>
    internal void Announce(Code code, ulong seed) => waiting.AddLast(new Item(code, seed));

    /// <summary>
    /// Makes an execution the next one: leaves out what was announced before it. One that was not announced goes first, alone: who asks
    /// for it will most likely ask for others that nobody could foresee.
    /// </summary>
    internal void Turn(Code code, ulong seed)
    {
        announced = sent.Concat(waiting).Any(item => item.Is(code, seed));
        if (announced)
        {
            while (sent.TryPeek(out var early) && !early.Is(code, seed))
                dropped.Enqueue(sent.Dequeue().Seq);
            while (sent.Count == 0 && !waiting.First!.Value.Is(code, seed))
                waiting.RemoveFirst();
        }
        else
        {
            foreach (var item in sent)
                dropped.Enqueue(item.Seq);
            Unsend();
            waiting.AddFirst(new Item(code, seed));
        }

        current = sent.TryPeek(out var next) ? next : waiting.First!.Value;
    }

    /// <summary>Takes the answers that nobody wants any more.</summary>
    /// <exception cref="AdapterFaultException">The adapter broke while it ran one of those, not the execution whose turn it is.</exception>
    internal void Drain(AdapterProcess process, TimeSpan timeout)
    {
        while (dropped.TryDequeue(out var number))
        {
            var line = process.Receive(timeout);
            try
            {
                using var document = Reply.Parse(line);
                TraceReader.MustAnswer(new Reply(document.RootElement), number);
            }
            catch (FormatException wrong)
            {
                throw process.Fault($"gave an answer to \"run\" that is none: {wrong.Message}");
            }
        }
    }

    /// <summary>Asks for the execution whose turn it is.</summary>
    /// <returns>The answer and the number it has to bear.</returns>
    /// <exception cref="AdapterFaultException">The adapter broke while it ran this one.</exception>
    internal (byte[] Line, long Seq) Ask(AdapterProcess process, TimeSpan timeout)
    {
        Fill(process, announced ? depth : 1);
        var item = sent.Dequeue();
        var line = process.Receive(timeout);
        // The adapter goes on while the host judges.
        if (announced)
            Fill(process, depth);
        return (line, item.Seq);
    }

    /// <summary>The process is gone: what it did not answer is sent to the next one.</summary>
    internal void Restart()
    {
        dropped.Clear();
        Unsend();
    }

    /// <summary>The execution whose turn it was is not asked for again.</summary>
    internal void Abandon()
    {
        if (current is not null)
            waiting.Remove(current);
    }

    private void Fill(AdapterProcess process, int most)
    {
        while (sent.Count < most && waiting.First is { Value: var item })
        {
            waiting.RemoveFirst();
            item.Seq = ++seq;
            process.Send(Messages.Run(item.Seq, item.Code.Program, item.Seed, workers));
            sent.Enqueue(item);
        }
    }

    private void Unsend()
    {
        foreach (var item in sent.Reverse())
            waiting.AddFirst(item);
        sent.Clear();
    }

    private sealed class Item(Code code, ulong seed)
    {
        public Code Code => code;

        public ulong Seed => seed;

        /// <summary>The number it was sent with last.</summary>
        public long Seq { get; set; }

        public bool Is(Code otherCode, ulong otherSeed) => ReferenceEquals(code, otherCode) && seed == otherSeed;
    }
}
