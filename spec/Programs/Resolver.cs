namespace Conformance.Spec.Programs;

/// <summary>Walks a program once and numbers its computations, variables and program points.</summary>
internal sealed partial class Resolver
{
    private readonly Dictionary<string, int> computationByName = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> variableByName = new(StringComparer.Ordinal);

    private readonly Dictionary<string, int> copies = new(StringComparer.Ordinal);

    // While the bodies of a worker are resolved: how many variables there were before.
    private int outside;
    private bool isInPlace;

    // The place of the branch whose expression is resolved.
    private int branch = -1;

    public List<Computation> Computations { get; } = [];

    public List<Instruction> Instructions { get; } = [];

    public List<string> Variables { get; } = [];

    public void Resolve(Program program)
    {
        var main = new Computation
        {
            Id = 0,
            Name = "main",
            Kind = ComputationKind.Main,
            Parent = -1,
            Site = -1,
        };
        Computations.Add(main);
        main.Body = Block(program.Body, main.Id);
        if (program.Dialect == Dialect.Lazy)
            FindConsumers();
    }

    private Instruction[] Block(Sequence<Statement> statements, int owner)
    {
        var (code, outer) = (new List<Instruction>(), branch);
        branch = -1;
        Append(statements, owner, code);
        branch = outer;
        return [.. code];
    }

    private void Append(Sequence<Statement> statements, int owner, List<Instruction> code)
    {
        foreach (var statement in statements)
        {
            switch (statement)
            {
                case Try attempt:
                    AppendTry(attempt, owner, code);
                    break;
                case Defer defer:
                    var guard = Emit(code, owner, Op.Defer);
                    guard.Body = Block(defer.Body, owner);
                    break;
                case InPlace inPlace:
                    Emit(code, owner, Op.EnterInPlace);
                    isInPlace = true;
                    Append(inPlace.Body, owner, code);
                    isInPlace = false;
                    break;
                case SelectBlock select:
                    AppendSelect(select, owner, code);
                    break;
                case Definition definition:
                    Define(definition, owner, code);
                    break;
                default:
                    Simple(statement, owner, code);
                    break;
            }
        }
    }

    private void Define(Definition definition, int owner, List<Instruction> code)
    {
        // The subject is looked up before the name is known, the body after: a promise's executor may name its promise.
        var subject = definition switch
        {
            Spawn spawn => Computation(spawn.Target),
            Share share => Computation(share.Target),
            Then then => Computation(then.Target),
            Catch reaction => Computation(reaction.Target),
            Finally reaction => Computation(reaction.Target),
            Listen listen => Computation(listen.Target),
            OnMessage { Target: { } worker } => Computation(worker),
            OnMessage => Computations[owner].Worker,
            SleepLater { Signal: { } signal } => Computation(signal),
            Acquire acquire => Computation(acquire.Target),
            Notified wait => Computation(wait.Target),
            Send send => Computation(send.Target),
            _ => -1,
        };
        int[] sources = definition is AnySignal any ? [.. any.Targets.Select(Computation)] : [];
        var set = definition is Spawn { Set: { } joined } ? Computation(joined) : -1;
        var id = Computations.Count;
        var site = Instructions.Count;
        computationByName[definition.Name] = id;
        var thread = definition is Worker ? id : Computations[owner].Worker;
        var computation = new Computation
        {
            Id = id,
            Name = definition.Name,
            Kind = Definitions.KindOf(definition),
            Parent = owner,
            Site = site,
            Subject = subject,
            Worker = thread,
            Sources = sources,
            Controllers = definition is Controller ? [id] : [.. sources.SelectMany(source => Computations[source].Controllers).Distinct()],
            Set = set,
            Duration = definition switch
            {
                SleepLater sleep => sleep.Duration,
                Interval interval => interval.Period,
                Callback callback => callback.Delay,
                Echo echo => echo.Duration,
                _ => 0,
            },
            Missed = (definition as Interval)?.Missed ?? default,
            Permits = definition switch
            {
                Semaphore made => made.Permits,
                Acquire acquire => acquire.Permits,
                Channel made => made.Room,
                Send => 1,
                _ => 0,
            },
            Sent = (definition as Send)?.Value.Value ?? Value.Unit,
            Pending = (definition as Probe)?.Pending ?? 0,
            Wakes = (definition as Probe)?.Wakes ?? 0,
            Cycles = (definition as Probe)?.Cycles ?? 0,
            Parameter = definition switch
            {
                Then { Parameter: { } name } => Variable(name),
                Catch { Parameter: { } name } => Variable(name),
                OnMessage { Parameter: { } name } => Variable(name),
                Listen { Parameter: { } name } => Variable(name),
                OnUncaught { Parameter: { } name } => Variable(name),
                _ => -1,
            },
        };
        Computations.Add(computation);
        Emit(code, owner, Op.Create, target: id);
        var body = definition switch
        {
            Async made => made.Body,
            Blocking made => made.Body,
            OnMessage made => made.Body,
            MakePromise made => made.Body,
            Then made => made.Body,
            Catch made => made.Body,
            Finally made => made.Body,
            Callback made => made.Body,
            Listen made => made.Body,
            OnUncaught made => made.Body,
            _ => null,
        };
        if (body is not null)
            computation.Body = Block(body, id);
        else if (definition is Worker made)
            BodyOfWorker(computation, made);
    }

