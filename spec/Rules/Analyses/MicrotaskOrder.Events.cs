using Conformance.Spec.Programs;
using Conformance.Spec.Traces;

namespace Conformance.Spec.Rules.Analyses;

/// <content>Which jobs the events of a trace register and queue.</content>
internal sealed partial class MicrotaskOrder
{
    private void Follow(in Event item, int at)
    {
        switch (item.Kind)
        {
            case EventKind.Started:
                Start(item.Computation, at);
                break;
            case EventKind.Resumed when item.Site >= 0 && resumes[item.Site] >= 0:
                Run(resumes[item.Site], at, item.Outcome == Outcome.Error ? PromiseState.Rejected : PromiseState.Fulfilled);
                resumes[item.Site] = -1;
                break;
            case EventKind.Creating:
                Create(item.Subject, in item, at);
                break;
            case EventKind.Awaiting when item.Site >= 0:
                Await(in item, at);
                break;
            case EventKind.Resolving when item.Site >= 0 && index.Code.Instructions[item.Site].Adopted is >= 0 and var adopted:
                Watch(adopted, in item, at);
                promises.Adopt(item.Subject, adopted, at, turns.Of(at));
                break;
            case EventKind.Resolving:
                promises.Attempt(item.Subject, PromiseState.Fulfilled);
                break;
            case EventKind.Rejecting:
                promises.Attempt(item.Subject, PromiseState.Rejected);
                break;
            case EventKind.Completed when index.IsUncaught(in item) && index.Kind(item.Computation) != ComputationKind.Microtask:
                // The drain after it is left to the next callback: from here on the places of jobs are another question.
                stopped = true;
                break;
            case EventKind.Completed:
                Complete(in item, at);
                break;
            case EventKind.Unhandled:
                Report(at);
                break;
        }
    }

    // The host looks for rejections that nobody handled when both queues are empty.
    private void Report(int at)
    {
        if (turns.Interrupted(at) >= 0)
            return;
        promises.Pump();
        var left = promises.Queue.Head();
        if (left >= 0 || ticks > 0)
            Stop(at, JobOrder.Undrained, -1, left);
    }

    private void Start(int body, int at)
    {
        switch (index.Code.Computations[body].Kind)
        {
            case ComputationKind.Then or ComputationKind.Catch or ComputationKind.Finally or ComputationKind.Microtask:
                var job = begins[body];
                begins[body] = -1;
                if (job >= 0)
                    Run(job, at, OutcomeThatStarts(body));
                promises.Sharpen(body);
                break;
            case ComputationKind.Timer or ComputationKind.Immediate:
                Macrotask(at);
                break;
            case ComputationKind.Message when !index.Code.Computations[body].IsOffLoop:
                Message(body, at);
                break;
            case ComputationKind.NextTick:
                Tick(at);
                break;
        }
    }

    // What is left of a worker that has ended comes in one callback.
    private void Message(int handler, int at)
    {
        promises.Pump();
        if ((promises.Queue.Head() < 0 && ticks == 0) || !MayHaveEnded(index.Code.Computations[handler].Subject, at))
            Macrotask(at);
    }

    private bool MayHaveEnded(int worker, int at) =>
        index.Before(EventKind.Terminating, worker, at) || (lastOf[worker] < at && (failed[worker] || !Listens(worker, at)));

    private bool Listens(int worker, int at)
    {
        foreach (var handler in index.Code.Computations)
        {
            if (
                handler.Kind == ComputationKind.Message
                && handler.Worker == worker
                && index.Before(EventKind.Creating, handler.Id, at)
                && !index.Before(EventKind.Started, handler.Id, at)
            )
                return true;
        }

        return false;
    }

    private void FindLastOfWorkers()
    {
        if (!index.Code.Has(ComputationKind.Worker))
            return;
        Fit(ref lastOf, index.Code.Computations.Length);
        Fit(ref failed, index.Code.Computations.Length);
        failed.AsSpan(0, index.Code.Computations.Length).Clear();
        lastOf.AsSpan(0, index.Code.Computations.Length).Fill(-1);
        var events = index.Trace.Events;
        for (var at = 0; at < events.Length; at++)
        {
            if (
                events[at].Kind == EventKind.Unhandled
                || index.Code.Computations[events[at].Computation].Worker is not (>= 0 and var worker)
            )
                continue;
            lastOf[worker] = at;
            failed[worker] |= events[at] is { Kind: EventKind.Completed, Outcome: Outcome.Error };
        }
    }

    private PromiseState OutcomeThatStarts(int reaction) =>
        index.Code.Computations[reaction].Kind switch
        {
            ComputationKind.Then => PromiseState.Fulfilled,
            ComputationKind.Catch => PromiseState.Rejected,
            _ => PromiseState.Unclear,
        };

