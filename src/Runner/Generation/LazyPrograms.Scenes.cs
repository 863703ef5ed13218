using Conformance.Spec.Programs;

namespace Conformance.Runner.Generation;

/// <content>Situations that single random statements would seldom make.</content>
internal sealed partial class LazyPrograms
{
    // A second use of a result must fail loudly; in a task of its own, so that the rest of the program goes on.
    private void AwaitTwice(List<Statement> block)
    {
        var inner = Fresh("f");
        var outer = Fresh("f");
        var handle = Fresh("h");
        var body = Scoped(b =>
        {
            b.Add(new Async(inner, [LogLine(), Chance(50) ? new Yield() : LogLine()]));
            b.Add(new Await(null, inner, Borrow: true));
            b.Add(new Await(null, inner, Borrow: true));
            b.Add(LogLine());
        });
        block.Add(new Async(outer, body));
        block.Add(new Spawn(handle, outer));
        Declare(handle, NameKind.Handle);
    }

    // Several tasks with deadlines that are equal or close: what orders of timers show in.
    private void SpawnSleepers(List<Statement> block)
    {
        var duration = Duration();
        for (var i = 0; i < 3; i++)
        {
            var future = Fresh("f");
            var handle = Fresh("h");
            block.Add(new Async(future, [new Sleep(Chance(70) ? duration : Duration(), null), LogLine()]));
            block.Add(new Spawn(handle, future));
            Declare(handle, NameKind.Handle);
        }
    }

    // Two futures made before either is polled: their times add up one after the other, and overlap in a join.
    private void AwaitSleepers(List<Statement> block)
    {
        string[] futures = [Fresh("f"), Fresh("f")];
        foreach (var future in futures)
            block.Add(new Async(future, [new Sleep(1 + Duration(), null)]));
        if (Chance(50))
            block.Add(new Combine(CombinatorKind.Join, null, Sequence.From(futures)));
        else
            block.AddRange(futures.Select(future => new Await(null, future, Borrow: false)));
        block.Add(LogLine());
    }

    // A sleep that was made a while before it is awaited.
    private void AwaitLate(List<Statement> block)
    {
        var sleep = Fresh("s");
        block.Add(new SleepLater(sleep, 1 + Duration(), null));
        block.Add(new Sleep(1 + Duration(), null));
        block.Add(new Await(null, sleep, Borrow: false));
        block.Add(LogLine());
    }

    // A child of a try-join fails while its sibling is under way.
    private void FailBesideAnother(List<Statement> block)
    {
        var failing = Fresh("f");
        var sibling = Fresh("f");
        block.Add(new Async(failing, [new Sleep(Duration(), null), new Throw(Fresh("x"))]));
        block.Add(new Async(sibling, [new Defer(LogsOnly()), new Sleep(1 + Duration(), null), LogLine()]));
        var binding = Binding();
        AddGuarded(block, new Combine(CombinatorKind.TryJoin, binding, [failing, sibling]), binding);
    }

    // Leaves that log their polls: what the order of polls inside one combinator shows in.
    private void CombineProbes(List<Statement> block)
    {
        var targets = new List<string>();
        var wanted = 2 + Pick(2);
        while (targets.Count < wanted)
        {
            var name = Fresh("p");
            block.Add(new Probe(name, Pick(4), Chance(80) ? 1 : 2));
            targets.Add(name);
        }

        CombinatorKind[] kinds = [CombinatorKind.Join, CombinatorKind.Join, CombinatorKind.TryJoin, CombinatorKind.SelectBiased];
        block.Add(new Combine(kinds[Pick(kinds.Length)], null, Sequence.From(targets)));
    }

    // A task that awaits a sleep which is over already, or gives way, while another task is ready.
    private void SpawnLate(List<Statement> block)
    {
        var sleep = Fresh("s");
        var duration = 1 + Pick(5);
        Spawn([new SleepLater(sleep, duration, null), new Compute(duration + Pick(3)), new Await(null, sleep, Borrow: false), LogLine()]);
        Spawn(
            Pick(10) switch
            {
                < 4 => ManyPolls(),
                < 7 => ManyCycles(),
                _ => [LogLine(), new Yield(), LogLine()],
            }
        );

        void Spawn(Sequence<Statement> body)
        {
            var future = Fresh("f");
            var handle = Fresh("h");
            block.Add(new Async(future, body));
            block.Add(new Spawn(handle, future));
            Declare(handle, NameKind.Handle);
        }
    }

    // More polls than a runtime may do before it looks at its timers.
    private Sequence<Statement> ManyPolls()
    {
        string[] probes = [Fresh("p"), Fresh("p")];
        return
        [
            .. probes.Select(probe => new Probe(probe, 100, 1)),
            .. probes.Select(probe => new Await(null, probe, Borrow: false)),
            LogLine(),
        ];
    }

