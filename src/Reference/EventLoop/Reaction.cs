namespace Conformance.Reference.EventLoop;

/// <summary>A job that waits at one promise at a time until that settles (ECMA-262, PromiseReaction Records).</summary>
internal abstract class Reaction : Job
{
    /// <summary>The next in the circular list of the promise it waits at.</summary>
    internal Reaction? Next;
}
