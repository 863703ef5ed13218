using Conformance.Spec.Programs;
using Conformance.Spec.Rules.Analyses;
using Conformance.Spec.Runtimes;
using Conformance.Spec.Traces;

namespace Conformance.Spec.Rules;

/// <summary>POOL-02: an answer of the network comes while every thread of the pool is busy.</summary>
internal sealed class NetworkNeedsNoPool : Rule
{
    private int running;
    private int lastFull;

    public override RuleInfo Info { get; } =
        new()
        {
            Id = "POOL-02",
            Title = "What uses the pool",
            Family = Family.Eager,
            Chapter = LoopPool.Chapter,
            Text =
                "Work off the loop (files, getaddrinfo, async crypto and zlib) MUST use the pool, which is one for the process, shared by its workers; sockets, "
                + "pipes, child processes, timers and workers MUST NOT.",
            Trigger = "A network round trip ends for whom it made wait, and every thread of the pool had been busy meanwhile.",
            Sources =
            [
                Articles.NodeToRust("libuv-based thread pool (default: 4 threads)"),
                "libuv, design overview: network I/O is always performed in a single thread, each loop's thread",
                "https://nodejs.org/en/learn/asynchronous-work/dont-block-the-event-loop",
            ],
            Litmus = ["pool-02-the-network-needs-no-thread"],
            Mutants = ["echo-uses-the-pool"],
        };

    public override ReadOnlySpan<EventKind> Wants => [EventKind.Started, EventKind.Completed, EventKind.Resumed];

    public override bool Concerns(Code code) => code.Has(ComputationKind.Echo) && code.Has(ComputationKind.Blocking);

    protected override void OnBegin() => (running, lastFull) = (0, -1);

    protected override void OnEvent(in Event item, int at)
    {
        var computation = Index.Code.Computations[item.Computation];
        if (computation.Kind == ComputationKind.Blocking)
        {
            if (IsFull)
                lastFull = at;
            running += item.Kind == EventKind.Started ? 1 : -1;
            if (IsFull)
                lastFull = at;
        }
        else if (item.Kind == EventKind.Resumed && Index.Statement(in item) is { Op: Op.Await } wait)
        {
            Answers(in item, wait.Target, Index.Get<Waits>().BeginOf(at), at);
        }
        else if (item.Kind == EventKind.Started && computation.Kind is ComputationKind.Then or ComputationKind.Finally)
        {
            Answers(in item, computation.Subject, Index.First(EventKind.Creating, computation.Id), at);
        }
    }

    private bool IsFull => running >= Index.Trace.Runtime.PoolSize;

    private void Answers(in Event item, int echo, int since, int at)
    {
        var made = Index.First(EventKind.Creating, echo);
        if (Index.Kind(echo) != ComputationKind.Echo || since < 0 || (!IsFull && lastFull < made))
            return;
        Trigger();
        if (Index.Trace.Runtime.Clock == ClockKind.Real)
            return;
        var idle = Index.Get<IdleTime>();
        var due = idle.At(made) + Index.Code.Computations[echo].Duration;
        var late = idle.At(at) - Math.Max(due, idle.At(since));
        if (late > 0)
            Fail(
                at,
                $"{Quote(item.Computation)} heard of the answer {Quote(echo)} late by {late}, while every thread of the pool was busy and the loop only waited; expected a network round trip to take no thread of the pool."
            );
    }
}
