using Conformance.Spec.Programs;

namespace Conformance.Spec.Traces;

/// <summary>
/// Follows each body through its own code: which statement must come next. Straight-line code leaves no choice, so a statement
/// that an adapter skips, repeats or forgets to report shows at once.
/// </summary>
internal class ControlFlow
{
    // What follows is not known: an error left the body, or is about to.
    private const int Leaving = -2;
    private const int Nothing = -1;
    private int[] next = [];
    private int[] open = [];
    private int[] guards = [];
    private int[] depth = [];
    private int[][] handlers = [];

    /// <summary>Forgets the last trace.</summary>
    public void Begin(int computations)
    {
        if (next.Length < computations)
        {
            next = new int[computations * 2];
            open = new int[next.Length];
            guards = new int[next.Length];
            depth = new int[next.Length];
            handlers = new int[next.Length][];
        }

        open.AsSpan(0, computations).Fill(Nothing);
        guards.AsSpan(0, computations).Clear();
        depth.AsSpan(0, computations).Clear();
    }

    /// <summary>A body begins, or begins again.</summary>
    public void Start(Computation body)
    {
        depth[body.Id] = 0;
        guards[body.Id] = 0;
        open[body.Id] = Nothing;
        next[body.Id] = Follow(body, 0);
    }

    /// <summary>A statement begins or ends.</summary>
    /// <returns>What is wrong, or null.</returns>
    public string? Step(Computation body, Instruction statement, in Event item)
    {
        var id = body.Id;
        if (Ends(item.Kind))
        {
            if (open[id] != statement.Position)
                return $"\"{body.Name}\" ended a statement that it had not begun.";
            open[id] = Nothing;
            next[id] = item.Outcome == Outcome.Error ? Throw(body) : Follow(body, statement.Position + 1);
            return null;
        }

        if (Leave(body))
            SkipTo(body, statement);
        if (open[id] != Nothing || next[id] != statement.Position || !ReferenceEquals(body.Body[statement.Position], statement))
            return $"\"{body.Name}\" went on at program point {statement.Site}; expected {Expected(body)}.";
        if (item.Kind == EventKind.Log)
            next[id] = Follow(body, statement.Position + 1);
        else
            open[id] = statement.Position;
        return null;
    }

    /// <summary>A statement is about to begin: if the one before has not ended, only an error can have gone past its end, into a handler.</summary>
    /// <returns>False when there is no handler that it could have gone to.</returns>
    public bool Leave(Computation body)
    {
        if (open[body.Id] == Nothing)
            return true;
        if (depth[body.Id] == 0)
            return false;
        open[body.Id] = Nothing;
        next[body.Id] = Throw(body);
        return true;
    }

    /// <summary>A body ended.</summary>
    /// <returns>What is wrong, or null.</returns>
    public string? End(Computation body, in Event item)
    {
        // What cannot be posted throws, perhaps into a handler that says nothing.
        if (open[body.Id] != Nothing && depth[body.Id] > 0 && body.Body[open[body.Id]] is { Op: Op.Post, Adopted: >= 0 })
        {
            open[body.Id] = Nothing;
            next[body.Id] = Throw(body);
        }

        var at = next[body.Id];
        var atEnd = at >= body.Body.Length || (at >= 0 && body.Body[at].Op == Op.Return);
        return item is { Kind: EventKind.Completed, Outcome: Outcome.Value } && (open[body.Id] != Nothing || !atEnd)
            ? $"\"{body.Name}\" completed; expected {Expected(body)}."
            : null;
    }

    /// <summary>A guard of an ended body ran.</summary>
    public void GuardRan(int body) => guards[body]--;

    /// <summary>Whether guards of a body are left that have not run.</summary>
    public bool OwesGuards(int body) => guards[body] > 0;

    /// <summary>A body goes past a statement that emits nothing but changes a counter.</summary>
    protected virtual void Pass(Instruction silent) { }

    /// <summary>Whether an event of this kind ends a statement.</summary>
    protected static bool Ends(EventKind kind) =>
        kind
            is EventKind.Created
                or EventKind.Resumed
                or EventKind.ComputeEnd
                or EventKind.Resolved
                or EventKind.Rejected
                or EventKind.Aborted
                or EventKind.Dropped
                or EventKind.Woken
                or EventKind.Released
                or EventKind.Notified
                or EventKind.Posted
                or EventKind.Terminated;

    // Whether a select evaluates the expressions of its branches is for a rule to say.
    private void SkipTo(Computation body, Instruction statement)
    {
        ref var at = ref next[body.Id];
        while (at >= 0 && at < statement.Position && at < body.Body.Length && body.Body[at].Branch >= 0)
            at = Follow(body, at + 1);
    }

    // From a position to the next statement that emits something, or past the end.
    private int Follow(Computation body, int position)
    {
        while (position < body.Body.Length)
        {
            var statement = body.Body[position];
            switch (statement.Op)
            {
                case Op.EnterTry:
                    Push(body.Id, statement.Jump);
                    position++;
                    break;
                case Op.LeaveTry:
                    depth[body.Id]--;
                    position = statement.Jump;
                    break;
                case Op.Defer:
                    guards[body.Id]++;
                    position++;
                    break;
                case Op.EnterInPlace or Op.EnterSelect or Op.Branch:
                    position++;
                    break;
                case Op.Let or Op.Add:
                    Pass(statement);
                    position++;
                    break;
                case Op.Throw:
                    return Throw(body);
                default:
                    return position;
            }
        }

        return position;
    }

    private int Throw(Computation body) => depth[body.Id] == 0 ? Leaving : Follow(body, handlers[body.Id][--depth[body.Id]]);

    private void Push(int body, int handler)
    {
        ref var stack = ref handlers[body];
        stack ??= new int[8];
        if (depth[body] == stack.Length)
            Array.Resize(ref stack, stack.Length * 2);
        stack[depth[body]++] = handler;
    }

    private string Expected(Computation body)
    {
        if (open[body.Id] != Nothing)
            return $"the end of its statement at program point {body.Body[open[body.Id]].Site}";
        var at = next[body.Id];
        return at == Leaving ? "the error that it threw to leave it"
            : at >= body.Body.Length ? "its end"
            : $"its statement at program point {body.Body[at].Site} ({body.Body[at].Op})";
    }
}
