using Conformance.Spec.Programs;

namespace Conformance.Runner.Generation;

/// <summary>Random programs of the lazy dialect.</summary>
internal sealed partial class LazyPrograms(ulong seed, int size) : ProgramBuilder(seed, size)
{
    private const int MaxDepth = 3;
    private const NameKind Awaitable = NameKind.Future | NameKind.Handle | NameKind.Job;

    /// <inheritdoc/>
    public override Program Build() => new(Dialect.Lazy, Scoped(Main));

    // Few programs move the clock themselves: most runtimes have none that can be.
    private void Main(List<Statement> block)
    {
        if (Chance(4))
        {
            CrowdAround(block);
            return;
        }

        if (Chance(4))
            AdvancePast(block);
        if (Chance(6))
            HoldInPlace(block);
        Fill(block, 0, Math.Max(3, Budget / 2), isMain: true);
    }

    private void Fill(List<Statement> block, int depth, int length, bool isMain)
    {
        for (var i = 0; i < length && Budget > 0; i++)
            Next(block, depth);
        if (isMain)
            MopUp(block);
        else
            End(block);
    }

    /// <inheritdoc/>
    protected override void Next(List<Statement> block, int depth)
    {
        Budget--;
        // log async spawn await sleep yield compute combine timeout job abort drop probe wake share try defer counter later reuse pool tie
        // sleepers due fail probes late set nested driver ticks contend notify synchronize select send
        ReadOnlySpan<int> weights =
        [
            6,
            9,
            9,
            6,
            5,
            6,
            5,
            6,
            4,
            4,
            5,
            2,
            6,
            2,
            2,
            3,
            3,
            2,
            3,
            1,
            1,
            2,
            2,
            2,
            2,
            2,
            2,
            3,
            1,
            1,
            2,
            2,
            2,
            2,
            2,
            3,
        ];
        switch (Weighted(weights))
        {
            case 1:
                Define(block, depth);
                break;
            case 2:
                SpawnOne(block, depth);
                break;
            case 3:
                AwaitOne(block);
                break;
            case 4:
                block.Add(new Sleep(Duration(), null));
                break;
            case 5:
                block.Add(new Yield());
                break;
            case 6:
                block.Add(new Compute(Duration()));
                break;
            case 7:
                CombineSome(block, depth);
                break;
            case 8:
                TimeoutOne(block, depth);
                break;
            case 9:
                StartJob(block);
                break;
            case 10:
                if (AnyKnown(NameKind.Handle | NameKind.Job | NameKind.Member) is { } handle)
                    block.Add(new Abort(handle));
                break;
            case 11:
                DropOne(block);
                break;
            case 12:
                MakeProbe(block);
                break;
            case 13:
                if (AnyKnown(NameKind.Probe) is { } probe)
                    block.Add(new Wake(probe));
                break;
            case 14:
                ShareOne(block, depth);
                break;
            case 15:
                TrySome(block, depth);
                break;
            case 16:
                block.Add(new Defer(LogsOnly()));
                break;
            case 17:
                AddCounter(block);
                break;
            case 18:
                MakeSleep(block);
                break;
            case 19:
                AwaitTwice(block);
                break;
            case 20:
                FillPool(block);
                break;
            case 21:
                SpawnSleepers(block);
                break;
            case 22:
                AwaitSleepers(block);
                break;
            case 23:
                AwaitLate(block);
                break;
            case 24:
                FailBesideAnother(block);
                break;
            case 25:
                CombineProbes(block);
                break;
            case 26:
                SpawnLate(block);
                break;
            case 27:
                JoinSome(block, depth);
                break;
            case 28:
                DriveInTask(block);
                break;
            case 29:
                DriveInJob(block);
                break;
            case 30:
                TickSome(block);
                break;
            case 31:
                Contend(block);
                break;
            case 32:
                NotifySome(block);
                break;
            case 33:
                Synchronize(block);
                break;
            case 34:
                SelectSome(block);
                break;
            case 35:
                SendSome(block);
                break;
            default:
                block.Add(LogLine());
                break;
        }
    }

    private string Define(List<Statement> block, int depth)
    {
        var name = Fresh("f");
        var body = depth >= MaxDepth ? LogsOnly() : Body(inner => Fill(inner, depth + 1, 1 + Pick(5), isMain: false));
        block.Add(new Async(name, body));
        Declare(name, NameKind.Future);
        return name;
    }

