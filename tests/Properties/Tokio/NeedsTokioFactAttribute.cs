using Conformance.Implementations.Tokio;
using Xunit;

namespace Conformance.Tests.Properties.Tokio;

/// <summary>A test that needs Tokio: skipped where its adapter cannot be built, but never in continuous integration.</summary>
public sealed class NeedsTokioFactAttribute : FactAttribute
{
    /// <summary>A test that needs Tokio.</summary>
    public NeedsTokioFactAttribute() => Skip = Environment.GetEnvironmentVariable("CI") == "true" ? null : TokioRuntime.Missing;
}
