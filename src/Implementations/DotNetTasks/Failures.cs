using Conformance.Implementations.Interpreting;

namespace Conformance.Implementations.DotNetTasks;

/// <summary>The errors that programs can see, as text.</summary>
internal static class Failures
{
    /// <summary>The only reason of a cancellation.</summary>
    internal const string Aborted = "aborted";

    /// <summary>The text of an error that belongs to the program; null for one of the interpreter itself.</summary>
    internal static string? Text(Exception error) =>
        error switch
        {
            ProgramError => error.Message,
            OperationCanceledException => Aborted,
            TimeoutException => "elapsed",
            _ => null,
        };

    /// <summary>The text of an error of the program.</summary>
    internal static string TextOf(Exception error) =>
        Text(error) ?? throw new InvalidOperationException("A task was failed by the interpreter itself.", error);

    /// <summary>The text of what a task failed or was cancelled with; null when it succeeded.</summary>
    internal static string? TextOf(Task task) =>
        task.IsFaulted ? TextOf(task.Exception.InnerExceptions[0])
        : task.IsCanceled ? Aborted
        : null;
}
