using System.CommandLine;
using Conformance.Implementations;
using Conformance.Implementations.Protocol;
using Conformance.Spec.Rules;
using Conformance.Spec.Runtimes;

namespace Conformance.Cli.Commands;

/// <summary>Which runtimes a command is about: those with a name, and any process that speaks the adapter protocol.</summary>
internal static class Chosen
{
    /// <summary><c>--runtime NAME</c>.</summary>
    public static readonly Option<string[]> Names = new("--runtime")
    {
        Description = "A runtime, by name; repeatable. Default: the embedded references.",
    };

    /// <summary><c>--adapter CMD</c>.</summary>
    public static readonly Option<string[]> Adapters = new("--adapter")
    {
        Description = "A command that starts an adapter, such as \"node my-adapter.mjs\"; repeatable. See spec/adapter-protocol.md.",
    };

    /// <summary><c>--expectations FILE</c>.</summary>
    public static readonly Option<string?> Expectations = new("--expectations")
    {
        Description = "What the one chosen runtime does otherwise by design: a file with rule, reason, link, separated by tabs.",
    };

    /// <summary><c>--level portable|strict</c>.</summary>
    public static readonly Option<string?> Level = new("--level")
    {
        Description =
            "strict: also orders that Node.js or Tokio show today but nobody promises; portable: without them. Default: strict, portable for --adapter.",
    };

    /// <summary>The level that was asked for; null when none was.</summary>
    /// <exception cref="UsageException">There is no such level.</exception>
    public static Strictness? LevelOf(ParseResult parsed) => LevelOf(parsed.GetValue(Level));

    /// <summary>The level of this name; null when there is no name.</summary>
    /// <exception cref="UsageException">There is no such level.</exception>
    public static Strictness? LevelOf(string? name) =>
        name switch
        {
            null => null,
            "portable" => Strictness.Portable,
            "strict" => Strictness.Strict,
            var other => throw new UsageException($"--level \"{other}\" is none. Expected portable or strict."),
        };

    /// <summary>What makes each chosen runtime; the ones that cannot be had on this machine are named with the reason and left out.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="mayBeNew">Whether the file of expectations need not exist yet.</param>
    public static List<ChosenRuntime> Of(ParseResult parsed, bool mayBeNew = false)
    {
        var names = Once(parsed.GetValue(Names) ?? []);
        var commands = Once(parsed.GetValue(Adapters) ?? []);
        var chosen = Present(names.Length + commands.Length == 0 ? RuntimeCatalogue.Default : names)
            .ConvertAll(name => new ChosenRuntime(Find(name)));
        foreach (var text in commands)
        {
            var command = AdapterCommand.Parse(text);
            chosen.Add(new ChosenRuntime(() => new ProcessRuntime(command) { Strictness = Strictness.Portable }, text));
        }

        if (parsed.GetValue(Expectations) is not { } path)
            return chosen;
        if (names.Length + commands.Length != 1)
            throw new UsageException(
                $"--expectations \"{path}\" is about one runtime; {names.Length + commands.Length} are chosen. Name one with --runtime or --adapter."
            );
        var file = ExpectationsOf(path);
        if (mayBeNew)
            file.MustHaveAPlace();
        var expectations = mayBeNew && !File.Exists(path) ? Spec.Runtimes.Expectations.None : file.Read(ExpectationsFile.Read);
        return chosen.ConvertAll(runtime => runtime with { Create = () => new WithExpectations(runtime.Create(), expectations) });
    }

    /// <summary>The file of <c>--expectations</c>.</summary>
    public static NamedFile ExpectationsOf(string path) =>
        new("--expectations", path, "a file with rule, reason, link, separated by tabs; spec/Runtimes/expectations.md has an example");

    // Twice the same seed would only show the same again.
    private static string[] Once(string[] named)
    {
        foreach (var twin in named.GroupBy(name => name, StringComparer.Ordinal).Where(group => group.Skip(1).Any()))
            Console.Error.WriteLine($"\"{twin.Key}\" is named more than once; it runs once.");
        return [.. named.Distinct(StringComparer.Ordinal)];
    }

    /// <summary>Starts the adapter of a command line.</summary>
    public static IRuntime Start(string command) => new ProcessRuntime(AdapterCommand.Parse(command));

    /// <summary>What makes the runtime of this name.</summary>
    public static Func<IRuntime> Find(string name) =>
        RuntimeCatalogue.Find(name)
        ?? throw new UsageException(
            $"\"{name}\" is no runtime. Expected one of {string.Join(", ", RuntimeCatalogue.Names)}; {Known.Hint(name, RuntimeCatalogue.Names, "\"conformance list runtimes\" says what they are.")}"
        );

    /// <summary>The runtimes that can be had on this machine; says of each other one why it is skipped.</summary>
    public static List<string> Present(IEnumerable<string> names)
    {
        var present = new List<string>();
        foreach (var name in names)
        {
            if (RuntimeCatalogue.Missing(name) is { } reason)
                Console.Error.WriteLine($"{name} is skipped: {reason}");
            else
                present.Add(name);
        }

        return present;
    }
}
