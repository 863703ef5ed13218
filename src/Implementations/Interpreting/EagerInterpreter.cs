using Conformance.Spec.Programs;
using Conformance.Spec.Traces;

namespace Conformance.Implementations.Interpreting;

/// <summary>
/// What interpreters of the eager dialect share: the statements that do not suspend, the bodies that cannot await, and the events
/// around both. What a statement does to a runtime, and its async bodies, are an interpreter's own.
/// </summary>
/// <param name="concurrent">Whether several OS threads write at once.</param>
internal abstract class EagerInterpreter(bool concurrent) : Recorder(concurrent)
{
    /// <summary>No program point, no position.</summary>
    protected const int Nothing = -1;

    /// <summary>For each computation the program point at which its body waits, or <see cref="Nothing"/>.</summary>
    protected int[] Waiting { get; private set; } = [];

    /// <summary>Emits the end of a body, then runs its <c>defer</c> blocks.</summary>
    internal void Leave(Computation body, Outcome outcome, Value value, int site, ref Guards guards)
    {
        Emit(EventKind.Completed, body.Id, body.Id, site, outcome, value);
        while (guards.TryTake(out var defer))
        {
            Emit(EventKind.DeferRan, body.Id, -1, defer.Site);
            var inner = default(Guards);
            var next = 0;
            while (next < defer.Body.Length)
                next = Step(defer.Body[next], next, ref inner);
        }
    }

    /// <summary>Executes a statement that does not suspend.</summary>
    /// <returns>The position of the next one.</returns>
    internal int Step(Instruction at, int position, ref Guards guards)
    {
        switch (at.Op)
        {
            case Op.Log:
                Log(at, at.Owner);
                break;
            case Op.Let:
                Set(at.Variable, Value.Of(at.Number));
                break;
            case Op.Add:
                Count(at);
                break;
            case Op.Create:
                Emit(EventKind.Creating, at.Owner, at.Target, at.Site);
                Create(Code.Computations[at.Target]);
                Emit(EventKind.Created, at.Owner, at.Target, at.Site);
                break;
            case Op.Compute:
                Emit(EventKind.ComputeBegin, at.Owner, -1, at.Site);
                Compute(at.Number);
                Emit(EventKind.ComputeEnd, at.Owner, -1, at.Site);
                break;
            case Op.EnterTry:
                break;
            case Op.LeaveTry:
                return at.Jump;
            case Op.Defer:
                guards.Add(at);
                break;
            case Op.Resolve:
                var value = at.Adopted >= 0 ? default : ReadFirst(at);
                Emit(EventKind.Resolving, at.Owner, at.Target, at.Site, Outcome.None, value);
                Resolve(at, value);
                Emit(EventKind.Resolved, at.Owner, at.Target, at.Site);
                break;
            case Op.Reject:
                Emit(EventKind.Rejecting, at.Owner, at.Target, at.Site, Outcome.None, Value.Of(at.Text));
                Reject(at.Target, new ProgramError(at.Text));
                Emit(EventKind.Rejected, at.Owner, at.Target, at.Site);
                break;
            case Op.Clear:
                Emit(EventKind.Dropping, at.Owner, at.Target, at.Site);
                Clear(at.Target);
                Emit(EventKind.Dropped, at.Owner, at.Target, at.Site);
                break;
            case Op.Abort:
                Emit(EventKind.Aborting, at.Owner, at.Target, at.Site);
                Abort(at);
                Emit(EventKind.Aborted, at.Owner, at.Target, at.Site);
                break;
            default:
                Perform(at);
                break;
        }

        return position + 1;
    }

