namespace Conformance.Reference.Executor;

/// <summary>
/// A worker whose task blocks in place, on offer in simulation until that is over: a thread of the blocking pool takes it over as soon as
/// there is one and it is its turn.
/// </summary>
/// <remarks>Tokio: the core in its worker's slot, <c>scheduler::multi_thread::worker::block_in_place</c>.</remarks>
internal sealed class Loan(Simulator simulator, Worker worker) : Actor(worker.Number)
{
    internal Worker Worker => worker;

    internal override bool IsOccupied => false;

    internal override bool HasWork => simulator.HasThread;

    internal override bool Step()
    {
        simulator.TakeOver(worker);
        return true;
    }
}
