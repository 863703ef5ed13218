using Conformance.Implementations.Interpreting;
using Conformance.Spec.Programs;
using Conformance.Spec.Traces;

namespace Conformance.Implementations.DotNetTasks;

/// <content>Async bodies. Each <c>await</c> stands where the program awaits and nowhere else, so that every hop is .NET's own.</content>
internal sealed partial class Interpreter
{
    private const ConfigureAwaitOptions OutcomeOnly =
        ConfigureAwaitOptions.ContinueOnCapturedContext | ConfigureAwaitOptions.SuppressThrowing;

    // A body that waits for ever may be left behind as soon as it says so: what it waits for is looked up before.
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
                        var awaited = tasks[at.Target]!;
                        BeginWait(at, at.Target);
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
                        var limited = tasks[at.Target]!;
                        BeginWait(at, at.Target);
                        await limited.WaitAsync(TimeSpan.FromMilliseconds(at.Number), host.Time);
                        EndWait(at, at.Target, ValueOf(limited));
                        next++;
                        break;
                    case Op.Combine:
                        var inputs = InputsOf(at);
                        BeginWait(at, -1);
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
            catch (Exception caught) when (TextOf(caught) is { } text)
            {
                error = caught;
                FailWait(at, text);
            }

            if (next == Nothing)
                return await Follow(body.Id, at);
            if (error is null)
                continue;
            next = Fail(body, next, Failures.TextOf(error), ref guards);
            // The exception itself, not a new one: a cancellation that leaves an async method cancels its task.
            if (next == Nothing)
                throw error;
        }

        Leave(body, Outcome.Value, Value.Unit, -1, ref guards);
        return Value.Unit;
    }

    /// <summary><c>return x</c> of a computation: C# has no other way than <c>return await x</c>.</summary>
    private async Task<Value> Follow(int id, Instruction at)
    {
        var followed = tasks[at.Target]!;
        Waiting[id] = at.Site;
        try
        {
            await followed;
            return ValueOf(followed);
        }
        finally
        {
            Waiting[id] = Nothing;
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

    private Task Delay(long milliseconds, int controller) =>
        Task.Delay(TimeSpan.FromMilliseconds(milliseconds), host.Time, controller < 0 ? default : tokens[controller].Token);

    private Task[] InputsOf(Instruction at) => Array.ConvertAll(at.Targets, target => tasks[target]!);

    private static Value OutcomesOf(Task[] inputs) =>
        Value.List(Array.ConvertAll(inputs, input => Failures.TextOf(input) is { } error ? Value.Error(error) : ValueOf(input)));
}
