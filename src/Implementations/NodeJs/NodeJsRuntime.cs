using Conformance.Implementations.Protocol;

namespace Conformance.Implementations.NodeJs;

/// <summary>The real Node.js, <c>nodejs</c>: <c>node</c> of PATH runs <c>adapter.mjs</c>, which turns programs into JavaScript.</summary>
public static class NodeJsRuntime
{
    private const string Node = "node";

    /// <summary>Why it cannot be had here; null when it can.</summary>
    public static string? Missing => SearchPath.Has(Node) ? null : $"\"{Node}\" is not on PATH: install Node.js 20 or later.";

    /// <summary>How the adapter is started.</summary>
    public static AdapterCommand Command { get; } = new(Node, [Path.Combine(AppContext.BaseDirectory, "NodeJs", "adapter.mjs")]);

    /// <summary>Starts it.</summary>
    /// <exception cref="AdapterFaultException">It does not start.</exception>
    public static ProcessRuntime Create() => new(Command);
}
