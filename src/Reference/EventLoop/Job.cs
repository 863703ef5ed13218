namespace Conformance.Reference.EventLoop;

/// <summary>Something the loop runs on an empty stack: a promise job, a callback. An object instead of a delegate, so that queueing allocates nothing more.</summary>
internal abstract class Job
{
    /// <summary>Runs it. An exception that escapes is uncaught: the loop's affair.</summary>
    internal abstract void Run(EventLoop loop);
}

/// <summary>A job that calls a delegate.</summary>
internal sealed class ActionJob(Action action) : Job
{
    internal override void Run(EventLoop loop) => action();
}
