using System.CommandLine;
using Conformance.Runner.Document;

namespace Conformance.Cli.Commands;

/// <summary><c>conformance spec</c>: the specification as a document.</summary>
internal static class SpecCommand
{
    private static readonly Option<bool> Check = new("--check")
    {
        Description = "Write nothing; exit 1 and name the pages that are stale.",
    };

    private static readonly Option<string?> Output = new("--output")
    {
        Description = "The folder of the document (default: spec/ of the repository around the current folder).",
    };

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var command = new Command("spec", "Writes the specification as a document, from the rules and the litmus tests.") { Check, Output };
        command.SetAction(parsed => Run(parsed.GetValue(Output) ?? Default(), parsed.GetValue(Check)));
        return command;
    }

    private static int Run(string folder, bool check)
    {
        var pages = SpecDocument.Create();
        var document = new DocumentFolder(folder);
        var stale = check ? document.Stale(pages) : Write(document, pages, folder);
        foreach (var path in stale)
            Console.WriteLine(check ? $"stale: {path}" : $"wrote: {path}");
        Console.WriteLine(
            check && stale.Count > 0
                ? $"{stale.Count} of the document's pages in \"{folder}\" are not what the rules say. Run \"conformance spec\" to write them."
                : $"{pages.Count} pages in \"{folder}\" are current."
        );
        return check && stale.Count > 0 ? ExitCode.Violation : ExitCode.Conforms;
    }

    private static IReadOnlyList<string> Write(DocumentFolder document, IReadOnlyCollection<Page> pages, string folder)
    {
        try
        {
            return document.Write(pages);
        }
        catch (Exception wrong) when (NamedFile.IsOfFiles(wrong))
        {
            var why = File.Exists(folder) ? "it is a file" : NamedFile.ReasonOf(wrong);
            throw new UsageException($"--output \"{folder}\" cannot be written: {why}. Expected a folder, or where to make one.");
        }
    }

    private static string Default()
    {
        for (var folder = new DirectoryInfo(Environment.CurrentDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "spec", "Conformance.Spec.csproj")))
                return Path.GetRelativePath(Environment.CurrentDirectory, Path.Combine(folder.FullName, "spec"));
        }

        throw new UsageException(
            $"There is no specification in or around \"{Environment.CurrentDirectory}\". Run this in the repository, or say where with --output."
        );
    }
}
