using System.Runtime.CompilerServices;

namespace VerifyXunit;

/// <summary>Compares a text with a file that was accepted earlier: a snapshot test in one line.</summary>
public static class Verifier
{
    // The names of one run, which is one process: two tests that write one file would hide each other.
    private static readonly UsedNames Used = new();

    /// <summary>
    /// Compares <paramref name="target"/> with <c>Class.Method.verified.txt</c> beside the calling source file, where the class is
    /// the source file's name. The comparison is done when the call returns; the task is there to be awaited or returned.
    /// </summary>
    /// <param name="target">The text. Line ends count as <c>\n</c>, and newlines at its end do not count.</param>
    /// <param name="settings">Parameters for the name, or another place. Default: none.</param>
    /// <param name="sourceFile">The calling source file, given by the compiler.</param>
    /// <param name="method">The calling method, given by the compiler.</param>
    /// <exception cref="VerifyException">There is no verified file, its text differs, or the name was used before in this run.</exception>
    public static Task Verify(
        string target,
        VerifySettings? settings = null,
        [CallerFilePath] string sourceFile = "",
        [CallerMemberName] string method = ""
    )
    {
        var file = SnapshotFile.For(sourceFile, method, settings ?? new VerifySettings());
        Used.Claim(file.Verified);
        Snapshot.Check(file, target, Acceptance.Of(Environment.GetEnvironmentVariable));
        return Task.CompletedTask;
    }
}
