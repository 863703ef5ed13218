using Conformance.Spec.Programs;
using Conformance.Spec.Rules;
using Conformance.Spec.Runtimes;
using Conformance.Spec.Schedules;
using Conformance.Spec.Traces;

namespace Conformance.Implementations;

/// <summary>A runtime with another list of what it does otherwise by design.</summary>
/// <param name="inner">The runtime; disposed with this.</param>
/// <param name="expectations">The list that takes the place of its own.</param>
public sealed class WithExpectations(IRuntime inner, Expectations expectations) : IRuntime, IDisposable
{
    /// <inheritdoc/>
    public RuntimeDescription Description => inner.Description;

    /// <inheritdoc/>
    public Expectations Expectations => expectations;

    /// <inheritdoc/>
    public Strictness Strictness => inner.Strictness;

    /// <inheritdoc/>
    public int Lookahead => inner.Lookahead;

    /// <inheritdoc/>
    public string? Lacks(Code code) => inner.Lacks(code);

    /// <inheritdoc/>
    public void Announce(Code code, ulong seed) => inner.Announce(code, seed);

    /// <inheritdoc/>
    public void Run(Code code, Scheduler scheduler, Trace trace, RunOptions options) => inner.Run(code, scheduler, trace, options);

    /// <inheritdoc/>
    public void Dispose() => (inner as IDisposable)?.Dispose();
}
