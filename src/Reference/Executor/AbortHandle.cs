namespace Conformance.Reference.Executor;

/// <summary>Can end a task, but does not wait for it.</summary>
/// <remarks>Tokio: <c>task::AbortHandle</c>.</remarks>
public sealed class AbortHandle
{
    private readonly IJoinable task;

    internal AbortHandle(IJoinable task) => this.task = task;

    /// <summary>The name that the task was given, or a number.</summary>
    public string Name => task.Name;

    /// <summary>Asks the task to end; the same as <see cref="JoinHandle{T}.Abort"/>.</summary>
    public void Abort() => task.Abort();
}