    /// <summary>Runs a body to its end; its error is thrown.</summary>
    /// <param name="body">The body.</param>
    /// <param name="told">What its caller tells it, if its start shows that.</param>
    /// <returns>Its value, or the statement that returned a computation instead.</returns>
    protected (Value Value, Instruction? Followed) RunBody(Computation body, Value told = default)
    {
        Emit(EventKind.Started, body.Id, body.Id, -1, Outcome.None, told);
        var guards = default(Guards);
        var next = 0;
        while (next < body.Body.Length)
        {
            Interleave();
            var at = body.Body[next];
            string? error = null;
            try
            {
                switch (at.Op)
                {
                    case Op.Throw:
                        error = at.Text;
                        break;
                    case Op.Return:
                        var result = at.Target >= 0 ? Value.Unit : ReadFirst(at);
                        Leave(body, Outcome.Value, result, at.Site, ref guards);
                        return (result, at.Target >= 0 ? at : null);
                    default:
                        next = Step(at, next, ref guards);
                        break;
                }
            }
            catch (Exception caught) when (TextOf(caught) is { } text)
            {
                error = text;
            }

            if (error is null)
                continue;
            next = Fail(body, next, error, ref guards);
            if (next == Nothing)
                throw new ProgramError(error);
        }

        Leave(body, Outcome.Value, Value.Unit, -1, ref guards);
        return (Value.Unit, null);
    }

    /// <summary>Takes an error of the statement at a position to its handler; without one, leaves the body.</summary>
    /// <returns>The position of the handler's code, or <see cref="Nothing"/>.</returns>
    protected int Fail(Computation body, int position, string error, ref Guards guards)
    {
        var handler = Handlers.Find(body, position);
        if (handler < 0)
        {
            var at = body.Body[position];
            Leave(body, Outcome.Error, Value.Of(error), at.Op == Op.Throw ? at.Site : -1, ref guards);
            return Nothing;
        }

        Set(body.Body[handler].Variable, Value.Of(error));
        return body.Body[handler].Jump;
    }

    /// <summary>A body begins to wait.</summary>
    protected void BeginWait(Instruction at, int subject)
    {
        Emit(EventKind.Awaiting, at.Owner, subject, at.Site);
        Waiting[at.Owner] = at.Site;
    }

    /// <summary>A body goes on.</summary>
    protected void EndWait(Instruction at, int subject, Value value)
    {
        Waiting[at.Owner] = Nothing;
        Emit(EventKind.Resumed, at.Owner, subject, at.Site, Outcome.Value, value);
        Set(at.Variable, value);
    }

    /// <summary>An error came out of a statement of a body: if it waited, it goes on with that.</summary>
    protected void FailWait(Instruction at, string error)
    {
        if (Waiting[at.Owner] == Nothing)
            return;
        Waiting[at.Owner] = Nothing;
        var subject = at.Op is Op.Await or Op.Timeout ? at.Target : -1;
        Emit(EventKind.Resumed, at.Owner, subject, at.Site, Outcome.Error, Value.Of(error));
    }

    /// <summary>Nobody waits yet.</summary>
    /// <param name="count">How many computations the program has.</param>
    protected void ForgetWaits(int count)
    {
        if (Waiting.Length < count)
            Waiting = new int[count * 2];
        Array.Fill(Waiting, Nothing, 0, count);
    }

    /// <summary>Between any two statements: other threads may go first.</summary>
    protected abstract void Interleave();

    /// <summary>The text of an error that a program may catch; null for any other, which ends the execution.</summary>
    protected abstract string? TextOf(Exception caught);

    /// <summary>Makes a computation.</summary>
    protected abstract void Create(Computation made);

    /// <summary>Holds the thread.</summary>
    protected abstract void Compute(long duration);

    /// <summary>Resolves a promise, with a value or with the computation that it adopts.</summary>
    protected abstract void Resolve(Instruction at, Value value);

    /// <summary>Rejects a promise.</summary>
    protected abstract void Reject(int id, ProgramError error);

    /// <summary>Clears a timer or an immediate.</summary>
    protected abstract void Clear(int id);

    /// <summary>Aborts a controller.</summary>
    protected abstract void Abort(Instruction at);

    /// <summary>Adds to a counter.</summary>
    protected virtual void Count(Instruction add) => Add(add.Variable, add.Number);

    /// <summary>Executes a statement that only some interpreters have.</summary>
    protected virtual void Perform(Instruction at) => throw new InvalidOperationException($"The eager dialect has no \"{at.Op}\" here.");
}
