namespace Conformance.Spec.Programs;

/// <summary>One check of one program: a walk in the order of the text.</summary>
internal sealed partial class Checking(Program program, SourceMap? map)
{
    private readonly List<Problem> problems = [];
    private readonly NameTable names = new(program);
    private readonly bool lazy = program.Dialect == Dialect.Lazy;
    private int statements;
    private int computations;

    private Kinds Awaitable => lazy ? Kinds.LazyAwaitable : Kinds.EagerAwaitable;

    public List<Problem> Run()
    {
        if (lazy && program.Module)
            problems.Add(new Problem(null, "a module of the lazy dialect", "a program", "only an eager program is a module"));
        Block(program.Body, new Body(BodyPlace.Async, "main", null), 0);
        return problems;
    }

    private void Block(Sequence<Statement> block, Body body, int depth, Statement? parameterOf = null, string? parameter = null)
    {
        var mark = names.Mark;
        if (parameterOf is not null)
            Bind(parameter, parameterOf, body);
        Statement? last = null;
        foreach (var statement in block)
        {
            if (++statements > ProgramChecker.MostStatements)
            {
                if (statements == ProgramChecker.MostStatements + 1)
                    Report(statement, null, "more statements", $"at most {ProgramChecker.MostStatements} in a program");
                break;
            }

            if (last is Return or Throw or Panic or Exit)
            {
                var word = Words.Of(statement);
                Report(statement, null, $"\"{word}\" after \"{Words.Of(last)}\"", "the end of the block", "what stands here never runs");
            }

            Check(statement, body, depth);
            last = statement;
        }

        names.Leave(mark);
    }

    private void Check(Statement statement, Body body, int depth)
    {
        if (Dialects.Foreign(statement, program.Dialect) is { } foreign)
        {
            var (other, own) = lazy ? ("eager", "lazy") : ("lazy", "eager");
            Report(statement, foreign, $"\"{foreign}\" of the {other} dialect", $"a statement of the {own} dialect");
            Forgive(statement, body);
            return;
        }

        if (!body.Allows(statement))
        {
            var word = Words.Of(statement);
            var advice = statement is Return or Throw ? $"the body of \"{body.Name}\" has nobody to give it to" : body.Advice;
            var found = statement is Spawn { Set: not null } ? "\"spawn\" in a join set" : $"\"{word}\"";
            Report(statement, word, found, body.Allowed, body.Place == BodyPlace.Defer ? body.Advice : advice);
            Forgive(statement, body);
            return;
        }

        if (depth >= ProgramChecker.DeepestNesting && Nested.Body(statement) is not null)
        {
            Report(
                statement,
                null,
                "a deeper block",
                $"at most {ProgramChecker.DeepestNesting} blocks inside one another",
                "make the program flatter"
            );
            return;
        }

        if (statement is Definition definition)
            Define(definition, body, depth);
        else
            Simple(statement, body, depth);
    }