    private void Create(int made, in Event item, int at)
    {
        var computation = index.Code.Computations[made];
        switch (computation.Kind)
        {
            case ComputationKind.Microtask:
                begins[made] = promises.Queue.Make(JobKind.Callback, made, -1, at);
                promises.Queue.Add(begins[made]);
                break;
            case ComputationKind.NextTick:
                ticks++;
                lastTick = made;
                break;
            case ComputationKind.Then or ComputationKind.Catch or ComputationKind.Finally:
                Watch(computation.Subject, in item, at);
                var skips = computation.Kind switch
                {
                    ComputationKind.Then => PromiseState.Rejected,
                    ComputationKind.Catch => PromiseState.Fulfilled,
                    _ => PromiseState.Pending,
                };
                begins[made] = promises.Wait(JobKind.React, made, computation.Subject, at, skips);
                break;
            case ComputationKind.Worker:
                promises.Blur(made);
                break;
            case ComputationKind.Sleep or ComputationKind.Echo or ComputationKind.Blocking:
                external.Create(computation, item.Time, turns.Of(at));
                if (computation.Subject >= 0)
                    promises.Blur(made);
                break;
        }
    }

    private void Await(in Event item, int at)
    {
        var instruction = index.Code.Instructions[item.Site];
        int job;
        if (instruction.Op == Op.Await)
        {
            var watched = Watch(instruction.Target, in item, at);
            job = promises.Wait(JobKind.Resume, item.Computation, instruction.Target, at);
            if (watched)
                external.MarkAwaited(instruction.Target);
        }
        else
        {
            job = promises.Queue.Make(JobKind.Resume, item.Computation, -1, at);
            if (instruction.Op == Op.Yield)
            {
                promises.Queue[job].Nature = JobNature.SettledAwait;
                promises.Queue.Add(job);
            }
            else if (instruction.Op == Op.Combine && IsDecided(instruction))
            {
                promises.Queue[job].Nature = JobNature.Combination;
                promises.Queue.Add(promises.Queue.Make(JobKind.Combine, job, -1, at));
            }
            else if (instruction.Op != Op.Sleep || instruction.Target >= 0)
            {
                promises.Queue[job].Place = JobPlace.Unclear;
            }
        }

        resumes[item.Site] = job;
    }

    // The reactions to the inputs are queued together, so it does not matter for the order which of them decides.
    private bool IsDecided(Instruction combine)
    {
        var (fulfilled, rejected) = (0, 0);
        foreach (var input in combine.Targets)
        {
            fulfilled += promises.State(input) == PromiseState.Fulfilled ? 1 : 0;
            rejected += promises.State(input) == PromiseState.Rejected ? 1 : 0;
        }

        return fulfilled + rejected == combine.Targets.Length
            || combine.Combinator switch
            {
                CombinatorKind.Race => fulfilled + rejected > 0,
                CombinatorKind.Any => fulfilled > 0,
                CombinatorKind.TryJoin => rejected > 0,
                _ => false,
            };
    }

    /// <summary>Something looks at a promise: if the loop may have settled it unseen, or what it waits for, it becomes unclear.</summary>
    /// <returns>Whether it is pending for sure, and the loop's to settle.</returns>
    private bool Watch(int promise, in Event item, int at)
    {
        // Promises may follow each other in a circle.
        var steps = index.Code.Computations.Length;
        for (var next = promise; next >= 0 && steps > 0 && promises.State(next) == PromiseState.Pending; next = Before(next), steps--)
        {
            if (!external.Contains(next))
                continue;
            if (external.IsPending(next, item.Time, turns.Of(at)))
                return next == promise;
            promises.Blur(next);
            promises.Blur(promise);
        }

        return false;
    }

    private void Complete(in Event item, int at)
    {
        var outcome = item.Outcome == Outcome.Value ? PromiseState.Fulfilled : PromiseState.Rejected;
        var returned = item.Outcome == Outcome.Value && item.Site >= 0 ? index.Code.Instructions[item.Site].Target : -1;
        switch (index.Code.Computations[item.Computation].Kind)
        {
            case ComputationKind.Promise when item.Outcome != Outcome.Error:
                break;
            case ComputationKind.Blocking:
                external.Complete(item.Computation, outcome);
                break;
            case ComputationKind.Finally when item.Outcome == Outcome.Value:
                // What its handler returns is waited for; a plain value costs as much as an adoption of the outcome that passes by.
                if (returned >= 0)
                    promises.Blur(item.Computation);
                else
                    promises.Adopt(
                        item.Computation,
                        index.Code.Computations[item.Computation].Subject,
                        at,
                        turns.Of(at),
                        JobNature.Finally
                    );
                break;
            case ComputationKind.Async or ComputationKind.Then or ComputationKind.Catch when returned >= 0:
                Watch(returned, in item, at);
                promises.Adopt(item.Computation, returned, at, turns.Of(at));
                break;
            case ComputationKind.Async
            or ComputationKind.Promise
            or ComputationKind.Then
            or ComputationKind.Catch
            or ComputationKind.Finally:
                promises.Attempt(item.Computation, outcome);
                break;
        }
    }
}
