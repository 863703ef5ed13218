using Conformance.Implementations.Interpreting;
using Conformance.Spec.Programs;
using Conformance.Spec.Traces;

namespace Conformance.Implementations.DotNetTasks;

/// <content>Async bodies. Each <c>await</c> stands where the program awaits and nowhere else, so that every hop is .NET's own.</content>
internal sealed partial class Interpreter
{
    private const ConfigureAwaitOptions OutcomeOnly =
        ConfigureAwaitOptions.ContinueOnCapturedContext | ConfigureAwaitOptions.SuppressThrowing;

    private async Task<Value> RunAsync(Computation body)
    {
        Emit(EventKind.Started, body.Id, body.Id, -1);
        var guards = default(Guards);
        var next = 0;
        var code = body.Body;
        while (next < code.Length)
        {
            host.Interleave();
            var at = code[next];
            Exception? error = null;
            try
            {
                switch (at.Op)
                {
                    case Op.Await:
                        BeginWait(at, at.Target);
                        var awaited = tasks[at.Target]!;
                        await awaited;
                        EndWait(at, at.Target, ValueOf(awaited));
                        next++;
                        break;
                    case Op.Yield:
                        BeginWait(at, -1);
                        await Task.Yield();
                        EndWait(at, -1, Value.Unit);
                        next++;
                        break;
                    case Op.Sleep:
                        BeginWait(at, -1);
                        await Delay(at.Number, at.Target);
                        EndWait(at, -1, Value.Unit);
                        next++;
                        break;
                    case Op.Timeout:
                        BeginWait(at, at.Target);
                        var limited = tasks[at.Target]!;
                        await limited.WaitAsync(TimeSpan.FromMilliseconds(at.Number), host.Time);
                        EndWait(at, at.Target, ValueOf(limited));
                        next++;
                        break;
                    case Op.Combine:
                        BeginWait(at, -1);
                        var inputs = InputsOf(at);
                        switch (at.Combinator)
                        {
                            case CombinatorKind.Join:
                                await Task.WhenAll(inputs).ConfigureAwait(OutcomeOnly);
                                EndWait(at, -1, OutcomesOf(inputs));
                                break;
                            case CombinatorKind.TryJoin:
                                await Task.WhenAll(inputs);
                                EndWait(at, -1, OutcomesOf(inputs));
                                break;
                            case CombinatorKind.Race:
                                var winner = await Task.WhenAny(inputs);
                                await winner;
                                EndWait(at, -1, ValueOf(winner));
                                break;
                            case CombinatorKind.Any:
                                EndWait(at, -1, await FirstSuccess(inputs));
                                break;
                        }

                        next++;
                        break;
                    case Op.Throw:
                        error = new ProgramError(at.Text);
                        break;
                    case Op.Return:
                        var result = at.Target >= 0 ? Value.Unit : ReadFirst(at);
                        Leave(body, Outcome.Value, result, at.Site, ref guards);
                        if (at.Target < 0)
                            return result;
                        next = Nothing;
                        break;
                    default:
                        next = Step(at, next, ref guards);
                        break;
                }
            }
            catch (Exception caught) when (IsOfProgram(caught))
            {
                error = caught;
                if (waiting[body.Id] != Nothing)
                    EndWait(at, at.Op is Op.Await or Op.Timeout ? at.Target : -1, Value.Of(Failures.TextOf(caught)), Outcome.Error);
            }

            if (next == Nothing)
                return await Follow(body.Id, at);
            if (error is null)
                continue;
            var handler = Handlers.Find(body, next);
            if (handler < 0)
            {
                Leave(body, Outcome.Error, Value.Of(Failures.TextOf(error)), at.Op == Op.Throw ? at.Site : -1, ref guards);
                // The exception itself, not a new one: a cancellation that leaves an async method cancels its task.
                throw error;
            }

            Set(code[handler].Variable, Value.Of(Failures.TextOf(error)));
            next = code[handler].Jump;
        }

        Leave(body, Outcome.Value, Value.Unit, -1, ref guards);
        return Value.Unit;
    }

    /// <summary><c>return x</c> of a computation: C# has no other way than <c>return await x</c>.</summary>
    private async Task<Value> Follow(int id, Instruction at)
    {
        var followed = tasks[at.Target]!;
        waiting[id] = at.Site;
        try
        {
            await followed;
            return ValueOf(followed);
        }
        finally
        {
            waiting[id] = Nothing;
        }
    }

    /// <summary>What the guide to the task-based pattern does for lack of a combinator: <c>WhenAny</c> over those that are left.</summary>
    private static async Task<Value> FirstSuccess(Task[] inputs)
    {
        var left = inputs.ToList();
        while (left.Count > 0)
        {
            var done = await Task.WhenAny(left);
            if (done.IsCompletedSuccessfully)
                return ValueOf(done);
            left.Remove(done);
        }

        throw new ProgramError("all rejected");
    }

    private void BeginWait(Instruction at, int subject)
    {
        Emit(EventKind.Awaiting, at.Owner, subject, at.Site);
        waiting[at.Owner] = at.Site;
    }

    private void EndWait(Instruction at, int subject, Value value, Outcome outcome = Outcome.Value)
    {
        waiting[at.Owner] = Nothing;
        Emit(EventKind.Resumed, at.Owner, subject, at.Site, outcome, value);
        if (outcome == Outcome.Value)
            Set(at.Variable, value);
    }

    private Task Delay(long milliseconds, int controller) =>
        Task.Delay(TimeSpan.FromMilliseconds(milliseconds), host.Time, controller < 0 ? default : tokens[controller].Token);

    private Task[] InputsOf(Instruction at) => Array.ConvertAll(at.Targets, target => tasks[target]!);

    private static Value OutcomesOf(Task[] inputs) =>
        Value.List(Array.ConvertAll(inputs, input => Failures.TextOf(input) is { } error ? Value.Error(error) : ValueOf(input)));
}
