namespace Conformance.Reference.EventLoop;

/// <summary>The run was ended by <see cref="EventLoop.Exit"/>. It belongs to the loop: whoever catches it on its way is overruled at the loop's next step.</summary>
public sealed class ExitException() : Exception("The run was ended by EventLoop.Exit.");
