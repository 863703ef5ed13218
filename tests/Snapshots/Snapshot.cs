using System.Text;

namespace VerifyXunit;

/// <summary>The comparison of one text with its verified file.</summary>
internal static class Snapshot
{
    private static readonly UTF8Encoding Encoding = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <exception cref="VerifyException">The file is missing, differs or is not text with <c>\n</c> line ends.</exception>
    public static void Check(SnapshotFile file, string target, bool accept)
    {
        var received = target.ReplaceLineEndings("\n").TrimEnd('\n');
        var verified = File.Exists(file.Verified) ? File.ReadAllText(file.Verified, Encoding) : null;
        if (string.Equals(received, verified, StringComparison.Ordinal))
        {
            File.Delete(file.Received);
        }
        else if (accept)
        {
            Write(file.Verified, received);
            File.Delete(file.Received);
        }
        else
        {
            Write(file.Received, received);
            throw new VerifyException(SnapshotMessage.Of(file, received, verified));
        }
    }

    private static void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text, Encoding);
    }
}
