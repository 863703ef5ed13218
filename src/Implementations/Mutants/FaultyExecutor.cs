using Conformance.Implementations.Executor;
using Conformance.Reference.Executor;

namespace Conformance.Implementations.Mutants;

/// <summary>The reference executor, simulated, with one fault switched on.</summary>
internal sealed class FaultyExecutor : ExecutorRuntime, IMutantRuntime
{
    private const int Workers = 2;

    private FaultyExecutor(string name, int workers, ExecutorFault fault, bool paused = false)
        : base(name, workers, simulated: true, new ExecutorFaults(fault), paused) { }

    public long FaultsReached => Faults.Reached;

    public static FaultyExecutor CurrentThread(string name, ExecutorFault fault) => new(name, 0, fault);

    public static FaultyExecutor MultiThread(string name, ExecutorFault fault) => new(name, Workers, fault);

    public static FaultyExecutor Paused(string name, ExecutorFault fault) => new(name, 0, fault, paused: true);
}
