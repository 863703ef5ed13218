using Conformance.Implementations.Asyncio;
using Xunit;

namespace Conformance.Tests.Properties.Asyncio;

/// <summary>A test that needs asyncio: skipped where Python is missing or too old, but never in continuous integration.</summary>
public sealed class NeedsAsyncioFactAttribute : FactAttribute
{
    /// <summary>A test that needs asyncio.</summary>
    public NeedsAsyncioFactAttribute() => Skip = Environment.GetEnvironmentVariable("CI") == "true" ? null : AsyncioRuntime.Missing;
}