    /// <summary>In a worker's bodies a name from outside stands for a slot of its own.</summary>
    private void BodyOfWorker(Computation worker, Worker made)
    {
        outside = Variables.Count;
        worker.Body = Block(made.Body, worker.Id);
        worker.Copies = [.. copies.Select(copy => new VariableCopy(variableByName[copy.Key], copy.Value))];
        outside = 0;
        copies.Clear();
    }

    private void Simple(Statement statement, int owner, List<Instruction> code)
    {
        switch (statement)
        {
            case Log log:
                Emit(code, owner, Op.Log, text: log.Text, arguments: [.. log.Values.Select(Argument)]);
                break;
            case Let let:
                Emit(code, owner, Op.Let, variable: Variable(let.Name), number: let.Initial);
                break;
            case Add add:
                Emit(code, owner, Op.Add, variable: Variable(add.Name), number: add.Amount);
                break;
            case Post { Value: Name name } post when computationByName.TryGetValue(name.Text, out var promise):
                Emit(code, owner, Op.Post, Port(post, owner), adopted: promise);
                break;
            case Post post:
                Emit(code, owner, Op.Post, Port(post, owner), arguments: [Argument(post.Value)]);
                break;
            case Terminate terminate:
                Emit(code, owner, Op.Terminate, Computation(terminate.Target));
                break;
            case Await wait:
                Emit(code, owner, Op.Await, Computation(wait.Target), Binding(wait.Binding), borrow: wait.Borrow);
                break;
            case Sleep sleep:
                var signal = sleep.Signal is null ? -1 : Computation(sleep.Signal);
                Emit(code, owner, Op.Sleep, signal, number: sleep.Duration);
                break;
            case Yield:
                Emit(code, owner, Op.Yield);
                break;
            case Compute compute:
                Emit(code, owner, Op.Compute, number: compute.Duration);
                break;
            case Advance advance:
                Emit(code, owner, Op.Advance, number: advance.Duration);
                break;
            case Combine combine:
                int[] targets = [.. combine.Targets.Select(Computation)];
                Emit(code, owner, Op.Combine, -1, Binding(combine.Binding), targets: targets, combinator: combine.Kind);
                break;
            case Branch given:
                Emit(code, owner, Op.Branch, Computation(given.Target));
                break;
            case Timeout timeout:
                var inner = Computation(timeout.Target);
                Emit(code, owner, Op.Timeout, inner, Binding(timeout.Binding), timeout.Duration);
                break;
            case Return { Value: Name name } when computationByName.TryGetValue(name.Text, out var adopted):
                Emit(code, owner, Op.Return, adopted);
                break;
            case Return result:
                Emit(code, owner, Op.Return, arguments: Optional(result.Value));
                break;
            case Throw failure:
                Emit(code, owner, Op.Throw, text: failure.Message);
                break;
            case Panic panic:
                Emit(code, owner, Op.Panic, text: panic.Message);
                break;
            case Resolve { Value: Name name } resolve when computationByName.TryGetValue(name.Text, out var followed):
                Emit(code, owner, Op.Resolve, Computation(resolve.Target), adopted: followed);
                break;
            case Resolve resolve:
                Emit(code, owner, Op.Resolve, Computation(resolve.Target), arguments: Optional(resolve.Value));
                break;
            case Reject reject:
                Emit(code, owner, Op.Reject, Computation(reject.Target), text: reject.Message);
                break;
            case Abort abort:
                Emit(code, owner, Op.Abort, Computation(abort.Target), text: abort.Reason ?? "aborted");
                break;
            case Exit:
                Emit(code, owner, Op.Exit);
                break;
            case Clear clear:
                Emit(code, owner, Op.Clear, Computation(clear.Target));
                break;
            case Drop drop:
                Emit(code, owner, Op.Drop, Computation(drop.Target));
                break;
            case BlockOn drive:
                Emit(code, owner, Op.BlockOn, Computation(drive.Target), Binding(drive.Binding));
                break;
            case AwaitNext wait:
                Emit(code, owner, Op.Next, Computation(wait.Target), Binding(wait.Binding));
                break;
            case Wake wake:
                Emit(code, owner, Op.Wake, Computation(wake.Target));
                break;
            case Release release:
                Emit(code, owner, Op.Release, Computation(release.Target), number: release.Permits);
                break;
            case NotifyOne notify:
                Emit(code, owner, Op.NotifyOne, Computation(notify.Target));
                break;
            case NotifyWaiters notify:
                Emit(code, owner, Op.NotifyWaiters, Computation(notify.Target));
                break;
            default:
                throw new ArgumentException($"Unknown statement {statement}.", nameof(statement));
        }
    }

