namespace Conformance.Spec.Programs;

/// <content>What names stand for, and whether a statement may use them.</content>
internal sealed partial class Checking
{
    /// <summary>A statement polls a computation, and uses it up unless it borrows.</summary>
    private void Use(Statement statement, string name, Kinds kinds, Body body, bool borrow = false)
    {
        if (Target(statement, name, kinds) is not { } symbol || !lazy || symbol.Kind == ComputationKind.Shared)
            return;
        if (Kinds.Local.Has(symbol.Kind))
        {
            Local(statement, symbol, body);
            symbol.UsedUpBy = Words.Of(statement);
        }
        else if (symbol.UsedUpBy is { } word)
        {
            const string Shared = "a lazy computation is used up once: share it to await it more often";
            Report(statement, name, $"\"{name}\", which \"{word}\" used up", "a computation that is not used up", Shared);
        }
        else if (!body.IsWithin(symbol.Owner))
        {
            var advice = $"use it in the body of \"{symbol.Owner.Name}\" only";
            Report(statement, name, $"\"{name}\", which moved into \"{symbol.Owner.Name}\"", "a computation that this body owns", advice);
        }
        else
        {
            symbol.Owner = body;
            symbol.WasLent |= borrow;
            if (!borrow)
                symbol.UsedUpBy = Words.Of(statement);
        }
    }

    /// <summary>What is driven begins there: nobody has polled it before.</summary>
    private void Drive(BlockOn drive, Body body)
    {
        if (names.Find(drive.Target) is { WasLent: true, UsedUpBy: null })
            Report(drive, drive.Target, $"\"{drive.Target}\", which was lent before", "a computation that nobody has polled");
        else
            Use(drive, drive.Target, Kinds.Futures, body);
        Bind(drive.Binding, drive, body);
    }

    /// <summary>A statement uses what only the body that made it may use.</summary>
    private void Local(Statement statement, string name, Kinds kinds, Body body)
    {
        if (Target(statement, name, kinds) is { } symbol)
            Local(statement, symbol, body);
    }

    private void Local(Statement statement, Symbol symbol, Body body)
    {
        var (name, owner) = (symbol.Name, symbol.Owner.Name);
        if (symbol.UsedUpBy is { } word)
            Report(
                statement,
                name,
                $"\"{name}\", which \"{word}\" used up",
                $"{Kinds.Describe(symbol.Kind)} that is not used up",
                $"do it before \"{word} {name}\""
            );
        else if (symbol.Owner != body)
            Report(
                statement,
                name,
                $"\"{name}\", which belongs to \"{owner}\"",
                $"{Kinds.Describe(symbol.Kind)} that this body has made",
                $"only the body that made it may: make it in \"{body.Name}\", or do this in \"{owner}\""
            );
    }

    private Symbol? Target(Statement statement, string name, Kinds kinds)
    {
        if (Known(PlaceOf(statement, name), name, kinds.ToString, () => Advice.ForMissing(name, kinds)) is not { } symbol)
            return null;
        if (symbol.Role == SymbolRole.Computation && kinds.Has(symbol.Kind))
            return symbol;
        Report(statement, name, $"\"{name}\", {symbol.Description}", kinds.ToString(), Advice.For(statement, symbol));
        return null;
    }

    private Symbol? Known(Statement statement, string name, Func<string> expected) => Known(PlaceOf(statement, name), name, expected);

    private Symbol? Known(Position? place, string name, Func<string> expected, Func<string>? missing = null)
    {
        if (names.Find(name) is { Visible: true } symbol)
            return symbol.Role == SymbolRole.Refused ? null : symbol;
        var (found, advice) = names.WhyUnknown(name);
        Report(place, found, expected(), advice.Length == 0 && missing is not null ? missing() : advice);
        return null;
    }

    /// <summary>A statement that may not stand here was reported; that its name is used is no second mistake.</summary>
    private void Forgive(Statement refused, Body body)
    {
        if (Definitions.NameOf(refused) is { } name && names.Find(name) is null)
            names.Add(new Symbol(name, SymbolRole.Refused, default, body));
    }

    private void Counter(Add add)
    {
        if (Known(add, add.Name, () => "a counter") is { Role: not SymbolRole.Counter } symbol)
        {
            var advice =
                symbol.Role == SymbolRole.Variable ? "a variable never changes: make a counter with let" : "make a counter with let";
            Report(add, add.Name, $"\"{add.Name}\", {symbol.Description}", "a counter", advice);
        }
    }

    private void Bind(string? name, Statement statement, Body body)
    {
        if (name is not null)
            New(name, SymbolRole.Variable, default, statement, body);
    }

    private Symbol? New(string name, SymbolRole role, ComputationKind kind, Statement statement, Body body)
    {
        if (!Words.IsName(name))
        {
            Report(
                statement,
                name,
                $"\"{Quoting.Shorten(name)}\"",
                "a name: a lower-case letter, then letters, digits, \"-\" or \"_\", no word of the language"
            );
        }
        else if (names.Find(name) is not null)
        {
            Report(statement, name, $"\"{name}\", which is defined already", "a new name", "a name is defined once in a program");
        }
        else
        {
            var symbol = new Symbol(name, role, kind, body);
            names.Add(symbol);
            return symbol;
        }

        return null;
    }
}
