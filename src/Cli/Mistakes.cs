using System.CommandLine;
using System.CommandLine.Parsing;
using Conformance.Cli.Commands;

namespace Conformance.Cli;

/// <summary>What is wrong with a command line, in words of this program.</summary>
internal static class Mistakes
{
    /// <summary>Prints it, and where to read what can be asked.</summary>
    public static void Print(ParseResult parsed)
    {
        var path = Path(parsed.CommandResult);
        foreach (var mistake in Of(parsed, path))
            Console.Error.WriteLine($"conformance: {mistake}");
        Console.Error.WriteLine($"Run \"{path} --help\" for what it takes.");
    }

    // What follows a word that is not understood is not understood either.
    private static IEnumerable<string> Of(ParseResult parsed, string path)
    {
        var command = parsed.CommandResult.Command;
        var commands = command.Subcommands.Select(sub => sub.Name).ToList();
        if (parsed.UnmatchedTokens is [var word, ..])
        {
            var options = command.Options.Select(option => option.Name);
            return word.StartsWith('-')
                    ? [$"\"{word}\" is no option of \"{path}\"; {Known.Hint(word, options, $"expected {Words(options)}.")}"]
                : commands.Count > 0
                    ? [$"\"{word}\" is no command of \"{path}\"; {Known.Hint(word, commands, $"expected {Words(commands)}.")}"]
                :
                [
                    $"\"{word}\" is a word too many for \"{path}\".{(AdapterCommands.Take(command) ? " The command of an adapter stands in quotes: \"node my-adapter.mjs\"." : "")}",
                ];
        }

        return commands.Count > 0
            ? [$"\"{path}\" needs a command: {Words(commands)}."]
            : parsed.Errors.Select(error => Missing(error.SymbolResult, path) ?? error.Message).Distinct(StringComparer.Ordinal);
    }

    // What the parser says of what is missing names its own kinds of things.
    private static string? Missing(SymbolResult? symbol, string path) =>
        symbol switch
        {
            OptionResult { Tokens.Count: 0 } option => $"{option.Option.Name} needs a value. {option.Option.Description}",
            ArgumentResult { Tokens.Count: 0 } argument => $"\"{path}\" needs <{argument.Argument.Name}>. {argument.Argument.Description}",
            CommandResult { Command.Arguments: [var argument, ..] } => $"\"{path}\" needs <{argument.Name}>. {argument.Description}",
            _ => null,
        };

    private static string Words(IEnumerable<string> words) => string.Join(", ", words);

    private static string Path(CommandResult result) =>
        result.Parent is CommandResult outer ? $"{Path(outer)} {result.Command.Name}" : result.Command.Name;
}
