namespace Conformance.Cli;

/// <summary>A file that a command line names: a mistake is told with the option, the path, the reason and what to do.</summary>
/// <param name="Option">What names it, such as <c>--json</c>; empty for an argument without a name.</param>
/// <param name="Path">Where it is.</param>
/// <param name="Expected">What it should be, to follow "Expected".</param>
internal sealed record NamedFile(string Option, string Path, string Expected)
{
    private string? WhyUnwritable =>
        Path.Length == 0 ? "it has no name"
        : Directory.Exists(Path) ? "it is a folder"
        : System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(Path)) is { } folder && !Directory.Exists(folder)
            ? $"there is no folder \"{folder}\""
        : null;

    private string? WhyUnreadable => WhyUnwritable ?? (File.Exists(Path) ? null : "there is no such file");

    /// <summary>Reads it.</summary>
    /// <exception cref="UsageException">It cannot be read.</exception>
    public T Read<T>(Func<string, T> read)
    {
        try
        {
            return read(Path);
        }
        catch (Exception wrong) when (IsOfFiles(wrong))
        {
            throw Mistake("read", WhyUnreadable ?? ReasonOf(wrong));
        }
    }

    /// <summary>Opens it to write, or writes it.</summary>
    /// <exception cref="UsageException">It cannot be written.</exception>
    public T Write<T>(Func<string, T> write)
    {
        try
        {
            return write(Path);
        }
        catch (Exception wrong) when (IsOfFiles(wrong))
        {
            throw Mistake("written", WhyUnwritable ?? ReasonOf(wrong));
        }
    }

    /// <summary>Refuses what is bound to fail, before the work whose outcome it is to hold.</summary>
    /// <exception cref="UsageException">It is a folder, or in none.</exception>
    public void MustHaveAPlace()
    {
        if (WhyUnwritable is { } why)
            throw Mistake("written", why);
    }

    /// <summary>Whether it is about a file or folder, not about what is in it.</summary>
    public static bool IsOfFiles(Exception wrong) => wrong is IOException or UnauthorizedAccessException or ArgumentException;

    /// <summary>The reason, without the path, with which the framework ends it.</summary>
    public static string ReasonOf(Exception wrong)
    {
        if (wrong is UnauthorizedAccessException)
            return "access is denied";
        var end = wrong.Message.IndexOf(" : '", StringComparison.Ordinal);
        return (end < 0 ? wrong.Message : wrong.Message[..end]).TrimEnd('.', ' ');
    }

    private UsageException Mistake(string done, string why) =>
        new($"{Option}{(Option.Length == 0 ? "" : " ")}\"{Path}\" cannot be {done}: {why}. Expected {Expected}.");
}
