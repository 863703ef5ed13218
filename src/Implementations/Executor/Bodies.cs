using System.Runtime.ExceptionServices;
using Conformance.Implementations.Interpreting;
using Conformance.Reference.Executor;
using Conformance.Spec.Programs;
using Conformance.Spec.Traces;

namespace Conformance.Implementations.Executor;

/// <summary>The async method that runs a body.</summary>
internal sealed partial class Interpreter
{
    private async Future<Value> Body(Computation self)
    {
        var frame = new Frame(this, self);
        frame.Enter();
        try
        {
            while (frame.Next() is { } instruction)
            {
                if (HasPoints)
                    await runtime.Point();
                switch (instruction.Op)
                {
                    case Op.Await:
                        frame.Awaiting(instruction.Target);
                        frame.Resume(await Awaited(instruction).Settled());
                        break;
                    case Op.Timeout:
                        frame.Awaiting(instruction.Target);
                        frame.Resume(await runtime.Timeout(instruction.Number, Take(instruction.Target)).Settled());
                        break;
                    case Op.Sleep:
                        frame.Awaiting(-1);
                        await runtime.Sleep(instruction.Number);
                        frame.Resume(default(Result<Value>));
                        break;
                    case Op.Yield:
                        frame.Awaiting(-1);
                        await Future.YieldNow();
                        frame.Resume(default(Result<Value>));
                        break;
                    case Op.Advance:
                        frame.Awaiting(-1);
                        await runtime.Advance(instruction.Number);
                        frame.Resume(default(Result<Value>));
                        break;
                    case Op.BlockOn:
                        frame.Awaiting(instruction.Target);
                        frame.Resume(BlockOn(instruction.Target));
                        break;
                    case Op.Next when resources[instruction.Target] is Reference.Executor.Interval interval:
                        frame.Awaiting(instruction.Target);
                        frame.Tick(await interval.Tick());
                        break;
                    case Op.Next when resources[instruction.Target] is Channel<Value> channel:
                        frame.Awaiting(instruction.Target);
                        frame.Receive(await channel.Receive());
                        break;
                    case Op.Next:
                        frame.Awaiting(instruction.Target);
                        frame.Resume(await Set(instruction.Target).Next());
                        break;
                    case Op.Combine when instruction.Combinator == CombinatorKind.Join:
                        frame.Awaiting(-1);
                        frame.Resume(await Future.Join(TakeAll(instruction.Targets)).Settled());
                        break;
                    case Op.Combine when instruction.Combinator == CombinatorKind.TryJoin:
                        frame.Awaiting(-1);
                        frame.Resume(await Future.TryJoin(TakeAll(instruction.Targets)).Settled());
                        break;
                    case Op.Combine when instruction.HasBranches:
                        frame.AwaitingBranches();
                        frame.Resume(await frame.Select().Settled());
                        break;
                    case Op.Combine when instruction.Combinator == CombinatorKind.Select:
                        frame.Awaiting(-1);
                        frame.Resume(await runtime.Select(TakeAll(instruction.Targets)).Settled());
                        break;
                    case Op.Combine when instruction.Combinator == CombinatorKind.SelectBiased:
                        frame.Awaiting(-1);
                        frame.Resume(await runtime.SelectBiased(TakeAll(instruction.Targets)).Settled());
                        break;
                    case Op.Compute:
                        Emit(EventKind.ComputeBegin, self.Id, -1, instruction.Site);
                        await runtime.Compute(instruction.Number);
                        Emit(EventKind.ComputeEnd, self.Id, -1, instruction.Site);
                        break;
                    case Op.Create or Op.Abort or Op.Wake or Op.Release or Op.NotifyOne or Op.NotifyWaiters:
                        frame.Begin();
                        if (HasPoints)
                            await runtime.Point();
                        frame.End();
                        break;
                    default:
                        frame.Execute();
                        break;
                }

                if (HasPoints && frame.IsAtEnd)
                    await runtime.Point();
            }

            return frame.Result;
        }
        catch (PanicException panic) when (!frame.IsOver)
        {
            frame.Unwind(panic);
            throw;
        }
        finally
        {
            frame.Leave();
        }
    }

