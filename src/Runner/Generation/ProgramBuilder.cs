using Conformance.Spec.Programs;
using Conformance.Spec.Schedules;

namespace Conformance.Runner.Generation;

/// <summary>
/// Builds one random valid program from a seed: it knows which names are in scope and which of them may still be used,
/// so nothing has to be thrown away afterwards.
/// </summary>
/// <param name="seed">The same seed and size give the same program.</param>
/// <param name="size">About how many statements, at least 1.</param>
internal abstract class ProgramBuilder(ulong seed, int size)
{
    // A program has at most 200 computations. Each has a name, and what is begun when the names are used up makes fewer than the rest.
    private const int MostNames = 150;

    // Few and small, so that deadlines often meet.
    private static readonly long[] Durations = [0, 1, 2, 5, 5, 10, 10, 10, 20];
    private readonly List<ScopedName> names = [];
    private readonly Dictionary<string, int> counters = new(StringComparer.Ordinal);
    private RandomSource random = new(seed);
    private int named;
    private int logs;
    private int bodies;
    private int body;

    /// <summary>How many statements may still be made.</summary>
    protected int Budget { get; set; } = size;

    /// <summary>Builds the program.</summary>
    public abstract Program Build();

    /// <summary>A number from 0 to <paramref name="options"/> - 1.</summary>
    protected int Pick(int options) => random.Next(options);

    /// <summary>True so many times in a hundred.</summary>
    protected bool Chance(int percent) => random.Next(100) < percent;

    /// <summary>An index into <paramref name="weights"/>, as likely as its weight.</summary>
    protected int Weighted(ReadOnlySpan<int> weights)
    {
        var total = 0;
        foreach (var weight in weights)
            total += weight;
        var at = random.Next(total);
        for (var i = 0; ; i++)
        {
            at -= weights[i];
            if (at < 0)
                return i;
        }
    }

    /// <summary>A duration.</summary>
    protected long Duration() => Durations[Pick(Durations.Length)];

    /// <summary>A name nobody has yet.</summary>
    protected string Fresh(string prefix)
    {
        counters.TryGetValue(prefix, out var last);
        counters[prefix] = ++last;
        if (++named == MostNames)
            Budget = 0;
        return $"{prefix}{last}";
    }

    /// <summary>Brings a name into scope.</summary>
    protected void Declare(string name, NameKind kind) => names.Add(new ScopedName(name, kind, body));

    /// <summary>Uses a name up: nobody after this may use it as what it was.</summary>
    protected void UseUp(string name)
    {
        foreach (var entry in names)
        {
            if (string.Equals(entry.Name, name, StringComparison.Ordinal))
                entry.UsedUp = true;
        }
    }

    /// <summary>The names in scope of these kinds that are not used up.</summary>
    protected List<string> Visible(NameKind kinds) =>
        [.. names.Where(entry => !entry.UsedUp && (entry.Kind & kinds) != NameKind.None).Select(entry => entry.Name)];

    /// <summary>The names in scope of these kinds, used up or not.</summary>
    protected List<string> Known(NameKind kinds) =>
        [.. names.Where(entry => (entry.Kind & kinds) != NameKind.None).Select(entry => entry.Name)];

    /// <summary>One of the names in scope of these kinds that are not used up, or null.</summary>
    protected string? AnyVisible(NameKind kinds) => One(Visible(kinds));

    /// <summary>One of the names in scope of these kinds, used up or not, or null.</summary>
    protected string? AnyKnown(NameKind kinds) => One(Known(kinds));

    /// <summary>Whether the current body itself declared a name: only then may it borrow it.</summary>
    protected bool IsOwn(string name) => names.Exists(entry => entry.Name == name && entry.Body == body);

    /// <summary>Runs <paramref name="build"/> in the scope of a new body.</summary>
    protected Sequence<Statement> Body(Action<List<Statement>> build)
    {
        var outer = body;
        body = ++bodies;
        var block = Scoped(build);
        body = outer;
        return block;
    }

