using Conformance.Spec.Programs;

namespace Conformance.Runner.Generation;

/// <summary>Random programs of the eager dialect.</summary>
internal sealed partial class EagerPrograms(ulong seed, int size) : ProgramBuilder(seed, size)
{
    private const int MaxDepth = 3;

    /// <inheritdoc/>
    public override Program Build()
    {
        var module = Chance(15);
        var body = Scoped(block =>
        {
            if (module && Chance(50))
                ModuleMain(block);
            Fill(block, 0, Math.Max(3, Budget / 2), isMain: true);
        });
        return new Program(Dialect.Eager, body, module);
    }

    private void Fill(List<Statement> block, int depth, int length, bool isMain)
    {
        for (var i = 0; i < length && Budget > 0; i++)
            Next(block, depth);
        if (isMain)
        {
            if (Chance(4))
                ExitSometime(block);
            MopUp(block);
        }
        else
            End(block, mayAdopt: true);
    }

    /// <inheritdoc/>
    protected override void Next(List<Statement> block, int depth)
    {
        Budget--;
        // sync await sleep yield combine timeout try defer overlap cancel abort listen throw worker
        ReadOnlySpan<int> weights = [26, 8, 4, 5, 5, 2, 3, 2, 2, 2, 1, 1, 1, 2];
        switch (Weighted(weights))
        {
            case 1:
                AwaitOne(block);
                break;
            case 2:
                block.Add(new Sleep(Duration(), Chance(20) ? AnyKnown(NameKind.Controller) : null));
                break;
            case 3:
                block.Add(new Yield());
                break;
            case 4:
                CombineSome(block, depth);
                break;
            case 5:
                var inner = PromiseOrNew(block, depth);
                var binding = Binding();
                AddGuarded(block, new Spec.Programs.Timeout(binding, Duration(), inner), binding);
                break;
            case 6:
                TrySome(block, depth);
                break;
            case 7:
                block.Add(new Defer(LogsOnly()));
                break;
            case 8:
                Overlap(block);
                break;
            case 9:
                AbortSleep(block);
                break;
            case 10:
                AbortSometime(block);
                break;
            case 11:
                HearAborts(block);
                break;
            case 12:
                ThrowLater(block);
                break;
            case 13:
                UseWorker(block);
                break;
            default:
                NextSync(block, depth);
                break;
        }
    }

    // A statement that may stand anywhere.
    private void NextSync(List<Statement> block, int depth)
    {
        // log async promise deferred settle then catch finally callback controller abort job counter compute later phases clear network worker
        ReadOnlySpan<int> weights = [5, 6, 5, 3, 7, 5, 2, 2, 8, 1, 1, 3, 2, 3, 3, 2, 2, 2, 2];
        switch (Weighted(weights))
        {
            case 1:
                Define(block, depth);
                break;
            case 2:
                MakeOne(block, depth);
                break;
            case 3:
                var deferred = Fresh("d");
                block.Add(new Deferred(deferred));
                Declare(deferred, NameKind.Future);
                Declare(deferred, NameKind.Settleable);
                break;
            case 4:
                Settle(block);
                break;
            case 5:
                React(block, depth, 0);
                break;
            case 6:
                React(block, depth, 1);
                break;
            case 7:
                React(block, depth, 2);
                break;
            case 8:
                CallLater(block, depth);
                break;
            case 9:
                var controller = Fresh("c");
                block.Add(new Controller(controller));
                Declare(controller, NameKind.Controller);
                break;
            case 10:
                if (AnyKnown(NameKind.Controller) is { } known)
                    block.Add(new Abort(known));
                break;
            case 11:
                var jobs = Chance(20) ? 5 : 1;
                for (var i = 0; i < jobs; i++)
                {
                    var job = Fresh("j");
                    block.Add(new Blocking(job, Job(mayPanic: false)));
                    Declare(job, NameKind.Future);
                }

                break;
            case 12:
                AddCounter(block);
                break;
            case 13:
                block.Add(new Compute(Duration()));
                break;
            case 14:
                var sleep = Fresh("s");
                block.Add(new SleepLater(sleep, Duration(), Chance(20) ? AnyKnown(NameKind.Controller) : null));
                Declare(sleep, NameKind.Future);
                break;
            case 15:
                Phases(block);
                break;
            case 16:
                ClearOne(block);
                break;
            case 17:
                Network(block);
                break;
            case 18:
                StartWorker(block);
                break;
            default:
                block.Add(LogLine());
                break;
        }
    }

    private string Define(List<Statement> block, int depth)
    {
        var name = Fresh("f");
        var body = depth >= MaxDepth ? LogsOnly() : Scoped(inner => Fill(inner, depth + 1, 1 + Pick(4), isMain: false));
        block.Add(new Async(name, body));
        Declare(name, NameKind.Future);
        return name;
    }

    private string PromiseOrNew(List<Statement> block, int depth) =>
        (Chance(75) ? AnyVisible(NameKind.Future) : null) ?? Define(block, depth);

