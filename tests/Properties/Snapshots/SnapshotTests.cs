using System.Text;
using VerifyXunit;
using Xunit;

namespace Conformance.Tests.Properties.Snapshots;

public sealed class SnapshotTests : IDisposable
{
    private readonly SnapshotFile file = new(Directory.CreateTempSubdirectory("snapshots").FullName, "Class.Method");

    public void Dispose() => Directory.Delete(file.Directory, recursive: true);

    [Fact]
    public void First_run_fails_as_new_and_keeps_the_received_text()
    {
        var error = Assert.Throws<VerifyException>(() => Snapshot.Check(file, "one\r\ntwo\n", accept: false));
        Assert.Equal(
            $"""
            Directory: {file.Directory}
            New:
              - Received: Class.Method.received.txt
                Verified: Class.Method.verified.txt

            FileContent:

            Received: Class.Method.received.txt
            one
            two

            To accept the received text, run the test with ACCEPT_SNAPSHOTS=1, or:
            mv "{file.Received}" "{file.Verified}"
            """,
            error.Message
        );
        Assert.Equal("one\ntwo", File.ReadAllText(file.Received));
        Assert.False(File.Exists(file.Verified));
    }

    [Fact]
    public void Difference_names_its_line_and_shows_both_texts()
    {
        File.WriteAllText(file.Verified, "one\ntwo");
        var error = Assert.Throws<VerifyException>(() => Snapshot.Check(file, "one\nthree", accept: false));
        Assert.Contains("NotEqual:\n  - Received: Class.Method.received.txt\n    Verified: Class.Method.verified.txt\n", error.Message);
        Assert.Contains("\nFirst difference in line 2: expected \"two\", found \"three\".\n", error.Message);
        Assert.Contains("\nReceived: Class.Method.received.txt\none\nthree\n", error.Message);
        Assert.Contains("\nVerified: Class.Method.verified.txt\none\ntwo\n", error.Message);
    }

    [Fact]
    public void Text_that_goes_on_differs_after_the_end()
    {
        File.WriteAllText(file.Verified, "one");
        var error = Assert.Throws<VerifyException>(() => Snapshot.Check(file, "one\ntwo", accept: false));
        Assert.Contains("First difference in line 2: expected the end of the text, found \"two\".", error.Message);
    }

    [Fact]
    public void Equal_text_passes_and_deletes_an_old_received_file()
    {
        File.WriteAllText(file.Verified, "one\ntwo");
        File.WriteAllText(file.Received, "old");
        Snapshot.Check(file, "one\ntwo\n", accept: false);
        Assert.False(File.Exists(file.Received));
    }

    [Fact]
    public void Verified_file_with_carriage_returns_is_refused()
    {
        File.WriteAllText(file.Verified, "one\r\ntwo");
        var error = Assert.Throws<VerifyException>(() => Snapshot.Check(file, "one\ntwo", accept: false));
        Assert.Contains("The verified file contains a carriage return", error.Message);
    }

    [Fact]
    public void Accepted_text_is_written_as_plain_utf8()
    {
        Snapshot.Check(file, "Grüße\r\n", accept: true);
        Assert.Equal(Encoding.UTF8.GetBytes("Grüße"), File.ReadAllBytes(file.Verified));
        Snapshot.Check(file, "Grüße", accept: false);
    }
}
