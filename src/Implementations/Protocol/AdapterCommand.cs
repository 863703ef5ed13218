namespace Conformance.Implementations.Protocol;

/// <summary>How an adapter is started.</summary>
/// <param name="File">The program: a path, or a name that is looked up on PATH.</param>
/// <param name="Arguments">Its arguments, one an item; no shell reads them.</param>
public sealed record AdapterCommand(string File, IReadOnlyList<string> Arguments)
{
    /// <inheritdoc/>
    public override string ToString() => string.Join(' ', Arguments.Prepend(File));
}
