using Conformance.Implementations.Interpreting;
using Conformance.Reference.EventLoop;

namespace Conformance.Implementations.EventLoop;

/// <summary>The errors that programs can see, as text.</summary>
internal static class Failures
{
    /// <summary>The text of an error that belongs to the program; null for one of the interpreter itself.</summary>
    internal static string? Text(Exception error) =>
        error switch
        {
            ProgramError => error.Message,
            AbortException aborted => aborted.Reason as string ?? "aborted",
            SelfResolutionException => "cycle",
            AllRejectedException => "all rejected",
            _ => null,
        };

    /// <summary>The text of a rejection's reason.</summary>
    internal static string TextOf(Exception error) =>
        Text(error) ?? throw new InvalidOperationException("A promise was rejected by the interpreter itself.", error);
}
