using Conformance.Implementations.Tokio;
using Xunit;

namespace Conformance.Tests.Properties.Tokio;

/// <summary>Tests that need Tokio: skipped where its adapter cannot be built, but never in continuous integration.</summary>
public sealed class NeedsTokioTheoryAttribute : TheoryAttribute
{
    /// <summary>Tests that need Tokio.</summary>
    public NeedsTokioTheoryAttribute() => Skip = Environment.GetEnvironmentVariable("CI") == "true" ? null : TokioRuntime.Missing;
}
