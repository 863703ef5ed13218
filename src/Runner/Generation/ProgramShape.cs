using Conformance.Spec.Programs;

namespace Conformance.Runner.Generation;

/// <summary>Generic walks over programs: the blocks of a statement, how large a program is.</summary>
internal static class ProgramShape
{
    /// <summary>The statement with each of its blocks replaced, in order.</summary>
    public static Statement WithBlocks(Statement statement, Func<Sequence<Statement>, Sequence<Statement>> map) =>
        statement switch
        {
            Async made => made with { Body = map(made.Body) },
            Blocking made => made with { Body = map(made.Body) },
            Worker made => made with { Body = map(made.Body) },
            OnMessage made => made with { Body = map(made.Body) },
            MakePromise made => made with { Body = map(made.Body) },
            Then made => made with { Body = map(made.Body) },
            Catch made => made with { Body = map(made.Body) },
            Finally made => made with { Body = map(made.Body) },
            Callback made => made with { Body = map(made.Body) },
            Listen made => made with { Body = map(made.Body) },
            OnUncaught made => made with { Body = map(made.Body) },
            Defer made => made with { Body = map(made.Body) },
            SelectBlock made => made with { Body = map(made.Body) },
            InPlace made => made with { Body = map(made.Body) },
            Try made => made with { Body = map(made.Body), Handler = map(made.Handler) },
            _ => statement,
        };

    /// <summary>Rebuilds a program: the edit gets each statement with its position in the text and answers null to keep it, or what stands in its place.</summary>
    public static Program Edit(Program program, Func<int, Statement, Statement[]?> edit)
    {
        var at = 0;
        return program with { Body = Block(program.Body) };

        Sequence<Statement> Block(Sequence<Statement> block)
        {
            var result = new List<Statement>();
            foreach (var statement in block)
            {
                var replacement = edit(at++, statement);
                var inner = WithBlocks(statement, Block);
                if (replacement is null)
                    result.Add(inner);
                else
                    result.AddRange(replacement);
            }

            return Sequence.From(result);
        }
    }

    /// <summary>How many statements a program has, nested ones included.</summary>
    public static int Count(Program program) => Count(program.Body);

    /// <summary>
    /// The order in which shrinking goes down: fewer statements first, then smaller numbers, fewer names and operands.
    /// </summary>
    public static (int Statements, long Details) Weight(Program program)
    {
        long details = program.Module ? 1 : 0;
        Visit(program.Body, statement => details += Details(statement));
        return (Count(program), details);
    }

    private static int Count(Sequence<Statement> block)
    {
        var count = 0;
        Visit(block, _ => count++);
        return count;
    }

    private static void Visit(Sequence<Statement> block, Action<Statement> visit)
    {
        foreach (var statement in block)
        {
            visit(statement);
            WithBlocks(
                statement,
                inner =>
                {
                    Visit(inner, visit);
                    return inner;
                }
            );
        }
    }

    // A condition that names nothing is simpler than one that does.
    private static int Details(Operand? condition) =>
        condition switch
        {
            null => 0,
            Literal => 1,
            _ => 2,
        };

    private static long Details(Statement statement) =>
        statement switch
        {
            Sleep sleep => sleep.Duration + (sleep.Signal is null ? 0 : 1),
            SleepLater sleep => sleep.Duration + (sleep.Signal is null ? 0 : 1),
            Compute compute => compute.Duration,
            Advance advance => advance.Duration,
            Echo echo => echo.Duration,
            Spec.Programs.Timeout timeout => timeout.Duration + (timeout.Binding is null ? 0 : 1),
            Callback callback => callback.Delay,
            Probe probe => probe.Pending + probe.Wakes + probe.Cycles,
            Combine combine => combine.Targets.Count + (combine.Binding is null ? 0 : 1),
            SelectBlock select => (select.Binding is null ? 0 : 1) + (select.Else is null ? 0 : 1),
            Branch branch => (branch.Pattern is null ? 0 : 1) + Details(branch.Condition),
            AnySignal any => any.Targets.Count,
            Abort { Reason: not null } => 1,
            Await wait => wait.Binding is null ? 0 : 1,
            BlockOn drive => drive.Binding is null ? 0 : 1,
            AwaitNext wait => wait.Binding is null ? 0 : 1,
            Interval interval => interval.Period + (interval.Missed == MissedTicks.Burst ? 0 : 1),
            Spec.Programs.Semaphore semaphore => semaphore.Permits,
            Acquire acquire => acquire.Permits,
            Channel channel => channel.Room,
            Release release => release.Permits,
            Spawn spawn => spawn.Set is null ? 0 : 1,
            Log log => log.Values.Count,
            Return { Value: not null } or Resolve { Value: not null } => 1,
            _ => 0,
        };
}