    /// <summary>Where a body stands: its position, its handlers, and what it must clean up.</summary>
    private sealed partial class Frame(Interpreter interpreter, Computation self)
    {
        private Instruction current = null!;
        private int position;
        private Handler? handlers;
        private Cleanup? cleanups;
        private bool over;

        // The worker that is on offer while the body holds its thread in place.
        private Reference.Executor.Worker? lent;

        // Which branches of the select that is entered are enabled.
        private bool[] enabled = [];

        public Value Result { get; private set; }

        public bool IsOver => over;

        /// <summary>Whether no statement is left, but the body has not ended yet.</summary>
        public bool IsAtEnd => !over && position == self.Body.Length;

        public void Enter()
        {
            interpreter.Emit(EventKind.Started, self.Id, self.Id, -1);
            // The last one is dropped first.
            var captures = interpreter.ownership.CapturesOf(self.Id);
            for (var i = captures.Length - 1; i >= 0; i--)
                cleanups = new Cleanup(null, captures[i], cleanups);
        }

        /// <summary>The next statement; null at the end, which completes the body.</summary>
        public Instruction? Next()
        {
            if (over)
                return null;
            if (lent is not null && (position == self.Body.Length || !self.Body[position].InPlace))
                LeaveInPlace();
            while (position < self.Body.Length)
            {
                current = self.Body[position++];
                if (current.Branch < 0 || IsEvaluated(current.Branch))
                    return current;
            }

            Complete(Outcome.Value, Value.Unit, -1);
            return null;
        }

        public void Awaiting(int subject) => interpreter.Emit(EventKind.Awaiting, self.Id, subject, current.Site);

        public void Resume(Result<Value> result)
        {
            if (result.Error is { } error)
                Fail(error);
            else
                Succeed(result.Value);
        }

        public void Tick(long due) => Succeed(Value.Of(due));

        public void Receive(Value value) => Succeed(value);

        public void Resume(Result<Value>? next) => Resume(next ?? new Result<Value>(default, new ProgramError("none left")));

        public void Resume(Result<Result<Value>[]> result)
        {
            if (result.Error is { } error)
                Fail(error);
            else
                Succeed(interpreter.ListOf(result.Value));
        }

        public void Resume(Result<Value[]> result)
        {
            if (result.Error is { } error)
                Fail(error);
            else
                Succeed(Value.List(result.Value));
        }

        public void Resume(Result<(int Index, Result<Value> Result)> result)
        {
            if (result.Error is { } error)
                Fail(error);
            else if (result.Value.Index < 0)
                Succeed(interpreter.ReadFirst(current));
            else
                Resume(result.Value.Result);
        }

        /// <summary>The first half of a statement that other threads can see; <see cref="End"/> is the other.</summary>
        public void Begin()
        {
            interpreter.Emit(BeginKind, self.Id, current.Target, current.Site);
            switch (current.Op)
            {
                case Op.Abort:
                    interpreter.Abort(current.Target);
                    break;
                case Op.Wake:
                    (interpreter.futures[current.Target] as Probe)?.Wake();
                    break;
                case Op.Release:
                    interpreter.Permits(current.Target).Release((int)current.Number);
                    break;
                case Op.NotifyOne:
                    interpreter.Notifier(current.Target).NotifyOne();
                    break;
                case Op.NotifyWaiters:
                    interpreter.Notifier(current.Target).NotifyWaiters();
                    break;
                default:
                    interpreter.Make(interpreter.Code.Computations[current.Target]);
                    interpreter.ownership.Own(self.Id, current.Target);
                    cleanups = new Cleanup(null, current.Target, cleanups);
                    break;
            }
        }

        public void End() => interpreter.Emit(BeginKind + 1, self.Id, current.Target, current.Site);

