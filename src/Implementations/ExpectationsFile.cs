using Conformance.Spec.Programs;
using Conformance.Spec.Runtimes;

namespace Conformance.Implementations;

/// <summary>The file beside an adapter that lists what its runtime does otherwise by design.</summary>
public static class ExpectationsFile
{
    /// <summary>Reads the list in an adapter's folder, which is copied beside the program with the adapter.</summary>
    /// <param name="folder">The folder under src/Implementations.</param>
    /// <param name="file">Which list, where a folder has one for each of several runtimes: <c>expectations*.tsv</c>.</param>
    /// <exception cref="ProgramException">The file is not in order; the message says where.</exception>
    /// <exception cref="IOException">There is none.</exception>
    public static Expectations Beside(string folder, string file = "expectations.tsv") =>
        Read(Path.Combine(AppContext.BaseDirectory, folder, file));

    /// <summary>Reads a file.</summary>
    /// <exception cref="ProgramException">The file is not in order; the message says where.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static Expectations Read(string path) => Expectations.Parse(File.ReadAllText(path), path);
}
