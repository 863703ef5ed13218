namespace Conformance.Reference.Executor;

/// <summary>A branch of a <see cref="Runtime.Select{T}(Branch{T}[], bool)"/> that can be disabled. Tokio: <c>pattern = future, if condition</c>.</summary>
/// <param name="future">What is polled while the branch is enabled; dropped with the others in any case.</param>
/// <param name="isEnabled">False: it is never polled.</param>
/// <param name="matches">Whether the branch wins with this outcome, by default with any; a refuted one is disabled from then on. Must not throw.</param>
public sealed class Branch<T>(Future<T> future, bool isEnabled = true, Func<Result<T>, bool>? matches = null)
{
    internal Future<T> Future => future;

    internal bool IsEnabled => isEnabled;

    internal bool Matches(Result<T> result) => matches is null || matches(result);
}
