using Spectre.Console;

namespace Conformance.Cli.Output;

/// <summary>Where output goes: colours, tables as wide as the window and progress on a terminal; plain text in a pipe.</summary>
internal static class Screen
{
    private const int PipeWidth = 160;

    /// <summary>Whether a person is watching.</summary>
    public static bool Interactive => !Console.IsOutputRedirected && AnsiConsole.Profile.Capabilities.Interactive;

    /// <summary>Makes what comes from elsewhere harmless on a terminal; tables keep their colours.</summary>
    public static void Prepare()
    {
        Console.SetOut(new StandardStream("Standard output", Console.Out));
        Console.SetError(new StandardStream("Standard error", Console.Error));
        AnsiConsole.Console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Out) });
        VisibleWriter.Install();
    }

    /// <summary>Says why the command ends, on standard error; where that cannot be written either, the exit code has to do.</summary>
    public static void Tell(string message)
    {
        try
        {
            Console.Error.WriteLine(message);
        }
        catch (UsageException)
        {
            // There is nobody left to tell.
        }
    }

    /// <summary>How many characters a line may have.</summary>
    public static int Width => Interactive ? Math.Max(60, AnsiConsole.Profile.Width) : PipeWidth;

    /// <summary>Prints a table; in a pipe without colours and not cut to a window.</summary>
    public static void Print(Table table)
    {
        if (!Interactive)
        {
            AnsiConsole.Profile.Width = PipeWidth;
            AnsiConsole.Profile.Capabilities.ColorSystem = ColorSystem.NoColors;
            AnsiConsole.Profile.Capabilities.Ansi = false;
        }

        AnsiConsole.Write(table);
    }

    /// <summary>A table without lines that would only be noise.</summary>
    public static Table Table(params string[] columns)
    {
        var table = new Table().Border(TableBorder.Simple);
        foreach (var column in columns)
            table.AddColumn(new TableColumn(Markup.Escape(VisibleWriter.Of(column))).NoWrap());
        return table;
    }

    /// <summary>Opens what <c>--json</c> names before the work begins, so that a long one is not lost: a file, or standard output for <c>-</c>, where nothing else is printed then.</summary>
    /// <returns>Where the document goes; null when none is asked for.</returns>
    /// <exception cref="UsageException">The file cannot be written.</exception>
    public static JsonOutput? OpenJson(string? file)
    {
        if (file is null)
            return null;
        if (!string.Equals(file, "-", StringComparison.Ordinal))
            return new JsonOutput(file);
        var output = Console.Out;
        Console.SetOut(Console.Error);
        AnsiConsole.Console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        return new JsonOutput(output);
    }
}
