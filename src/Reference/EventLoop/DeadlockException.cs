namespace Conformance.Reference.EventLoop;

/// <summary>Nothing was left that could run, yet the main function still waited. A Node process simply exits then.</summary>
public sealed class DeadlockException : Exception
{
    internal DeadlockException(PromiseCore main)
        : base($"Nothing is left to run: {Chain(main)}.") { }

    private static string Chain(PromiseCore promise)
    {
        var parts = new List<string>();
        var at = promise;
        while (at?.Payload is AsyncBox box && parts.Count < 20)
        {
            parts.Add($"\"{box.Method}\" waits");
            at = box.Awaited;
        }

        parts.Add("a promise that nobody will settle");
        return string.Join(" for ", parts);
    }
}