    // More operations than a poll may do; alone in their task, where nothing else takes from the budget.
    private Sequence<Statement> ManyCycles()
    {
        var probe = Fresh("p");
        var polls = Fresh("v");
        return [new Probe(probe, Pick(2), 1, 200), new Await(polls, probe, Borrow: false), new Log(Fresh("l"), [new Name(polls)])];
    }

    // A set of tasks that end at times of their own: its outcomes are taken, or it is aborted or dropped before.
    private void JoinSome(List<Statement> block, int depth)
    {
        var set = Fresh("t");
        block.Add(new JoinSet(set));
        var members = 2 + Pick(3);
        for (var i = 0; i < members; i++)
        {
            var target = Fresh("f");
            block.Add(new Async(target, Body(inner => Member(inner, depth))));
            var name = Fresh("h");
            block.Add(new Spawn(name, target, set));
            Declare(name, NameKind.Member);
        }

        for (var left = members + Pick(2); left > 0; left--)
        {
            switch (Pick(8))
            {
                case 0:
                    block.Add(new Abort(set));
                    break;
                case 1:
                    block.Add(new Drop(set));
                    block.Add(new Sleep(1 + Duration(), null));
                    return;
                case 2:
                    block.Add(new Sleep(Duration(), null));
                    break;
            }

            var binding = Binding();
            AddGuarded(block, new AwaitNext(binding, set), binding);
        }
    }

    private void Member(List<Statement> block, int depth)
    {
        if (Chance(70))
            block.Add(new Sleep(Duration(), null));
        else if (Chance(40) && depth < MaxDepth)
            Next(block, depth + 1);
        End(block);
    }

    // A task that drives another computation must fail loudly; in a task of its own, so that the rest of the program goes on.
    private void DriveInTask(List<Statement> block)
    {
        var (inner, outer, handle) = (Fresh("f"), Fresh("f"), Fresh("h"));
        block.Add(new Async(inner, LogsOnly()));
        block.Add(new Async(outer, [new Defer(LogsOnly()), new BlockOn(null, inner), LogLine()]));
        block.Add(new Spawn(handle, outer));
        Declare(handle, NameKind.Handle);
    }

    // A job drives a computation that waits for nobody: neither the end of the program nor a clock that stands still holds it up.
    private void DriveInJob(List<Statement> block)
    {
        var (inner, job) = (Fresh("f"), Fresh("j"));
        Statement[] ends = [LogLine(), new Return(new Literal(Value.Of(Pick(10)))), new Throw(Fresh("x")), new Panic(Fresh("x"))];
        block.Add(new Async(inner, [LogLine(), new Yield(), Chance(50) ? new Compute(Duration()) : LogLine(), ends[Pick(ends.Length)]]));
        block.Add(new Blocking(job, [LogLine(), new BlockOn(null, inner), LogLine()]));
        Declare(job, NameKind.Job);
    }

    // An interval whose ticks are taken in time or late.
    private void TickSome(List<Statement> block)
    {
        var interval = Fresh("i");
        MissedTicks[] missed = [MissedTicks.Burst, MissedTicks.Delay, MissedTicks.Skip];
        block.Add(new Interval(interval, 1 + Duration(), missed[Pick(missed.Length)]));
        for (var left = 2 + Pick(4); left > 0; left--)
        {
            if (Chance(40))
                block.Add(Chance(50) ? new Sleep(Duration(), null) : new Compute(Duration()));
            var binding = Binding();
            block.Add(new AwaitNext(binding, interval));
            DeclareBinding(binding);
        }
    }

    // Sleeps of which one advance of the clock passes some, perhaps while a job runs.
    private void AdvancePast(List<Statement> block)
    {
        SpawnSleepers(block);
        if (Chance(40))
            StartJob(block);
        for (var left = 1 + Pick(3); left > 0; left--)
        {
            if (Chance(60))
                block.Add(Chance(50) ? new Yield() : new Sleep(Duration(), null));
            block.Add(new Advance(Duration()));
            block.Add(new Log(Fresh("l"), [new Now()]));
        }
    }

    // A task that blocks in place with others behind it; it fails where there are no workers.
    private void HoldInPlace(List<Statement> block)
    {
        var body = new List<Statement>();
        for (var left = Pick(3); left > 0; left--)
            SpawnBehind(body);
        if (Chance(20))
            body.Add(new Yield());
        body.Add(new InPlace([LogLine(), new Compute(Duration()), LogLine()]));
        body.Add(LogLine());
        var (future, handle) = (Fresh("f"), Fresh("h"));
        block.Add(new Async(future, Sequence.From(body)));
        block.Add(new Spawn(handle, future));
        Declare(handle, NameKind.Handle);
    }

    private void SpawnBehind(List<Statement> body)
    {
        var (future, handle) = (Fresh("f"), Fresh("h"));
        body.Add(new Async(future, [LogLine(), Chance(50) ? new Compute(Duration()) : new Sleep(Duration(), null), LogLine()]));
        body.Add(new Spawn(handle, future));
    }
}
