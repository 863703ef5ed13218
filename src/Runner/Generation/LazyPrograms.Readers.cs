using Conformance.Spec.Programs;

namespace Conformance.Runner.Generation;

/// <content>Whole programs in which tasks crowd around one or two shared futures: who polls them, who is put off, who is woken.</content>
internal sealed partial class LazyPrograms
{
    // They stay small: each reader multiplies the orders in which they can go.
    private void CrowdAround(List<Statement> block)
    {
        var probe = ShortProbe(block);
        Declare(probe, NameKind.Probe);
        ShareBody(block);
        if (Chance(30))
            ShareBody(block);
        for (var left = 1 + Pick(3); left > 0; left--)
            SpawnBody(block, body => Crowd(body, 1 + Pick(2), mayNest: true));
        Crowd(block, Pick(2), mayNest: false);
        WaitForSome(block, probe);
        block.Add(LogLine());
    }

    // The second one may read the first.
    private void ShareBody(List<Statement> block)
    {
        var (future, name) = (Fresh("f"), Fresh("c"));
        block.Add(new Async(future, Body(body => Crowd(body, 1 + Pick(2), mayNest: true))));
        block.Add(new Share(name, future));
        Declare(name, NameKind.Shared);
    }

    private void Crowd(List<Statement> block, int length, bool mayNest)
    {
        for (; length > 0; length--)
        {
            switch (Pick(12))
            {
                case < 5:
                    ReadOne(block);
                    break;
                case 5 or 6:
                    block.Add(new Yield());
                    break;
                case 7:
                    block.Add(new Await(null, ShortProbe(block), Borrow: false));
                    break;
                case 8:
                    block.Add(new Sleep(Pick(3), null));
                    break;
                case 9 when mayNest:
                    AwaitMember(block);
                    break;
                case 10 when AnyKnown(NameKind.Probe) is { } probe:
                    block.Add(new Wake(probe));
                    break;
                default:
                    block.Add(LogLine());
                    break;
            }
        }

        if (mayNest && Chance(8))
            block.Add(new Panic(Fresh("x")));
    }

    private void ReadOne(List<Statement> block)
    {
        if (AnyVisible(NameKind.Shared) is not { } shared)
        {
            block.Add(LogLine());
            return;
        }

        switch (Pick(5))
        {
            case 0:
                block.Add(new Combine(CombinatorKind.Join, null, [ShortProbe(block), shared]));
                break;
            case 1:
                block.Add(new Combine(CombinatorKind.Select, null, [ShortProbe(block), shared]));
                break;
            case 2:
                AddGuarded(block, new Spec.Programs.Timeout(null, Pick(2), shared), null);
                break;
            default:
                block.Add(new Await(null, shared, Borrow: false));
                break;
        }
    }

    // It is polled again when it wakes its task, or when something else does.
    private string ShortProbe(List<Statement> block)
    {
        var probe = Fresh("p");
        block.Add(new Probe(probe, 1 + Pick(2), Chance(70) ? 1 : 0));
        return probe;
    }

    // A task, in a set or on its own, whose end wakes who reads what waits for it.
    private void AwaitMember(List<Statement> block)
    {
        var (future, handle) = (Fresh("f"), Fresh("h"));
        var set = Chance(50) ? Fresh("t") : null;
        if (set is not null)
            block.Add(new JoinSet(set));
        block.Add(new Async(future, Body(body => Crowd(body, Pick(2), mayNest: false))));
        block.Add(new Spawn(handle, future, set));
        AddGuarded(block, set is null ? new Await(null, handle, Borrow: false) : new AwaitNext(null, set), null);
    }

    // The main body waits for some of all that goes on, in any order.
    private void WaitForSome(List<Statement> block, string probe)
    {
        var targets = Visible(NameKind.Handle | NameKind.Shared).Where(_ => Chance(60)).ToList();
        if (targets.Count == 0 || Chance(70))
            targets.Insert(Pick(targets.Count + 1), probe);
        if (Chance(50))
        {
            var future = Fresh("f");
            block.Add(new Async(future, Body(body => Crowd(body, 1 + Pick(2), mayNest: true))));
            targets.Insert(Pick(targets.Count + 1), future);
        }

        AddGuarded(block, new Combine(Chance(75) ? CombinatorKind.Join : CombinatorKind.Select, null, Sequence.From(targets)), null);
    }
}
