using System.Security.Cryptography;
using System.Text;

namespace Conformance.Implementations.Tokio;

/// <summary>An adapter in Rust, built by cargo in the user's cache: each version from a folder of its own, named after its sources, all with the same dependencies.</summary>
/// <param name="File">The program.</param>
/// <param name="Problem">Why there is none; null when there is.</param>
internal sealed record CargoBuild(string File, string? Problem)
{
    private const string Package = "conformance-tokio";

    // Where Debian's librust-*-dev packages put the sources of crates.
    private const string Packaged = "/usr/share/cargo/registry";
    private const string Advice =
        "Let cargo reach its registry, or on Debian install librust-tokio-dev, librust-futures-dev, librust-serde-json-dev and librust-serde-derive-dev.";

    /// <summary>Builds what is in this folder, unless that was done before.</summary>
    /// <param name="sources">The folder.</param>
    /// <param name="cache">Where to build; the user's own place for such things when nothing is said.</param>
    internal static CargoBuild Of(string sources, string? cache = null)
    {
        cache = Path.Combine(cache ?? UserCache(), "tokio");
        var (folder, package) = CopyTo(cache, sources);
        var target = Path.Combine(cache, "target");
        var file = Path.Combine(target, "debug", OperatingSystem.IsWindows() ? $"{package}.exe" : package);
        return new CargoBuild(file, System.IO.File.Exists(file) ? null : Build(folder, target));
    }

    private static string? Build(string folder, string target)
    {
        string[] build =
        [
            "build",
            "--quiet",
            "--config",
            "net.retry=0",
            "--target-dir",
            target,
            "--manifest-path",
            Path.Combine(folder, "Cargo.toml"),
        ];
        string[] offline =
        [
            .. build,
            "--offline",
            "--config",
            "source.crates-io.replace-with='packaged'",
            "--config",
            $"source.packaged.directory='{Packaged}'",
        ];
        if (!CargoCommand.IsInstalled)
            return "\"cargo\" is not on PATH: install Rust 1.75 or later.";
        var first = new CargoCommand(folder, build);
        if (first.Succeeds)
            return null;
        var last = Directory.Exists(Packaged) ? new CargoCommand(folder, offline) : first;
        return last.Succeeds ? null : $"The adapter of Tokio cannot be built. {last}\n{Advice}";
    }

    private static string UserCache()
    {
        var local = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        return Path.Combine(local.Length == 0 ? Path.GetTempPath() : local, "conformance");
    }

    // Versions that share a folder for what is built must not share a name.
    private static (string Folder, string Package) CopyTo(string cache, string sources)
    {
        var files = Directory
            .EnumerateFiles(sources, "*", SearchOption.AllDirectories)
            .Select(file => (Name: Path.GetRelativePath(sources, file), Text: System.IO.File.ReadAllText(file)))
            .OrderBy(file => file.Name, StringComparer.Ordinal)
            .ToList();
        var all = string.Concat(files.Select(file => $"{file.Name}\n{file.Text}\n"));
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(all)))[..16];
        var (folder, package) = (Path.Combine(cache, hash), $"{Package}-{hash}");
        foreach (var (name, text) in files)
        {
            var copy = Path.Combine(folder, name);
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            Write(copy, name == "Cargo.toml" ? text.Replace($"\"{Package}\"", $"\"{package}\"", StringComparison.Ordinal) : text);
        }

        return (folder, package);
    }

    // Two processes may do the same at once: each puts a whole file in its place.
    private static void Write(string file, string text)
    {
        if (System.IO.File.Exists(file))
            return;
        var part = $"{file}.{Environment.ProcessId}";
        System.IO.File.WriteAllText(part, text);
        System.IO.File.Move(part, file, overwrite: true);
    }
}
