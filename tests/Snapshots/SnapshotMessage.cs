namespace VerifyXunit;

/// <summary>The text of a snapshot's failure: which files, where they part, both texts, and how to accept.</summary>
internal static class SnapshotMessage
{
    public static string Of(SnapshotFile file, string received, string? verified) =>
        $"""
            Directory: {file.Directory}
            {(verified is null ? "New" : "NotEqual")}:
              - Received: {file.ReceivedName}
                Verified: {file.VerifiedName}
            {(verified is null ? "" : $"\n{FirstDifference(received, verified)}\n")}
            FileContent:

            Received: {file.ReceivedName}
            {received}
            {(verified is null ? "" : $"\nVerified: {file.VerifiedName}\n{verified}\n")}
            To accept the received text, run the test with {Acceptance.Variable}=1, or:
            mv "{file.Received}" "{file.Verified}"
            """.ReplaceLineEndings("\n");

    private static string FirstDifference(string received, string verified)
    {
        if (verified.Contains('\r'))
        {
            return "The verified file contains a carriage return: its line ends must be \\n.";
        }
        var found = received.Split('\n');
        var expected = verified.Split('\n');
        var line = found.Zip(expected).TakeWhile(pair => string.Equals(pair.First, pair.Second, StringComparison.Ordinal)).Count();
        return $"First difference in line {line + 1}: expected {LineOf(expected, line)}, found {LineOf(found, line)}.";
    }

    private static string LineOf(string[] lines, int line) => line < lines.Length ? $"\"{lines[line]}\"" : "the end of the text";
}
