using Conformance.Spec.Programs;
using Conformance.Spec.Traces;

namespace Conformance.Spec.Model;

/// <content>The statements that both dialects share.</content>
internal abstract partial class Machine
{
    /// <summary>One small step of a body.</summary>
    protected Signal Execute(int c)
    {
        ref var body = ref Bodies[c];
        switch (body.Life)
        {
            case Life.New:
                body.Life = Life.Running;
                return Emit(
                    EventKind.Started,
                    c,
                    c,
                    -1,
                    value: Code.Computations[c].Kind
                        is ComputationKind.Listener
                            or ComputationKind.UncaughtListener
                            or ComputationKind.Message
                        ? body.Value
                        : Value.Unit
                );
            case Life.Running:
                var code = Code.Computations[c].Body;
                return body.Pc < code.Length ? Statement(c, code[body.Pc]) : Complete(c, Outcome.Value, Value.Unit, -1);
            case Life.Failing:
                return Complete(c, body.Outcome, body.Value, -1);
            case Life.Cancelling:
                body.Life = Life.Leaving;
                return Emit(EventKind.Cancelled, c, c, -1);
            case Life.Leaving:
                return Leave(c);
            default:
                return Signal.Left;
        }
    }

    /// <summary>The statement of a body is done.</summary>
    protected Signal Next(int c)
    {
        ref var body = ref Bodies[c];
        body.Pc++;
        body.Stage = 0;
        return Signal.Silent;
    }

    /// <summary>An error arrives at a statement: its handler goes on, or the body is about to fail.</summary>
    protected void Catch(int c, Instruction at, string message)
    {
        ref var body = ref Bodies[c];
        var handler = Layout.Handlers[at.Site];
        if (handler < 0)
        {
            (body.Life, body.Outcome, body.Value) = (Life.Failing, Outcome.Error, Value.Of(message));
            return;
        }

        var enter = Code.Instructions[handler];
        Set(enter.Variable, Value.Of(message));
        body.Pc = enter.Jump;
        body.Stage = 0;
    }

    /// <summary>The wait of a body is over: its <c>Resumed</c>, and what follows from it.</summary>
    protected Signal Resume(int c, Instruction at, int subject, Outcome outcome, Value value, bool loose = false)
    {
        if (outcome == Outcome.Error)
        {
            Catch(c, at, value.AsText);
        }
        else
        {
            Set(at.Variable, value);
            Next(c);
        }

        return Emit(EventKind.Resumed, c, subject, at.Site, outcome, value, loose);
    }

    protected Value Read(in Argument argument) =>
        argument.Kind switch
        {
            ArgumentKind.Variable => Slots[argument.Variable],
            ArgumentKind.Now => Value.Of(Now),
            _ => argument.Literal,
        };

    protected Value ReadFirst(Instruction at) => at.Arguments.Length == 0 ? Value.Unit : Read(in at.Arguments[0]);

    /// <summary>Whether a text is the line that a <c>log</c> writes here.</summary>
    public bool IsLine(Instruction at, string line)
    {
        if (at.Arguments.Length == 0)
            return line == at.Text;
        var rest = line.AsSpan();
        if (!Take(ref rest, at.Text))
            return false;
        Span<char> digits = stackalloc char[24];
        foreach (ref readonly var argument in at.Arguments.AsSpan())
        {
            if (!Take(ref rest, " "))
                return false;
            if (IsRacy(in argument))
            {
                if (!TakeCount(ref rest, at.Owner, argument.Variable))
                    return false;
                continue;
            }

            if (argument.Kind == ArgumentKind.Now && !IsExact)
            {
                if (!TakeReading(ref rest, at.Owner))
                    return false;
                continue;
            }

            var value = Read(in argument);
            if (value.Kind == ValueKind.Number)
            {
                value.AsNumber.TryFormat(digits, out var length);
                if (!Take(ref rest, digits[..length]))
                    return false;
            }
            else if (!Take(ref rest, value.Kind == ValueKind.Text ? value.AsText : value.ToString()))
            {
                return false;
            }
        }

        return rest.IsEmpty;
    }

    /// <summary>The line that a <c>log</c> writes here.</summary>
    public string LineOf(Instruction at)
    {
        var line = at.Text;
        foreach (ref readonly var argument in at.Arguments.AsSpan())
            line = $"{line} {Read(in argument)}";
        return line;
    }

    private static bool Take(ref ReadOnlySpan<char> rest, scoped ReadOnlySpan<char> piece)
    {
        if (!rest.StartsWith(piece, StringComparison.Ordinal))
            return false;
        rest = rest[piece.Length..];
        return true;
    }

