using Conformance.Implementations.Interpreting;
using Conformance.Reference.EventLoop;
using Conformance.Spec.Programs;
using Loop = Conformance.Reference.EventLoop.EventLoop;

namespace Conformance.Implementations.EventLoop;

/// <summary>The timer of a <c>timeout</c>: rejects the promise that the awaited computation races against.</summary>
internal sealed class ElapseJob(Promise<Value> promise) : Job
{
    internal override void Run(Loop loop) => promise.RejectWith(new ProgramError("elapsed"));
}