        /// <summary>A statement without an await.</summary>
        public void Execute()
        {
            switch (current.Op)
            {
                case Op.Return:
                    Result = interpreter.ReadFirst(current);
                    Complete(Outcome.Value, Result, current.Site);
                    break;
                case Op.Throw:
                    Throw(new ProgramError(current.Text), current.Site);
                    break;
                case Op.Panic:
                    Panic(new PanicException(current.Text), current.Site);
                    break;
                case Op.EnterInPlace:
                    EnterInPlace();
                    break;
                case Op.EnterSelect:
                    enabled = Array.ConvertAll(current.Arguments, interpreter.IsOn);
                    break;
                case Op.Branch:
                    break;
                case Op.EnterTry:
                    handlers = new Handler(current.Jump, current.Variable, handlers);
                    break;
                case Op.LeaveTry:
                    handlers = handlers!.Outer;
                    position = current.Jump;
                    break;
                case Op.Defer:
                    cleanups = new Cleanup(current, -1, cleanups);
                    break;
                case Op.Drop:
                    interpreter.Emit(EventKind.Dropping, self.Id, current.Target, current.Site);
                    interpreter.DropTarget(current.Target);
                    interpreter.Emit(EventKind.Dropped, self.Id, current.Target, current.Site);
                    break;
                default:
                    interpreter.ExecuteSimple(current, self.Id);
                    break;
            }
        }

        /// <summary>What the body waits for has panicked.</summary>
        public void Unwind(PanicException panic) => Complete(Outcome.Panic, Value.Of(panic.Message), -1);

        /// <summary>The body is left: by its end, a failure, or because it was dropped.</summary>
        public void Leave()
        {
            if (!over)
                interpreter.Emit(EventKind.Cancelled, self.Id, self.Id, -1);
            over = true;
            for (; cleanups is { } cleanup; cleanups = cleanup.Below)
            {
                if (cleanup.Guard is { } guard)
                    RunGuard(guard);
                else
                    interpreter.Release(self.Id, cleanup.Computation);
            }
        }

        private void EnterInPlace()
        {
            try
            {
                lent = interpreter.runtime.EnterInPlace();
            }
            catch (PanicException)
            {
                Panic(new PanicException("in-place without workers"), -1);
            }
        }

        private void LeaveInPlace()
        {
            interpreter.runtime.LeaveInPlace(lent);
            lent = null;
        }

        private EventKind BeginKind =>
            current.Op switch
            {
                Op.Abort => EventKind.Aborting,
                Op.Wake => EventKind.Waking,
                Op.Release => EventKind.Releasing,
                Op.NotifyOne or Op.NotifyWaiters => EventKind.Notifying,
                _ => EventKind.Creating,
            };

        private void RunGuard(Instruction guard)
        {
            interpreter.Emit(EventKind.DeferRan, self.Id, -1, guard.Site);
            foreach (var statement in guard.Body)
                interpreter.ExecuteSimple(statement, self.Id);
        }

        private void Succeed(Value value)
        {
            interpreter.Emit(EventKind.Resumed, self.Id, Subject, current.Site, Outcome.Value, value);
            interpreter.Set(current.Variable, value);
        }

        private int Subject => current.Op is Op.Await or Op.Timeout or Op.Next or Op.BlockOn ? current.Target : -1;

        private void Fail(Exception error)
        {
            if (error is PanicException)
                Panic(error, -1);
            var text = Value.Of(interpreter.Text(error));
            interpreter.Emit(EventKind.Resumed, self.Id, Subject, current.Site, Outcome.Error, text);
            Throw(error, -1);
        }

        private void Throw(Exception error, int site)
        {
            var text = Value.Of(interpreter.Text(error));
            if (handlers is { } handler)
            {
                handlers = handler.Outer;
                position = handler.Position;
                interpreter.Set(handler.Variable, text);
                return;
            }

            Complete(Outcome.Error, text, site);
            ExceptionDispatchInfo.Throw(error);
        }

        private void Panic(Exception panic, int site)
        {
            Complete(Outcome.Panic, Value.Of(panic.Message), site);
            ExceptionDispatchInfo.Throw(panic);
        }

        private void Complete(Outcome outcome, Value value, int site)
        {
            over = true;
            interpreter.Emit(EventKind.Completed, self.Id, self.Id, site, outcome, value);
        }

        private sealed record Handler(int Position, int Variable, Handler? Outer);

        private sealed record Cleanup(Instruction? Guard, int Computation, Cleanup? Below);
    }
}
