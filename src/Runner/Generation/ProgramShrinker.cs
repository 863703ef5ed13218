using Conformance.Spec.Programs;

namespace Conformance.Runner.Generation;

/// <summary>Smaller valid programs that are like a given one, the boldest steps first.</summary>
public static class ProgramShrinker
{
    /// <summary>Candidates, each strictly smaller and valid.</summary>
    public static IEnumerable<Program> Shrink(Program program)
    {
        var weight = ProgramShape.Weight(program);
        foreach (var candidate in Candidates(program))
        {
            var repaired = ProgramRepair.Repair(candidate);
            if (ProgramShape.Weight(repaired).CompareTo(weight) < 0 && ProgramChecker.Check(repaired).Count == 0)
                yield return repaired;
        }
    }

    private static IEnumerable<Program> Candidates(Program program)
    {
        if (program.Module)
            yield return program with
            {
                Module = false,
            };
        var count = ProgramShape.Count(program);
        for (var chunk = Math.Max(1, count / 2); chunk >= 1; chunk /= 2)
        {
            for (var start = 0; start < count; start += chunk)
            {
                var (from, to) = (start, start + chunk);
                yield return ProgramShape.Edit(program, (at, _) => at >= from && at < to ? [] : null);
            }
        }

        for (var position = 0; position < count; position++)
        {
            var target = position;
            for (var variant = 0; ; variant++)
            {
                var chosen = variant;
                var found = false;
                var edited = ProgramShape.Edit(
                    program,
                    (at, statement) =>
                    {
                        if (at != target)
                            return null;
                        var simpler = Simpler(statement).Skip(chosen).FirstOrDefault();
                        found = simpler is not null;
                        return simpler;
                    }
                );
                if (!found)
                    break;
                yield return edited;
            }
        }
    }

    /// <summary>What may stand in the place of a statement, each a little simpler.</summary>
    internal static IEnumerable<Statement[]> Simpler(Statement statement)
    {
        switch (statement)
        {
            case Try attempt:
                yield return [.. attempt.Body];
                break;
            case InPlace inPlace:
                yield return [.. inPlace.Body];
                break;
            case Worker { Body.Count: > 0 } made:
                yield return [made with { Body = [] }];
                break;
            case Async { Body.Count: > 0 } made:
                yield return [made with { Body = [] }];
                break;
            case Sleep { Signal: not null } sleep:
                yield return [sleep with { Signal = null }];
                break;
            case SleepLater { Signal: not null } sleep:
                yield return [sleep with { Signal = null }];
                break;
            case Log { Values.Count: > 0 } log:
                yield return [log with { Values = [] }];
                break;
            case Await { Binding: not null } wait:
                yield return [wait with { Binding = null }];
                break;
            case AwaitNext { Binding: not null } wait:
                yield return [wait with { Binding = null }];
                break;
            case BlockOn { Binding: not null } drive:
                yield return [drive with { Binding = null }];
                break;
            case Interval { Missed: not MissedTicks.Burst } interval:
                yield return [interval with { Missed = MissedTicks.Burst }];
                break;
            case Spawn { Set: not null } spawn:
                yield return [spawn with { Set = null }];
                break;
            case Return { Value: not null } result:
                yield return [result with { Value = null }];
                break;
            case Resolve { Value: not null } resolve:
                yield return [resolve with { Value = null }];
                break;
            case Combine combine:
                if (combine.Binding is not null)
                    yield return [combine with { Binding = null }];
                if (combine.Targets.Count == 1)
                    yield return [new Await(combine.Binding, combine.Targets[0], Borrow: false)];
                foreach (var target in combine.Targets)
                    yield return [combine with { Targets = Sequence.From(combine.Targets.Where(other => other != target)) }];
                break;
            case SelectBlock select:
                if (select.Binding is not null)
                    yield return [select with { Binding = null }];
                if (select.Else is not null)
                    yield return [select with { Else = null }];
                yield return Plain(select);
                break;
            case Branch branch:
                if (branch.Pattern is not null)
                    yield return [branch with { Pattern = null }];
                if (branch.Condition is not null)
                    yield return [branch with { Condition = null }];
                if (branch.Condition is Name)
                    yield return [branch with { Condition = new Literal(Value.Of(0)) }];
                break;
            case Spec.Programs.Timeout timeout:
                yield return [new Await(timeout.Binding, timeout.Target, Borrow: false)];
                break;
            case Abort { Reason: not null } abort:
                yield return [abort with { Reason = null }];
                break;
            case AnySignal any:
                foreach (var target in any.Targets)
                    yield return [any with { Targets = Sequence.From(any.Targets.Where(other => other != target)) }];
                break;
            case Probe { Wakes: > 1 } probe:
                yield return [probe with { Wakes = 1 }];
                break;
        }

        foreach (var smaller in SmallerNumbers(statement))
            yield return [smaller];
    }

    // The expressions, then a select of their results.
    private static Statement[] Plain(SelectBlock select)
    {
        var targets = select.Body.OfType<Branch>().Select(branch => branch.Target);
        return [.. select.Body.Where(inner => inner is not Branch), new Combine(select.Kind, select.Binding, Sequence.From(targets))];
    }

    private static IEnumerable<Statement> SmallerNumbers(Statement statement) =>
        statement switch
        {
            Sleep sleep => Below(sleep.Duration).Select(value => sleep with { Duration = value }),
            SleepLater sleep => Below(sleep.Duration).Select(value => sleep with { Duration = value }),
            Echo echo => Below(echo.Duration).Select(value => echo with { Duration = value }),
            Interval interval => Below(interval.Period).Where(value => value > 0).Select(value => interval with { Period = value }),
            Spec.Programs.Semaphore semaphore => Below(semaphore.Permits).Select(value => semaphore with { Permits = (int)value }),
            Channel channel => Below(channel.Room).Where(value => value > 0).Select(value => channel with { Room = (int)value }),
            Acquire acquire => Below(acquire.Permits).Where(value => value > 0).Select(value => acquire with { Permits = (int)value }),
            Release release => Below(release.Permits).Where(value => value > 0).Select(value => release with { Permits = (int)value }),
            Compute compute => Below(compute.Duration).Select(value => compute with { Duration = value }),
            Advance advance => Below(advance.Duration).Select(value => advance with { Duration = value }),
            Spec.Programs.Timeout timeout => Below(timeout.Duration).Select(value => timeout with { Duration = value }),
            Callback callback => Below(callback.Delay).Select(value => callback with { Delay = value }),
            Probe probe => Below(probe.Pending)
                .Select(value => probe with { Pending = (int)value })
                .Concat(Below(probe.Cycles).Select(value => probe with { Cycles = (int)value })),
            _ => [],
        };

    private static IEnumerable<long> Below(long number)
    {
        if (number > 0)
            yield return 0;
        if (number > 1)
            yield return 1;
        if (number > 3)
            yield return number / 2;
        if (number > 2)
            yield return number - 1;
    }
}
