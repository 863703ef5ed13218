namespace Conformance.Spec.Programs;

/// <summary>All names of a program in the order of the text, and which of them are known at the current point.</summary>
internal sealed class NameTable(Program program)
{
    private readonly Dictionary<string, Symbol> symbols = new(StringComparer.Ordinal);
    private readonly List<Symbol> visible = [];
    private HashSet<string>? all;

    /// <summary>How many names are known; what is defined from here on is forgotten by <see cref="Leave"/>.</summary>
    public int Mark => visible.Count;

    /// <summary>What a name stands for, known or not, or null when it was not defined so far.</summary>
    public Symbol? Find(string name) => symbols.GetValueOrDefault(name);

    /// <summary>Defines a name that was not defined before.</summary>
    public void Add(Symbol symbol)
    {
        symbols.Add(symbol.Name, symbol);
        visible.Add(symbol);
    }

    /// <summary>Leaves a block: its names are not known any more.</summary>
    public void Leave(int mark)
    {
        for (var i = mark; i < visible.Count; i++)
            visible[i].Visible = false;
        visible.RemoveRange(mark, visible.Count - mark);
    }

    /// <summary>Why a name is not known here.</summary>
    public (string Found, string Advice) WhyUnknown(string name)
    {
        var quoted = $"\"{Quoting.Shorten(name)}\"";
        if (Find(name) is { } symbol)
        {
            return symbol.Making
                ? ($"{quoted}, which is being defined here", "it is known after its body")
                : ($"{quoted}, which is known only in its own block", "define it in a block around both");
        }

        all ??= Collect(program.Body, new HashSet<string>(StringComparer.Ordinal));
        if (all.Contains(name))
            return ($"{quoted}, which is defined later", "define it first");
        return (quoted, Suggestion.For(name, visible.Where(known => known.Visible).Select(known => known.Name)));
    }

    private static HashSet<string> Collect(Sequence<Statement> statements, HashSet<string> names, int depth = 0)
    {
        if (depth > ProgramChecker.DeepestNesting)
            return names;
        foreach (var statement in statements)
        {
            if (Definitions.NameOf(statement) is { } name)
                names.Add(name);
            if (Nested.Body(statement) is { } body)
                Collect(body, names, depth + 1);
            if (statement is Try attempt)
                Collect(attempt.Handler, names, depth + 1);
        }

        return names;
    }
}
