namespace Conformance.Spec.Programs;

/// <summary>Reads statements by recursive descent; blocks nest at most <see cref="ProgramChecker.DeepestNesting"/> deep, so no text overflows the stack.</summary>
internal sealed class StatementParser(TokenReader reader, Dialect dialect)
{
    private int depth = -1;
    private bool inSelect;

    /// <summary>Reads <c>{ … }</c>.</summary>
    public Sequence<Statement> Block(string whose, bool ofSelect = false)
    {
        var outer = inSelect;
        inSelect = ofSelect;
        if (++depth > ProgramChecker.DeepestNesting)
            throw reader.Unexpected($"at most {ProgramChecker.DeepestNesting} blocks inside one another", "make the program flatter");
        reader.Take("{", $"to begin {whose}");
        var statements = new List<Statement>();
        while (!reader.Next.Is("}"))
        {
            if (reader.Next.Kind == TokenKind.End)
                throw reader.Unexpected($"\"}}\" to end {whose}");
            statements.Add(Statement());
            EndStatement();
        }

        reader.Take();
        depth--;
        inSelect = outer;
        return Sequence.From(statements);
    }

    // Of the words that may stand here those of the dialect; one of the other is told so when the program is checked.
    private string Known(IEnumerable<string> words) => string.Join(", ", Dialects.Of(dialect, words));

    private IEnumerable<string> Beginnings() => inSelect ? ["branch", "log"] : Words.Statements.Where(word => word != "branch");

    private string AdviceFor(string word) =>
        word switch
        {
            _ when Habits.OfWord(word) is { Length: > 0 } advice => advice,
            _ when reader.Second.Advice is { Length: > 0 } advice => advice,
            _ when Words.Definitions.Contains(word) => $"write \"name = {word}\"",
            _ => Suggestion.For(word, Words.Statements),
        };

    private void EndStatement()
    {
        if (reader.TryTake(";") || reader.Next.StartsLine || reader.Next.Is("}") || reader.Next.Kind == TokenKind.End)
            return;
        throw reader.Unexpected(
            "the end of the statement: the end of the line, \";\" or \"}\"",
            reader.Next.Is("finally") ? "\"defer { log … }\" runs when the body is left in any way" : ""
        );
    }

    private Statement Statement()
    {
        var start = reader.Index;
        var token = reader.Next;
        if (token.Kind != TokenKind.Word)
            throw reader.Unexpected("a statement");
        var statement = reader.Second switch
        {
            { StartsLine: false } second when second.Is("=") => Named(),
            { StartsLine: false } second when second.Is("+=") => Addition(),
            _ => Plain(),
        };
        reader.Map.Add(statement, start);
        return statement;
    }

    private Add Addition()
    {
        var name = FirstName("the counter to add to");
        reader.Take();
        return new Add(name, reader.TakeNumber("what to add"));
    }

