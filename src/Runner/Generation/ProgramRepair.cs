using Conformance.Spec.Programs;

namespace Conformance.Runner.Generation;

/// <summary>After a statement was taken out of a program: takes out what depended on it, so that the rest is valid again.</summary>
internal sealed class ProgramRepair
{
    private readonly HashSet<string> known = new(StringComparer.Ordinal);

    /// <summary>The program without uses of names that nobody defines.</summary>
    public static Program Repair(Program program)
    {
        var repair = new ProgramRepair();
        return program with { Body = repair.Block(program.Body) };
    }

    private Sequence<Statement> Block(Sequence<Statement> block)
    {
        var kept = new List<Statement>();
        foreach (var statement in block)
        {
            if (Fix(statement) is not { } fixedUp)
                continue;
            if (fixedUp is Definition definition)
                known.Add(definition.Name);
            foreach (var name in Variables(fixedUp))
                known.Add(name);
            var whole = Trim(ProgramShape.WithBlocks(fixedUp, Block));
            if (whole is Try { Body.Count: 0 } or Defer { Body.Count: 0 } or InPlace { Body.Count: 0 } or SelectBlock { Body.Count: 0 })
            {
                // A select's value has gone with it.
                known.ExceptWith(Variables(whole));
                continue;
            }

            kept.Add(whole);
        }

        return Sequence.From(kept);
    }

    // What stands behind the last branch is no branch's expression.
    private static Statement Trim(Statement statement)
    {
        if (statement is not SelectBlock select)
            return statement;
        var branches = select.Body.Reverse().SkipWhile(inner => inner is not Branch).Reverse();
        return select with { Body = Sequence.From(branches) };
    }

    private Statement? Fix(Statement statement) =>
        statement switch
        {
            Await wait => known.Contains(wait.Target) ? wait : null,
            Spec.Programs.Timeout timeout => known.Contains(timeout.Target) ? timeout : null,
            Spawn spawn => Fix(spawn),
            BlockOn drive => known.Contains(drive.Target) ? drive : null,
            AwaitNext wait => known.Contains(wait.Target) ? wait : null,
            Share share => known.Contains(share.Target) ? share : null,
            OnMessage { Target: { } worker } handler => known.Contains(worker) ? handler : null,
            Post post => post.Target is null || known.Contains(post.Target) ? post with { Value = Fix(post.Value)! } : null,
            Terminate terminate => known.Contains(terminate.Target) ? terminate : null,
            Abort abort => known.Contains(abort.Target) ? abort : null,
            Clear clear => known.Contains(clear.Target) ? clear : null,
            Drop drop => known.Contains(drop.Target) ? drop : null,
            Wake wake => known.Contains(wake.Target) ? wake : null,
            Acquire acquire => known.Contains(acquire.Target) ? acquire : null,
            Release release => known.Contains(release.Target) ? release : null,
            Send send => known.Contains(send.Target) ? send : null,
            Notified wait => known.Contains(wait.Target) ? wait : null,
            NotifyOne notify => known.Contains(notify.Target) ? notify : null,
            NotifyWaiters notify => known.Contains(notify.Target) ? notify : null,
            Reject reject => known.Contains(reject.Target) ? reject : null,
            Then then => known.Contains(then.Target) ? then : null,
            Catch reaction => known.Contains(reaction.Target) ? reaction : null,
            Finally reaction => known.Contains(reaction.Target) ? reaction : null,
            Add add => known.Contains(add.Name) ? add : null,
            Listen listen => known.Contains(listen.Target) ? listen : null,
            AnySignal any => Fix(any),
            Combine combine => Fix(combine),
            SelectBlock select => select with { Else = Fix(select.Else) },
            Branch branch => known.Contains(branch.Target) ? branch with { Condition = Fix(branch.Condition) } : null,
            Resolve resolve => known.Contains(resolve.Target) ? resolve with { Value = Fix(resolve.Value) } : null,
            Return result => result with { Value = Fix(result.Value) },
            Log log => log with { Values = Sequence.From(log.Values.Where(Holds)) },
            Sleep { Signal: { } signal } sleep => known.Contains(signal) ? sleep : sleep with { Signal = null },
            SleepLater { Signal: { } signal } sleep => known.Contains(signal) ? sleep : sleep with { Signal = null },
            _ => statement,
        };

    private Spawn? Fix(Spawn spawn) =>
        !known.Contains(spawn.Target) ? null
        : spawn.Set is { } set && !known.Contains(set) ? spawn with { Set = null }
        : spawn;

    private Combine? Fix(Combine combine)
    {
        var targets = Sequence.From(combine.Targets.Where(known.Contains));
        return targets.Count == 0 ? null : combine with { Targets = targets };
    }

    private AnySignal? Fix(AnySignal any)
    {
        var targets = Sequence.From(any.Targets.Where(known.Contains));
        return targets.Count == 0 ? null : any with { Targets = targets };
    }

    private Operand? Fix(Operand? operand) => operand is null || Holds(operand) ? operand : new Literal(Value.Of(0));

    private bool Holds(Operand operand) => operand is not Name name || known.Contains(name.Text);

    private static IEnumerable<string> Variables(Statement statement) =>
        statement switch
        {
            Let let => [let.Name],
            Await { Binding: { } name } => [name],
            AwaitNext { Binding: { } name } => [name],
            BlockOn { Binding: { } name } => [name],
            Combine { Binding: { } name } => [name],
            SelectBlock { Binding: { } name } => [name],
            Spec.Programs.Timeout { Binding: { } name } => [name],
            Then { Parameter: { } name } => [name],
            Catch { Parameter: { } name } => [name],
            OnMessage { Parameter: { } name } => [name],
            Listen { Parameter: { } name } => [name],
            OnUncaught { Parameter: { } name } => [name],
            Try attempt => [attempt.Binding],
            _ => [],
        };
}