    private void AwaitOne(List<Statement> block)
    {
        if (AnyVisible(NameKind.Future) is not { } target)
        {
            block.Add(new Yield());
            return;
        }

        var binding = Binding();
        AddGuarded(block, new Await(binding, target, Borrow: false), binding);
    }

    // The executor settles its own promise: now, twice, later from a timer, or never.
    private void MakeOne(List<Statement> block, int depth)
    {
        var name = Fresh("p");
        var body = Scoped(inner =>
        {
            Declare(name, NameKind.Settleable);
            inner.Add(LogLine());
            if (Chance(30))
                NextSyncIfAffordable(inner, depth);
            if (Chance(60))
                AddSettle(inner, name);
            if (Chance(15))
                AddSettle(inner, name);
            if (Chance(25))
            {
                var timer = Fresh("t");
                inner.Add(new Callback(CallbackKind.Timer, timer, Duration(), Scoped(later => AddSettle(later, name))));
            }

            if (Chance(12))
                inner.Add(new Throw(Fresh("x")));
        });
        block.Add(new MakePromise(name, body));
        Declare(name, NameKind.Future);
        Declare(name, NameKind.Settleable);
    }

    private void NextSyncIfAffordable(List<Statement> block, int depth)
    {
        if (Budget-- > 0 && depth < MaxDepth)
            NextSync(block, depth + 1);
    }

    private void Settle(List<Statement> block)
    {
        if (AnyVisible(NameKind.Settleable) is { } target)
            AddSettle(block, target);
    }

    private void AddSettle(List<Statement> block, string target)
    {
        if (Chance(25))
            block.Add(new Reject(target, Fresh("x")));
        else if (Chance(30) && AnyVisible(NameKind.Future) is { } followed)
            block.Add(new Resolve(target, new Name(followed)));
        else
            block.Add(new Resolve(target, AnyOperand()));
    }

    private void React(List<Statement> block, int depth, int kind)
    {
        var target = PromiseOrNew(block, depth);
        var name = Fresh("r");
        var parameter = kind < 2 && Chance(60) ? Fresh("v") : null;
        var body = Scoped(inner =>
        {
            DeclareBinding(parameter);
            inner.Add(LogLine());
            if (Chance(40))
                NextSyncIfAffordable(inner, depth);
            if (Chance(60))
                End(inner, mayAdopt: kind < 2);
        });
        block.Add(
            kind switch
            {
                0 => new Then(name, target, parameter, body),
                1 => new Catch(name, target, parameter, body),
                _ => new Finally(name, target, body),
            }
        );
        Declare(name, NameKind.Future);
    }

    private void CallLater(List<Statement> block, int depth)
    {
        CallbackKind[] kinds =
        [
            CallbackKind.Microtask,
            CallbackKind.Microtask,
            CallbackKind.Timer,
            CallbackKind.NextTick,
            CallbackKind.Immediate,
        ];
        var kind = kinds[Pick(kinds.Length)];
        var name = Fresh(Prefix(kind));
        var body = Scoped(inner =>
        {
            inner.Add(LogLine());
            if (Chance(50))
                NextSyncIfAffordable(inner, depth);
        });
        block.Add(new Callback(kind, name, kind == CallbackKind.Timer ? Duration() : 0, body));
    }

    private static string Prefix(CallbackKind kind) =>
        kind switch
        {
            CallbackKind.Microtask => "m",
            CallbackKind.NextTick => "k",
            CallbackKind.Immediate => "i",
            _ => "t",
        };

    private void CombineSome(List<Statement> block, int depth)
    {
        var targets = new List<string>();
        var wanted = 2 + Pick(2);
        for (var i = 0; i < wanted; i++)
        {
            var target = PromiseOrNew(block, depth);
            if (!targets.Contains(target, StringComparer.Ordinal))
                targets.Add(target);
        }

        CombinatorKind[] kinds = [CombinatorKind.Join, CombinatorKind.TryJoin, CombinatorKind.Race, CombinatorKind.Any];
        var binding = Binding();
        AddGuarded(block, new Combine(kinds[Pick(kinds.Length)], binding, Sequence.From(targets)), binding);
    }

    private void MopUp(List<Statement> block)
    {
        foreach (var promise in Visible(NameKind.Future))
        {
            if (Chance(25))
                AddGuarded(block, new Await(null, promise, Borrow: false), null);
        }

        block.Add(LogLine());
    }

    private void End(List<Statement> block, bool mayAdopt)
    {
        switch (Pick(8))
        {
            case 0:
                block.Add(new Throw(Fresh("x")));
                break;
            case 1 when mayAdopt && AnyVisible(NameKind.Future) is { } adopted:
                block.Add(new Return(new Name(adopted)));
                break;
            case < 5:
                block.Add(new Return(AnyOperand()));
                break;
            default:
                block.Add(LogLine());
                break;
        }
    }
}
