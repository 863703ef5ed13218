using Conformance.Spec.Programs;

namespace Conformance.Spec.Runtimes;

/// <summary>What a runtime says of itself; rules use it to see whether they apply.</summary>
public sealed record RuntimeDescription
{
    /// <summary>Its name on the command line, such as <c>event-loop</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The family whose programs it runs.</summary>
    public required Dialect Family { get; init; }

    /// <summary>Its clock.</summary>
    public required ClockKind Clock { get; init; }

    /// <summary>How many threads run async code: 1 for a loop or a current-thread executor.</summary>
    public int Workers { get; init; } = 1;

    /// <summary>How many jobs off the executor run at once.</summary>
    public int PoolSize { get; init; } = 4;

    /// <summary>In which order its join polls its children; unspecified by default.</summary>
    public JoinOrder Join { get; init; }

    /// <summary>Whether a schedule decides its free choices, so that executions replay.</summary>
    public bool Controlled { get; init; } = true;

    /// <summary>The language it is used from.</summary>
    public string Language { get; init; } = "C#";

    /// <summary>Its version.</summary>
    public string Version { get; init; } = "";

    /// <summary>What the runtime itself reported about its identity.</summary>
    public string Identity { get; init; } = "";
}
