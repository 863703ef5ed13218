using System.Diagnostics;
using Conformance.Implementations.Protocol;

namespace Conformance.Implementations.Asyncio;

/// <summary>The real asyncio, <c>asyncio</c>: <c>python3</c> of PATH runs <c>adapter.py</c>, which turns programs into coroutines on a virtual clock.</summary>
public static class AsyncioRuntime
{
    private const string Python = "python3";
    private const string Needed = "install Python 3.11 or later, the first with asyncio.Runner and asyncio.TaskGroup.";
    private static readonly Lazy<string?> Problem = new(Look);

    /// <summary>Why it cannot be had here; null when it can.</summary>
    public static string? Missing => Problem.Value;

    /// <summary>How the adapter is started.</summary>
    public static AdapterCommand Command { get; } = new(Python, ["-B", Path.Combine(AppContext.BaseDirectory, "Asyncio", "adapter.py")]);

    /// <summary>Starts it.</summary>
    /// <exception cref="AdapterFaultException">It does not start.</exception>
    public static ProcessRuntime Create() => new(Command, expectations: ExpectationsFile.Beside("Asyncio"));

    private static string? Look()
    {
        if (!SearchPath.Has(Python))
            return $"\"{Python}\" is not on PATH: {Needed}";
        using var process = Process.Start(Python, ["-c", "import sys; sys.exit(sys.version_info < (3, 11))"]);
        process.WaitForExit();
        return process.ExitCode == 0 ? null : $"\"{Python}\" of PATH is too old: {Needed}";
    }
}
