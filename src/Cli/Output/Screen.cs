using Spectre.Console;

namespace Conformance.Cli.Output;

/// <summary>Where output goes: colours, tables as wide as the window and progress on a terminal; plain text in a pipe.</summary>
internal static class Screen
{
    private const int PipeWidth = 160;

    /// <summary>Whether a person is watching.</summary>
    public static bool Interactive => !Console.IsOutputRedirected && AnsiConsole.Profile.Capabilities.Interactive;

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
            table.AddColumn(new TableColumn(Markup.Escape(column)).NoWrap());
        return table;
    }

    /// <summary>Writes a JSON document to a file, or to standard output for <c>-</c>.</summary>
    public static void WriteJson(string? file, string json)
    {
        if (file is null)
            return;
        if (string.Equals(file, "-", StringComparison.Ordinal))
            Console.Out.Write(json);
        else
            File.WriteAllText(file, json);
    }
}
