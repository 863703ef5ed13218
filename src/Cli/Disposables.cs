namespace Conformance.Cli;

/// <summary>Several things that are released together.</summary>
internal sealed class Disposables(IEnumerable<IDisposable> items) : IDisposable
{
    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var item in items)
            item.Dispose();
    }
}