    private void Define(Definition definition, Body body, int depth)
    {
        switch (definition)
        {
            case SleepLater sleep:
                Time(sleep, sleep.Duration);
                if (sleep.Signal is not null)
                    Target(sleep, sleep.Signal, Kinds.Signals);
                break;
            case Echo echo:
                Time(echo, echo.Duration);
                break;
            case OnMessage handler:
                Port(handler, handler.Target, body);
                break;
            case Spawn spawn:
                Use(spawn, spawn.Target, Kinds.Futures, body);
                if (spawn.Set is not null)
                    Local(spawn, spawn.Set, Kinds.Sets, body);
                break;
            case Interval interval:
                Range(interval, interval.Period, ProgramChecker.LongestTime, "a period", 1);
                break;
            case Semaphore semaphore:
                Permits(semaphore, semaphore.Permits, 0);
                break;
            case Acquire acquire:
                Permits(acquire, acquire.Permits, 1);
                Target(acquire, acquire.Target, Kinds.Semaphores);
                break;
            case Notified wait:
                Target(wait, wait.Target, Kinds.Notifies);
                break;
            case Channel channel:
                Range(channel, channel.Room, ProgramChecker.MostPermits, "a number of values", 1);
                break;
            case Send send:
                Target(send, send.Target, Kinds.Channels);
                Read(send.Value);
                break;
            case Share share:
                Use(share, share.Target, Kinds.Futures, body);
                break;
            case Probe probe:
                Range(probe, probe.Pending, ProgramChecker.MostPending, "a number of pending polls");
                Range(probe, probe.Wakes, ProgramChecker.MostWakes, "a number of wakes");
                Range(probe, probe.Cycles, ProgramChecker.MostCycles, "a number of cycles");
                break;
            case Then reaction:
                Target(reaction, reaction.Target, Kinds.EagerAwaitable);
                break;
            case Catch reaction:
                Target(reaction, reaction.Target, Kinds.EagerAwaitable);
                break;
            case Finally reaction:
                Target(reaction, reaction.Target, Kinds.EagerAwaitable);
                break;
            case Listen listen:
                Target(listen, listen.Target, Kinds.Signals);
                break;
            case AnySignal any:
                Sources(any);
                break;
            case Callback callback:
                Range(callback, callback.Delay, callback.Kind == CallbackKind.Timer ? ProgramChecker.LongestTime : 0, "a time");
                break;
        }

        if (++computations == ProgramChecker.MostComputations + 1)
            Report(definition, null, "more computations", $"at most {ProgramChecker.MostComputations} in a program");
        var symbol = New(definition.Name, SymbolRole.Computation, Definitions.KindOf(definition), definition, body);
        if (Nested.Body(definition) is not { } block)
            return;
        var place = definition switch
        {
            Blocking => BodyPlace.Blocking,
            Worker => BodyPlace.Worker,
            OnMessage => body.Place == BodyPlace.Worker ? BodyPlace.Worker : BodyPlace.Callback,
            MakePromise => BodyPlace.Executor,
            Then or Catch or Finally => BodyPlace.Reaction,
            Listen or OnUncaught or Callback { Kind: CallbackKind.Exit } => BodyPlace.Listener,
            Callback => BodyPlace.Callback,
            _ => BodyPlace.Async,
        };
        var parameter = definition switch
        {
            Then reaction => reaction.Parameter,
            Catch reaction => reaction.Parameter,
            OnMessage handler => handler.Parameter,
            Listen listen => listen.Parameter,
            OnUncaught listen => listen.Parameter,
            _ => null,
        };
        var hidden = symbol is not null && place != BodyPlace.Executor;
        if (hidden)
            (symbol!.Visible, symbol.Making) = (false, true);
        Block(block, new Body(place, definition.Name, body), depth + 1, definition, parameter);
        if (hidden)
            (symbol!.Visible, symbol.Making) = (true, false);
    }

    private void Simple(Statement statement, Body body, int depth)
    {
        switch (statement)
        {
            case Log log:
                Text(log, log.Text);
                foreach (var value in log.Values)
                    Read(value);
                break;
            case Let let:
                Literal(let, let.Initial);
                New(let.Name, SymbolRole.Counter, default, let, body);
                break;
            case Add add:
                Literal(add, add.Amount);
                Counter(add);
                break;
            case Post post:
                Port(post, post.Target, body);
                Give(post, post.Value, body.Place is BodyPlace.Async or BodyPlace.Executor or BodyPlace.Reaction);
                break;
            case Terminate terminate:
                Target(terminate, terminate.Target, Kinds.Workers);
                break;
            case Await wait:
                if (wait.Borrow)
                    Use(wait, wait.Target, Kinds.Owned, body, borrow: true);
                else
                    Use(wait, wait.Target, Awaitable, body);
                Bind(wait.Binding, wait, body);
                break;
            case BlockOn drive:
                Drive(drive, body);
                break;
            case AwaitNext wait:
                Local(wait, wait.Target, Kinds.Streams, body);
                Bind(wait.Binding, wait, body);
                break;
            case Sleep sleep:
                Time(sleep, sleep.Duration);
                if (sleep.Signal is not null)
                    Target(sleep, sleep.Signal, Kinds.Signals);
                break;
            case Compute compute:
                Time(compute, compute.Duration);
                break;
            case Advance advance:
                Time(advance, advance.Duration);
                break;
            case Combine combine:
                Combination(combine, body);
                break;
            case SelectBlock select:
                Selection(select, body, depth);
                break;
            case Branch branch:
                Use(branch, branch.Target, Awaitable, body);
                if (branch.Pattern is not null)
                    Read(branch.Pattern);
                break;
            case Timeout timeout:
                Time(timeout, timeout.Duration);
                Use(timeout, timeout.Target, Awaitable, body);
                Bind(timeout.Binding, timeout, body);
                break;
            case Return { Value: { } value } result:
                Give(result, value, body.Place != BodyPlace.Blocking);
                break;
            case Throw failure:
                Text(failure, failure.Message);
                break;
            case Panic panic:
                Text(panic, panic.Message);
                break;
            case Try attempt:
                Block(attempt.Body, body, depth + 1);
                Block(attempt.Handler, body, depth + 1, attempt, attempt.Binding);
                break;
            case InPlace inPlace:
                Block(inPlace.Body, new Body(BodyPlace.InPlace, body.Name, body), depth + 1);
                break;
            case Defer defer:
                Block(defer.Body, new Body(BodyPlace.Defer, body.Name, body), depth + 1);
                break;
            case Abort abort:
                Reason(abort);
                if (Target(abort, abort.Target, lazy ? Kinds.Abortable : Kinds.Controllers) is { Kind: ComputationKind.JoinSet } set)
                    Local(abort, set, body);
                break;
            case Clear clear:
                Target(clear, clear.Target, Kinds.Clearable);
                break;
            case Drop drop:
                Use(drop, drop.Target, Kinds.Droppable, body);
                break;
            case Wake wake:
                Target(wake, wake.Target, Kinds.Probes);
                break;
            case Release release:
                Permits(release, release.Permits, 1);
                Target(release, release.Target, Kinds.Semaphores);
                break;
            case NotifyOne notify:
                Target(notify, notify.Target, Kinds.Notifies);
                break;
            case NotifyWaiters notify:
                Target(notify, notify.Target, Kinds.Notifies);
                break;
            case Resolve resolve:
                Target(resolve, resolve.Target, Kinds.Settleable);
                if (resolve.Value is not null)
                    Give(resolve, resolve.Value, adopts: true);
                break;
            case Reject reject:
                Target(reject, reject.Target, Kinds.Settleable);
                Text(reject, reject.Message);
                break;
        }
    }

