namespace VerifyXunit;

/// <summary>Where a snapshot lives: <c>{folder}/{Class}.{Method}_{parameters}</c> and an ending for each of its two files.</summary>
internal sealed record SnapshotFile(string Directory, string Name)
{
    private const string ForbiddenSomewhere = "<>:\"/\\|?*";

    public string VerifiedName => $"{Name}.verified.txt";
    public string ReceivedName => $"{Name}.received.txt";
    public string Verified => Path.Combine(Directory, VerifiedName);
    public string Received => Path.Combine(Directory, ReceivedName);

    public static SnapshotFile For(string sourceFile, string method, VerifySettings settings)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(sourceFile))!;
        if (!System.IO.Directory.Exists(folder))
        {
            throw new VerifyException(
                $"The folder \"{folder}\" of the calling source file does not exist here: run snapshot tests in the working copy they were built in."
            );
        }
        var parameters = settings.Parameters is null ? "" : $"_{settings.Parameters}";
        var name = $"{Path.GetFileNameWithoutExtension(sourceFile)}.{method}{parameters}";
        return new SnapshotFile(Path.GetFullPath(Path.Combine(folder, settings.Directory)), string.Concat(name.Select(Portable)));
    }

    private static char Portable(char letter) => char.IsControl(letter) || ForbiddenSomewhere.Contains(letter) ? '-' : letter;
}
