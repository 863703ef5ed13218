using Conformance.Implementations.Protocol;

namespace Conformance.Implementations.Tokio;

/// <summary>The real Tokio: <c>tokio</c>, one thread and its test clock; <c>tokio-multi</c>, workers and the machine's clock. Cargo builds the adapter on first use.</summary>
public static class TokioRuntime
{
    private static readonly Lazy<CargoBuild> Adapter = new(() => CargoBuild.Of(Path.Combine(AppContext.BaseDirectory, "Tokio")));

    /// <summary>Why it cannot be had here; null when it can. The first call builds the adapter, which may take a minute.</summary>
    public static string? Missing => Adapter.Value.Problem;

    /// <summary>Starts it with the current_thread scheduler.</summary>
    /// <exception cref="AdapterFaultException">It cannot be built or does not start; the message says what to install.</exception>
    public static ProcessRuntime CurrentThread() => Start();

    /// <summary>Starts it with the multi_thread scheduler.</summary>
    /// <exception cref="AdapterFaultException">It cannot be built or does not start; the message says what to install.</exception>
    public static ProcessRuntime MultiThread() => Start("multi_thread");

    private static ProcessRuntime Start(params string[] arguments) =>
        Missing is { } problem ? throw new AdapterFaultException(problem) : new(new AdapterCommand(Adapter.Value.File, arguments));
}