    private void Sources(AnySignal any)
    {
        if (any.Targets.Count == 0)
            Report(any, null, "\"any-signal\" of nothing", "at least one signal");
        foreach (var name in any.Targets)
            Target(any, name, Kinds.Signals);
    }

    private void Reason(Abort abort)
    {
        if (abort.Reason is not { } reason)
            return;
        Text(abort, reason);
        if (lazy)
            Report(abort, null, "\"abort\" with a reason", "\"abort\" and a handle", "only an eager abort has a reason");
    }

    private void Combination(Combine combine, Body body)
    {
        if (combine.Targets.Count == 0)
            Report(combine, null, $"\"{Words.Of(combine)}\" of nothing", "at least one computation");
        for (var i = 0; i < combine.Targets.Count; i++)
        {
            var name = combine.Targets[i];
            if (lazy && combine.Targets.Take(i).Contains(name))
                Twice(combine, name);
            else
                Use(combine, name, Awaitable, body);
        }

        Bind(combine.Binding, combine, body);
    }

    private void Twice(Statement statement, string name)
    {
        var advice = names.Find(name) is { Kind: ComputationKind.Shared }
            ? $"a trace tells branches apart by their computations: give another branch an async computation that awaits \"{name}\""
            : "a lazy computation has one owner";
        Report(statement, name, $"\"{name}\" twice", "each computation once", advice);
    }

    private void Selection(SelectBlock select, Body body, int depth)
    {
        // Whether a branch is enabled is decided before any of their expressions is evaluated.
        foreach (var branch in select.Body.OfType<Branch>())
        {
            if (branch.Condition is not null)
                Read(branch.Condition);
        }

        Block(select.Body, new Body(BodyPlace.Select, body.Name, body), depth + 1);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var branch in select.Body.OfType<Branch>())
        {
            if (!seen.Add(branch.Target) && names.Find(branch.Target) is { Kind: ComputationKind.Shared })
                Twice(branch, branch.Target);
        }

        if (select.Body.LastOrDefault() is not Branch)
            Report(
                select,
                null,
                "a select whose block does not end with a branch",
                "a block with at least one branch, the last thing in it"
            );
        if (select.Else is not null)
            Read(select.Else);
        Bind(select.Binding, select, body);
    }

    private Position? PlaceOf(Statement statement, string? word) => word is null ? map?.Of(statement) : map?.Of(statement, word);

    private void Report(Statement statement, string? word, string found, string expected, string advice = "") =>
        Report(PlaceOf(statement, word), found, expected, advice);

    private void Report(Position? place, string found, string expected, string advice = "") =>
        problems.Add(new Problem(place, found, expected, advice));
}
