namespace Conformance.Reference.EventLoop;

/// <summary>Continues a method of another kind, such as <c>async Task</c>, that awaits a promise.</summary>
internal sealed class ContinuationReaction(Action continuation) : Reaction
{
    internal override void Run(EventLoop loop) => continuation();
}