    /// <summary>Runs <paramref name="build"/> in a scope of its own.</summary>
    protected Sequence<Statement> Scoped(Action<List<Statement>> build)
    {
        var mark = names.Count;
        var block = new List<Statement>();
        build(block);
        names.RemoveRange(mark, names.Count - mark);
        return Sequence.From(block);
    }

    /// <summary>A log line of its own number, now and then with a value or the time.</summary>
    protected Log LogLine()
    {
        var values = new List<Operand>();
        if (Chance(25) && AnyKnown(NameKind.Variable | NameKind.Counter) is { } variable)
            values.Add(new Name(variable));
        return new Log($"{++logs}", Sequence.From(values));
    }

    /// <summary>A block of logs only.</summary>
    protected Sequence<Statement> LogsOnly() => [LogLine()];

    /// <summary>A number, or a variable in scope.</summary>
    protected Operand AnyOperand() =>
        Chance(40) && AnyKnown(NameKind.Variable) is { } variable ? new Name(variable) : new Literal(Value.Of(Pick(10)));

    /// <summary>A variable to bind a result to, or none.</summary>
    protected string? Binding() => Chance(50) ? Fresh("v") : null;

    /// <summary>Brings a bound variable into scope.</summary>
    protected void DeclareBinding(string? name)
    {
        if (name is not null)
            Declare(name, NameKind.Variable);
    }

    /// <summary>Adds a statement that may throw, mostly inside a try that lets the body go on.</summary>
    protected void AddGuarded(List<Statement> block, Statement statement, string? binding)
    {
        if (Chance(30))
        {
            block.Add(statement);
            DeclareBinding(binding);
            return;
        }

        var error = Fresh("e");
        var handler = Scoped(inner =>
        {
            Declare(error, NameKind.Variable);
            if (Chance(50))
                inner.Add(new Log($"{++logs}", [new Name(error)]));
        });
        block.Add(new Try([statement], error, handler));
    }

    /// <summary>Adds one random statement, or a few that belong together, of a body that may await.</summary>
    protected abstract void Next(List<Statement> block, int depth);

    /// <summary>A try around a statement or two, which throws now and then.</summary>
    protected void TrySome(List<Statement> block, int depth)
    {
        var error = Fresh("e");
        var attempt = Scoped(inner =>
        {
            for (var i = 0; i < 2 && Budget > 0; i++)
                Next(inner, depth);
            if (inner.Count == 0)
                inner.Add(LogLine());
            if (Chance(40))
                inner.Add(new Throw(Fresh("x")));
        });
        var handler = Scoped(inner =>
        {
            Declare(error, NameKind.Variable);
            inner.Add(LogLine());
        });
        block.Add(new Try(attempt, error, handler));
    }

    /// <summary>Counter statements, the same in both dialects.</summary>
    protected void AddCounter(List<Statement> block)
    {
        if (AnyKnown(NameKind.Counter) is { } counter && Chance(70))
        {
            block.Add(new Add(counter, 1 + Pick(3)));
            return;
        }

        var name = Fresh("n");
        block.Add(new Let(name, 0));
        Declare(name, NameKind.Counter);
    }

    /// <summary>The body of a job off the executor.</summary>
    protected Sequence<Statement> Job(bool mayPanic) =>
        Scoped(block =>
        {
            var length = 1 + Pick(3);
            for (var i = 0; i < length; i++)
                block.Add(Chance(60) ? LogLine() : new Compute(Duration()));
            if (Chance(15))
                block.Add(new Throw(Fresh("x")));
            else if (mayPanic && Chance(8))
                block.Add(new Panic(Fresh("x")));
            else if (Chance(60))
                block.Add(new Return(new Literal(Value.Of(Pick(10)))));
        });

    private string? One(List<string> found) => found.Count == 0 ? null : found[Pick(found.Count)];
}
