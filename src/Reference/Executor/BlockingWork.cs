using Conformance.Reference.Simulation;

namespace Conformance.Reference.Executor;

/// <summary>A job for the blocking pool that has a result. What <see cref="Work.Step"/> throws is its error.</summary>
public abstract class BlockingWork<T> : Work
{
    /// <summary>The result; asked for once, after the last step.</summary>
    public abstract T Result { get; }

    /// <summary>The result of a future that the thread has driven; asked for once.</summary>
    protected static Result<TDriven> ResultOf<TDriven>(Future<TDriven> driven) => driven.Take();

    /// <summary>The end of a step: the thread drives a future until it is over, before the next step.</summary>
    protected static WorkStep Drive(Future future) => new(Done: false, Hold: 0) { Driven = future };
}

/// <summary>A plain function as a job of one step.</summary>
internal sealed class FunctionWork<T>(Func<T> function) : BlockingWork<T>
{
    private T result = default!;

    public override T Result => result;

    public override WorkStep Step()
    {
        result = function();
        return new WorkStep(Done: true, Hold: 0);
    }
}