    private Instruction Emit(
        List<Instruction> code,
        int owner,
        Op op,
        int target = -1,
        int variable = -1,
        long number = 0,
        string text = "",
        Argument[]? arguments = null,
        int[]? targets = null,
        CombinatorKind combinator = default,
        bool borrow = false,
        int adopted = -1,
        Value[]? patterns = null
    )
    {
        var instruction = new Instruction
        {
            Op = op,
            Site = Instructions.Count,
            Owner = owner,
            Target = target,
            Variable = variable,
            Number = number,
            Text = text,
            Arguments = arguments ?? [],
            Targets = targets ?? [],
            Combinator = combinator,
            Borrow = borrow,
            Adopted = adopted,
            InPlace = isInPlace,
            Patterns = patterns ?? [],
            Branch = branch,
            Position = code.Count,
        };
        Instructions.Add(instruction);
        code.Add(instruction);
        return instruction;
    }

    private void FindConsumers()
    {
        foreach (var instruction in Instructions)
        {
            switch (instruction.Op)
            {
                case Op.Await:
                case Op.Timeout:
                case Op.Drop:
                case Op.BlockOn:
                    // A borrow also names who polls it; an owner that consumes later in the text has the last word.
                    Computations[instruction.Target].Consumer = instruction.Site;
                    break;
                case Op.Combine:
                    foreach (var target in instruction.Targets)
                        Computations[target].Consumer = instruction.Site;
                    break;
                case Op.Create when Computations[instruction.Target] is { IsTask: true } or { Kind: ComputationKind.Shared }:
                    Computations[Computations[instruction.Target].Subject].Consumer = instruction.Site;
                    break;
            }
        }
    }

    private int Port(Post post, int owner) => post.Target is null ? Computations[owner].Worker : Computation(post.Target);

    private int Binding(string? name) => name is null ? -1 : Variable(name);

    private int Variable(string name)
    {
        if (!variableByName.TryGetValue(name, out var slot))
        {
            slot = Variables.Count;
            Variables.Add(name);
            variableByName[name] = slot;
        }

        return slot < outside ? CopyOf(name) : slot;
    }

    private int CopyOf(string name)
    {
        if (!copies.TryGetValue(name, out var slot))
        {
            slot = Variables.Count;
            Variables.Add(name);
            copies[name] = slot;
        }

        return slot;
    }

    private int Computation(string name) =>
        computationByName.TryGetValue(name, out var id)
            ? id
            : throw new ArgumentException($"No computation is named \"{name}\": check the program before resolving it.", nameof(name));

    private Argument[] Optional(Operand? operand) => operand is null ? [] : [Argument(operand)];

    private Argument Argument(Operand operand) =>
        operand switch
        {
            Literal literal => new(ArgumentKind.Literal, literal.Value, -1),
            Name name => new(ArgumentKind.Variable, Value.Unit, Variable(name.Text)),
            Now => new(ArgumentKind.Now, Value.Unit, -1),
            _ => throw new ArgumentException($"Unknown operand {operand}.", nameof(operand)),
        };
}
