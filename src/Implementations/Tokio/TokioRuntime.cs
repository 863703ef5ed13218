using Conformance.Implementations.Protocol;

namespace Conformance.Implementations.Tokio;

/// <summary>The real Tokio, <c>tokio</c>: one thread, its test clock. Cargo builds the adapter on first use.</summary>
public static class TokioRuntime
{
    private static readonly Lazy<CargoBuild> Adapter = new(() => CargoBuild.Of(Path.Combine(AppContext.BaseDirectory, "Tokio")));

    /// <summary>Why it cannot be had here; null when it can. The first call builds the adapter, which may take a minute.</summary>
    public static string? Missing => Adapter.Value.Problem;

    /// <summary>Starts it.</summary>
    /// <exception cref="AdapterFaultException">It cannot be built or does not start; the message says what to install.</exception>
    public static ProcessRuntime Create() =>
        Missing is { } problem ? throw new AdapterFaultException(problem) : new(new AdapterCommand(Adapter.Value.File, []));
}
