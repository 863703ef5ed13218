namespace Conformance.Implementations.Protocol;

/// <summary>How long an adapter may take and how much it may say.</summary>
public sealed record ProtocolLimits
{
    /// <summary>Until the answer to <c>hello</c>; an interpreter may have to start, a compiler's cache to warm up. Default 30 s.</summary>
    public TimeSpan Hello { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Until the answer to one <c>run</c>. Default 20 s.</summary>
    public TimeSpan Run { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Until the process has ended after <c>bye</c>; then its process tree is killed. Default 1 s.</summary>
    public TimeSpan Bye { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest line, in bytes. Default 16 MiB.</summary>
    public int LineLength { get; init; } = 16 << 20;

    /// <summary>The limits when nothing is said.</summary>
    public static ProtocolLimits Default { get; } = new();
}