    private Statement Named()
    {
        var name = FirstName("what is on the right of \"=\"");
        reader.Take();
        var word = reader.Next;
        if (word.Kind != TokenKind.Word || !Words.Definitions.Contains(word.Text))
        {
            var advice =
                word.Is(name) ? $"a counter is added to: write \"{name} += 1\", or \"{name} += -1\""
                : word.Kind == TokenKind.Word && Habits.OfWord(word.Text) is { Length: > 0 } habit ? habit
                : reader.Second.Advice.Length > 0 ? reader.Second.Advice
                : word.Kind == TokenKind.Word ? Suggestion.For(word.Text, Words.Definitions)
                : word.Kind == TokenKind.Number ? $"a counter is made with let: write \"let {name} = {word.Text}\""
                : "";
            throw reader.Unexpected($"what \"{name}\" is ({Known(Words.Definitions)})", advice);
        }

        reader.Take();
        return word.Text switch
        {
            "async" => new Async(name, Block($"the body of \"{name}\"")),
            "sleep" => new SleepLater(name, reader.TakeNumber("how long to sleep"), Signal()),
            "blocking" => new Blocking(name, Block($"the body of \"{name}\"")),
            "spawn" => new Spawn(name, Reference("what to spawn", $"{name} = spawn x"), SetOf()),
            "join-set" => new JoinSet(name),
            "worker" => new Worker(name, Block($"the body of \"{name}\"")),
            "on-message" => new OnMessage(name, Port(), Parameter(), Block($"the body of \"{name}\"")),
            "interval" => new Interval(name, reader.TakeNumber("the period of the interval"), Missed()),
            "semaphore" => new Semaphore(name, Small("how many permits the semaphore has")),
            "acquire" => new Acquire(name, Permits(), reader.TakeName("the semaphore whose permits to take")),
            "notify" => new Notify(name),
            "notified" => new Notified(name, reader.TakeName("the notify to wait for")),
            "channel" => new Channel(name, Small("for how many values the channel has room")),
            "send" => new Send(name, reader.TakeName("the channel to send into"), LiteralFor("what to send", "sent")),
            "probe" => ProbeOf(name),
            "share" => new Share(name, Reference("what to share", $"{name} = share x")),
            "promise" => new MakePromise(name, Block($"the executor of \"{name}\"")),
            "then" => new Then(name, reader.TakeName("the promise to react to"), Parameter(), Block($"the body of \"{name}\"")),
            "catch" => new Catch(name, reader.TakeName("the promise to react to"), Parameter(), Block($"the body of \"{name}\"")),
            "finally" => new Finally(name, reader.TakeName("the promise to react to"), Block($"the body of \"{name}\"")),
            "microtask" => new Callback(CallbackKind.Microtask, name, 0, Block($"the body of \"{name}\"")),
            "next-tick" => new Callback(CallbackKind.NextTick, name, 0, Block($"the body of \"{name}\"")),
            "immediate" => new Callback(CallbackKind.Immediate, name, 0, Block($"the body of \"{name}\"")),
            "timer" => new Callback(
                CallbackKind.Timer,
                name,
                reader.TakeNumber("the delay of the timer"),
                Block($"the body of \"{name}\"")
            ),
            "on-exit" => new Callback(CallbackKind.Exit, name, 0, Block($"the body of \"{name}\"")),
            "on-uncaught" => new OnUncaught(name, Parameter(), Block($"the body of \"{name}\"")),
            "controller" => new Controller(name),
            "any-signal" => new AnySignal(name, Names("a signal to follow", $"{name} = any-signal x")),
            "listen" => new Listen(name, reader.TakeName("whose signal to listen to"), Parameter(), Block($"the body of \"{name}\"")),
            "echo" => new Echo(name, reader.TakeNumber("after how long the answer comes")),
            _ => Waiting(word.Text, name),
        };
    }

    // What JavaScript and Rust would write: a line of a value alone.
    private Log LogLine() =>
        reader.Next is { Kind: TokenKind.Word, StartsLine: false } value && (value.Is("now") || Words.IsName(value.Text))
            ? throw reader.Unexpected("a text in double quotes: what to log", $"values come after it: log \"{value.Text} is\" {value.Text}")
            : new Log(reader.TakeText("what to log"), Operands());

    private Statement Plain()
    {
        var word = reader.Take().Text;
        switch (word)
        {
            case "log":
                return LogLine();
            case "let":
                return Counter();
            case "sleep":
                return new Sleep(reader.TakeNumber("how long to sleep"), Signal());
            case "yield":
                return new Yield();
            case "compute":
                return new Compute(reader.TakeNumber("how long to compute"));
            case "advance":
                return new Advance(reader.TakeNumber("by how much to move the clock on"));
            case "in-place":
                return new InPlace(Block("what to do in place"));
            case "return":
                return new Return(OptionalOperand());
            case "throw":
                return new Throw(Message());
            case "panic":
                return new Panic(Message());
            case "try":
                return Attempt();
            case "defer":
                return new Defer(Block("the deferred block"));
            case "post":
                return Posting();
            case "terminate":
                return new Terminate(reader.TakeName("the worker to stop"));
            case "abort":
                return new Abort(reader.TakeName("what to abort"), reader.InStatement ? reader.TakeText("the reason") : null);
            case "clear":
                return new Clear(reader.TakeName("the timer or immediate to clear"));
            case "drop":
                return new Drop(reader.TakeName("what to drop"));
            case "wake":
                return new Wake(reader.TakeName("the probe to wake"));
            case "release":
                return new Release(Permits(), reader.TakeName("the semaphore to give permits to"));
            case "notify-one":
                return new NotifyOne(reader.TakeName("the notify that notifies"));
            case "notify-waiters":
                return new NotifyWaiters(reader.TakeName("the notify that notifies"));
            case "exit":
                return new Exit();
            case "deferred":
                return new Deferred(reader.TakeName("of the promise"));
            case "resolve":
                return new Resolve(reader.TakeName("the promise to resolve"), OptionalOperand());
            case "reject":
                return new Reject(reader.TakeName("the promise to reject"), Message());
            case "branch":
                return BranchOf();
            case "await" or "next" or "block-on" or "timeout" or "join" or "try-join" or "race" or "any" or "select" or "select-biased":
                return Waiting(word, null);
            default:
                reader.Back();
                throw reader.Unexpected($"a statement ({Known(Beginnings())}, or a name and \"=\")", AdviceFor(word));
        }
    }