    private void Set(int variable, Value value)
    {
        if (variable >= 0)
            Slots[variable] = value;
    }

    private Signal Statement(int c, Instruction at)
    {
        ref var body = ref Bodies[c];
        switch (at.Op)
        {
            case Op.Log:
                body.Pc++;
                return Emit(EventKind.Log, c, -1, at.Site);
            case Op.Let:
                Slots[at.Variable] = Value.Of(at.Number);
                return Next(c);
            case Op.Add:
                Slots[at.Variable] = Value.Of(Slots[at.Variable].AsNumber + at.Number);
                Next(c);
                if (Layout.RacyAdditions.Length > 0)
                    additions.Make(at);
                return Layout.Racy[at.Variable] ? Signal.Paused : Signal.Silent;
            case Op.EnterTry:
                return Next(c);
            case Op.LeaveTry:
                body.Pc = at.Jump;
                return Signal.Silent;
            case Op.Defer:
                earlierGuard[at.Site] = body.Guard;
                body.Guard = at.Site;
                return Next(c);
            case Op.Compute:
                return Compute(c, at);
            case Op.Create:
                return Make(c, at);
            case Op.Throw:
                if (Layout.Handlers[at.Site] < 0)
                    return Complete(c, Outcome.Error, Value.Of(at.Text), at.Site);
                Catch(c, at, at.Text);
                return Signal.Silent;
            case Op.Panic:
                return Complete(c, Outcome.Panic, Value.Of(at.Text), at.Site);
            case Op.Return:
                body.Adopted = at.Target;
                return Complete(c, Outcome.Value, ReadFirst(at), at.Site, IsOpen(at));
            default:
                return Special(c, at);
        }
    }

    private Signal Compute(int c, Instruction at)
    {
        ref var body = ref Bodies[c];
        if (body.Stage == 0)
        {
            body.Stage = 1;
            body.Until = Runtime.Clock == Runtimes.ClockKind.Paused ? Now : Now + at.Number;
            return Emit(EventKind.ComputeBegin, c, -1, at.Site);
        }

        if (body.Until > Now)
            return Signal.Waiting;
        Next(c);
        return Emit(EventKind.ComputeEnd, c, -1, at.Site);
    }

    private Signal Make(int c, Instruction at)
    {
        ref var body = ref Bodies[c];
        var made = Code.Computations[at.Target];
        if (body.Stage == 0)
        {
            // Another thread may take up a job or a task before its maker goes on.
            var early = made.IsTask || made.Kind is ComputationKind.Blocking or ComputationKind.Worker;
            body.Stage = early ? (byte)2 : (byte)1;
            if (early)
                Make(c, made);
            return Emit(EventKind.Creating, c, at.Target, at.Site);
        }

        if (body.Stage == 1)
        {
            body.Stage = 2;
            Make(c, made);
            return Signal.Silent;
        }

        Next(c);
        if (made.Kind == ComputationKind.Blocking)
            HasSubmitted(made.Id);
        return Emit(EventKind.Created, c, at.Target, at.Site);
    }

    private Signal Complete(int c, Outcome outcome, Value value, int site, bool loose = false)
    {
        ref var body = ref Bodies[c];
        (body.Life, body.Outcome, body.Value) = (Life.Leaving, outcome, value);
        if (Code.Computations[c].Kind == ComputationKind.Blocking)
            EndJob(c);
        else
            OnCompleted(c);
        return Emit(EventKind.Completed, c, c, site, outcome, value, loose);
    }

    /// <summary>
    /// What a body that is left has made after this program point is dropped, unless its statements have used it up; after the
    /// first of all points (-1), what it took along too.
    /// </summary>
    /// <returns>Whether that is seen, and so comes before the body goes on.</returns>
    protected virtual bool DropLocals(int c, int after) => false;

    private Signal Leave(int c)
    {
        ref var body = ref Bodies[c];
        if (body.GuardAt < 0 && DropLocals(c, body.Guard))
            return Signal.Silent;
        if (body.Guard < 0)
        {
            body.Life = Life.Over;
            return Signal.Left;
        }

        var guard = Code.Instructions[body.Guard];
        var step = body.GuardAt++;
        if (body.GuardAt == guard.Body.Length)
            (body.Guard, body.GuardAt) = (earlierGuard[guard.Site], -1);
        return step < 0 ? Emit(EventKind.DeferRan, c, -1, guard.Site) : Emit(EventKind.Log, c, -1, guard.Body[step].Site);
    }
}
