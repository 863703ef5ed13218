using Conformance.Spec.Programs;
using Conformance.Spec.Traces;

namespace Conformance.Spec.Model.Eager;

/// <content>What bodies do with promises: they await them, settle them, and end with them.</content>
internal sealed partial class EagerMachine
{
    private readonly Promises promises = new();

    private void React(int source, JobKind kind, int target)
    {
        if (Undelivered > 0 && !IsExact)
            LookAt(source);
        promises.React(source, kind, target);
    }

    /// <summary>Node's processPromiseRejections: when both queues are empty, what was rejected meanwhile and has no handler is reported.</summary>
    private bool ReportUnhandled()
    {
        if (promises.TakeUnhandled() is not (>= 0 and var promise))
            return false;
        Emit(EventKind.Unhandled, promise, promise, -1, Outcome.Error, promises.ValueOf(promise));
        return true;
    }

    private Signal Settle(int c, Instruction at)
    {
        ref var body = ref Bodies[c];
        var rejects = at.Op == Op.Reject;
        if (body.Stage == 0)
        {
            body.Stage = 1;
            body.Value = rejects ? Value.Of(at.Text) : ReadFirst(at);
            var kind = rejects ? EventKind.Rejecting : EventKind.Resolving;
            return Emit(kind, c, at.Target, at.Site, value: body.Value, loose: IsOpen(at));
        }

        if (rejects)
            promises.Attempt(at.Target, PromiseState.Rejected, body.Value);
        else if (at.Adopted >= 0)
            promises.Adopt(at.Target, at.Adopted);
        else
            promises.Attempt(at.Target, PromiseState.Fulfilled, body.Value);
        Next(c);
        return Emit(rejects ? EventKind.Rejected : EventKind.Resolved, c, at.Target, at.Site);
    }

    /// <summary>A body was left: its promise is resolved or rejected.</summary>
    private void OnLeft(int c)
    {
        ref var body = ref Bodies[c];
        var kind = Code.Computations[c].Kind;
        if (body.Outcome == Outcome.Error && IsCallback(kind))
            Throw(c, kind);
        else if (body.Outcome == Outcome.Error)
            promises.Attempt(c, PromiseState.Rejected, body.Value);
        else if (kind == ComputationKind.Finally)
            AfterFinally(c, body.Adopted);
        else if (kind is ComputationKind.Async or ComputationKind.Then or ComputationKind.Catch && body.Adopted >= 0)
            promises.Adopt(c, body.Adopted);
        else if (kind is ComputationKind.Async or ComputationKind.Then or ComputationKind.Catch)
            promises.Attempt(c, PromiseState.Fulfilled, body.Value);
    }

    /// <summary>Promise.prototype.finally: a promise of the handler's result, a reaction to it, and the adoption of that.</summary>
    private void AfterFinally(int c, int result)
    {
        var site = Code.Computations[c].Site;
        var source = result >= 0 ? result : promises.Anonymous(site);
        if (result < 0)
            promises.Finish(source, PromiseState.Fulfilled, Value.Unit);
        React(source, JobKind.PassThrough, c);
        promises.Adopt(c, promises.Second(site));
    }

    private void Await(int c, Instruction at)
    {
        var own = promises.Anonymous(at.Site);
        switch (at.Op)
        {
            case Op.Yield:
                promises.Enqueue(JobKind.Resume, c);
                return;
            case Op.Await:
                React(at.Target, JobKind.Resume, c);
                return;
            case Op.Sleep:
                StartSleep(Code.Computations.Length + at.Site, at.Number, own, at.Target);
                break;
            case Op.Timeout:
                Arm(Code.Computations.Length + at.Site, at.Number, TimerKind.Elapse);
                React(at.Target, JobKind.Race, at.Site);
                React(promises.Second(at.Site), JobKind.Race, at.Site);
                break;
            case Op.Combine:
                promises.Expect(at);
                foreach (var target in at.Targets)
                    React(target, JobKind.Combine, at.Site);
                break;
        }

        React(own, JobKind.Resume, c);
    }

    private void RunJob()
    {
        if (Undelivered > 0 && !IsExact && promises.NextSource is >= 0 and var source)
            LookAt(source);
        var body = promises.RunJob(out var argument);
        if (body < 0)
            return;
        if (argument is { } value && Code.Computations[body].Parameter is >= 0 and var parameter)
            Slots[parameter] = value;
        Push(body);
    }
}