    private Statement Waiting(string word, string? binding)
    {
        switch (word)
        {
            case "await":
                var borrow = reader.TryTake("&");
                return new Await(binding, Awaited(), borrow);
            case "next":
                return new AwaitNext(binding, reader.TakeName("whose next outcome to await"));
            case "block-on":
                return new BlockOn(binding, Reference("what to drive", "block-on x"));
            case "timeout":
                var duration = reader.TakeNumber("how long to wait");
                return new Timeout(binding, duration, Reference("what to wait for", $"timeout {duration} x"));
            default:
                var kind = word switch
                {
                    "try-join" => CombinatorKind.TryJoin,
                    "race" => CombinatorKind.Race,
                    "any" => CombinatorKind.Any,
                    "select" => CombinatorKind.Select,
                    "select-biased" => CombinatorKind.SelectBiased,
                    _ => CombinatorKind.Join,
                };
                if (kind is not (CombinatorKind.Select or CombinatorKind.SelectBiased))
                    return new Combine(kind, binding, Names($"what to {word}", $"{word} x"));
                return reader.Next.Is("{")
                    ? new SelectBlock(kind, binding, Block("the branches of the select", ofSelect: true), Else())
                    : new Combine(kind, binding, Names($"what to {word}", $"{word} x", NoBlock));
        }
    }

    private string Awaited() => Reference("what to await", "await x");

    // The name of a computation, where other languages have an expression.
    private string Reference(string purpose, string use)
    {
        var word = reader.Next;
        if (word.Kind != TokenKind.Word || !reader.InStatement)
            return reader.TakeName(purpose);
        var isStatement = Words.Waits.Contains(word.Text);
        var advice =
            use == "await x" && (isStatement || word.Is("sleep")) ? $"\"{word.Text}\" waits by itself, without \"await\""
            : isStatement ? $"\"{word.Text}\" is a statement: put it into a body, \"x = async {{ … }}\", and write \"{use}\""
            : Words.Definitions.Contains(word.Text) ? $"give it a name first: write \"x = {word.Text}\" and \"{use}\""
            : "";
        return advice.Length == 0 ? reader.TakeName(purpose) : throw reader.Unexpected($"a name: {purpose}", advice);
    }

    private Branch BranchOf()
    {
        var target = Reference("what to select", "branch x");
        var pattern =
            reader.InStatement && reader.TryTake("is") ? LiteralFor("the value that the branch has to end with", "compared") : null;
        return new Branch(target, pattern, reader.InStatement && reader.TryTake("if") ? Wanted("whether the branch is enabled") : null);
    }

    private Literal LiteralFor(string purpose, string done) =>
        reader.Next.Kind is TokenKind.Number or TokenKind.Text && OptionalOperand() is Literal literal ? literal
        : reader.Next.Kind == TokenKind.Word && reader.InStatement
            ? throw reader.Unexpected(
                $"a number or a text: {purpose}",
                $"only what is written out can be {done}, such as 5 or \"five\": no variable, no counter and not now"
            )
        : throw reader.Unexpected($"a number or a text: {purpose}");

    private Operand? Else() => reader.InStatement && reader.TryTake("else") ? Wanted("the result when all branches are disabled") : null;

    // A select of names alone has nothing of what belongs to branches.
    private void NoBlock(string purpose)
    {
        if (reader.Next is var next && next.Text is "branch" or "is" or "if" or "else" && next.Kind == TokenKind.Word)
            throw reader.Unexpected(
                $"a name: {purpose}",
                $"\"{next.Text}\" needs a block: write \"select {{ branch a is 5 if n; branch b }} else 3\""
            );
    }