    private string FutureOrNew(List<Statement> block, int depth) =>
        (Chance(60) ? AnyVisible(NameKind.Future) : null) ?? Define(block, depth);

    private void SpawnOne(List<Statement> block, int depth)
    {
        var target = FutureOrNew(block, depth);
        UseUp(target);
        var name = Fresh("h");
        block.Add(new Spawn(name, target));
        Declare(name, NameKind.Handle);
    }

    private void AwaitOne(List<Statement> block)
    {
        var shared = AnyVisible(NameKind.Shared);
        var target = shared is not null && Chance(40) ? shared : AnyVisible(Awaitable) ?? shared;
        if (target is null)
        {
            block.Add(new Yield());
            return;
        }

        var borrow = !string.Equals(target, shared, StringComparison.Ordinal) && IsOwn(target) && Chance(12);
        if (!borrow && !string.Equals(target, shared, StringComparison.Ordinal))
            UseUp(target);
        var binding = Binding();
        AddGuarded(block, new Await(binding, target, borrow), binding);
    }

    private void CombineSome(List<Statement> block, int depth)
    {
        var targets = new List<string>();
        var wanted = 2 + Pick(2);
        while (targets.Count < wanted)
        {
            var target = (Chance(70) ? AnyVisible(Awaitable) : null) ?? Define(block, depth);
            UseUp(target);
            targets.Add(target);
        }

        CombinatorKind[] kinds =
        [
            CombinatorKind.Join,
            CombinatorKind.Join,
            CombinatorKind.TryJoin,
            CombinatorKind.Select,
            CombinatorKind.SelectBiased,
        ];
        var kind = kinds[Pick(kinds.Length)];
        var binding = Binding();
        AddGuarded(block, new Combine(kind, binding, Sequence.From(targets)), binding);
    }

    private void TimeoutOne(List<Statement> block, int depth)
    {
        var target = (Chance(50) ? AnyVisible(Awaitable) : null) ?? Define(block, depth);
        UseUp(target);
        var binding = Binding();
        AddGuarded(block, new Spec.Programs.Timeout(binding, Duration(), target), binding);
    }

    private void StartJob(List<Statement> block)
    {
        var name = Fresh("j");
        block.Add(new Blocking(name, Job(mayPanic: true)));
        Declare(name, NameKind.Job);
    }

    private void DropOne(List<Statement> block)
    {
        if (AnyVisible(Awaitable) is not { } target)
            return;
        UseUp(target);
        block.Add(new Drop(target));
    }

    private void MakeProbe(List<Statement> block)
    {
        var name = Fresh("p");
        block.Add(new Probe(name, 1 + Pick(3), Chance(78) ? 1 + Pick(2) : 0));
        Declare(name, NameKind.Future);
        Declare(name, NameKind.Probe);
    }

    private void MakeSleep(List<Statement> block)
    {
        var name = Fresh("s");
        block.Add(new SleepLater(name, Duration(), null));
        Declare(name, NameKind.Future);
    }

    private void ShareOne(List<Statement> block, int depth)
    {
        var target = FutureOrNew(block, depth);
        UseUp(target);
        var name = Fresh("c");
        block.Add(new Share(name, target));
        Declare(name, NameKind.Shared);
    }

    private void FillPool(List<Statement> block)
    {
        var jobs = 2 + Pick(5);
        for (var i = 0; i < jobs; i++)
            StartJob(block);
    }

    private void MopUp(List<Statement> block)
    {
        foreach (var handle in Visible(NameKind.Handle | NameKind.Job))
        {
            if (!Chance(75))
                continue;
            UseUp(handle);
            AddGuarded(block, new Await(null, handle, Borrow: false), null);
        }

        if (Chance(30))
            block.Add(new Sleep(20, null));
        block.Add(LogLine());
    }

    private void End(List<Statement> block)
    {
        switch (Pick(10))
        {
            case 0:
                block.Add(new Throw(Fresh("x")));
                break;
            case 1 when Chance(60):
                block.Add(new Panic(Fresh("x")));
                break;
            case < 6:
                block.Add(new Return(AnyOperand()));
                break;
            default:
                block.Add(LogLine());
                break;
        }
    }
}