    private Sequence<string> Names(string purpose, string use, Action<string>? check = null)
    {
        var names = new List<string>();
        do
        {
            check?.Invoke(purpose);
            names.Add(Reference(purpose, use));
        } while (reader.InStatement);
        return Sequence.From(names);
    }

    private string? Port() => reader.Next.Is("(") || reader.Next.Is("{") ? null : reader.TakeName("the worker whose message to handle");

    private Post Posting()
    {
        var first = OptionalOperand() ?? throw reader.Unexpected("what to post: a value, outside of a worker after the worker's name");
        return first is Name worker && OptionalOperand() is { } value ? new Post(worker.Text, value) : new Post(null, first);
    }

    private Let Counter()
    {
        var name = reader.TakeName("of the counter");
        reader.Take("=", "and the counter's first value");
        if (reader.Next.Kind == TokenKind.Word && Words.Definitions.Contains(reader.Next.Text))
            throw reader.Unexpected(
                "a whole number: the counter's first value",
                $"only a counter is made with let: write \"{name} = {reader.Next.Text}\""
            );
        return new Let(name, reader.TakeNumber("the counter's first value"));
    }

    private Probe ProbeOf(string name)
    {
        var pending = Small("how often the probe is pending");
        var wakes = reader.InStatement && reader.TryTake("wakes") ? Small("how often the probe wakes its task each time") : 1;
        var cycles = reader.InStatement && reader.TryTake("cycles") ? Small("how often the probe takes and returns a permit") : 0;
        return new Probe(name, pending, wakes, cycles);
    }

    private int Permits() => reader.Next.Kind == TokenKind.Number ? Small("how many permits") : 1;

    private int Small(string purpose)
    {
        if (reader.Next is { Kind: TokenKind.Number, Number: > int.MaxValue or < int.MinValue })
            throw reader.Unexpected($"a small number: {purpose}");
        return (int)reader.TakeNumber(purpose);
    }

    private Try Attempt()
    {
        var body = Block("the tried block");
        reader.Take("catch", "and a name for the error after the tried block");
        var binding = reader.TakeName("of the error");
        return new Try(body, binding, Block("the handler"));
    }

    private string? Signal() => reader.InStatement && reader.TryTake("signal") ? reader.TakeName("whose signal aborts the sleep") : null;

    private MissedTicks Missed() =>
        !reader.InStatement ? MissedTicks.Burst
        : reader.TryTake("burst") ? MissedTicks.Burst
        : reader.TryTake("delay") ? MissedTicks.Delay
        : reader.TryTake("skip") ? MissedTicks.Skip
        : throw reader.Unexpected("what the interval does about missed ticks: burst, delay or skip");

    private string? SetOf() => reader.InStatement && reader.TryTake("in") ? reader.TakeName("the join set to spawn it in") : null;

    private string? Parameter()
    {
        if (!reader.TryTake("("))
            return null;
        var name = reader.TakeName("of the parameter");
        reader.Take(")", "after the parameter");
        return name;
    }

    private string Message() =>
        reader.InStatement ? reader.TakeText("the message") : throw reader.Unexpected("a text in double quotes: the message");

    private Sequence<Operand> Operands()
    {
        var operands = new List<Operand>();
        while (OptionalOperand() is { } operand)
            operands.Add(operand);
        return Sequence.From(operands);
    }

    private Operand Wanted(string purpose) =>
        OptionalOperand() ?? throw reader.Unexpected($"a value (a number, a text, a name or now): {purpose}");

    private Operand? OptionalOperand()
    {
        if (!reader.InStatement)
            return null;
        var start = reader.Index;
        Operand operand = reader.Next.Kind switch
        {
            TokenKind.Number => new Literal(Value.Of(reader.Take().Number)),
            TokenKind.Text => new Literal(Value.Of(reader.Take().Text)),
            TokenKind.Word when reader.TryTake("now") => new Now(),
            TokenKind.Word => new Name(reader.TakeName("a variable")),
            _ => throw reader.Unexpected("a value: a number, a text, a name or now"),
        };
        reader.Map.Add(operand, start);
        return operand;
    }

    private string FirstName(string purpose)
    {
        var token = reader.Next;
        return Words.IsName(token.Text) ? reader.Take().Text : throw reader.NotAName(purpose);
    }
}
