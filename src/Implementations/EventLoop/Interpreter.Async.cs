using Conformance.Implementations.Interpreting;
using Conformance.Reference.EventLoop;
using Conformance.Spec.Programs;
using Conformance.Spec.Traces;

namespace Conformance.Implementations.EventLoop;

/// <content>Async bodies.</content>
internal sealed partial class Interpreter
{
    private async Promise<Value> RunAsync(Computation body)
    {
        Emit(EventKind.Started, body.Id, body.Id, -1);
        var guards = default(Guards);
        var next = 0;
        var code = body.Body;
        while (next < code.Length)
        {
            loop.Interleave();
            var at = code[next];
            string? error = null;
            try
            {
                switch (at.Op)
                {
                    case Op.Await:
                        BeginWait(at, at.Target);
                        EndWait(at, at.Target, await promises[at.Target]);
                        next++;
                        break;
                    case Op.Yield:
                        BeginWait(at, -1);
                        await Promise.Resolve();
                        EndWait(at, -1, Value.Unit);
                        next++;
                        break;
                    case Op.Sleep:
                        BeginWait(at, -1);
                        EndWait(at, -1, await loop.Sleep(at.Number, Value.Unit, SignalOf(at.Target)));
                        next++;
                        break;
                    case Op.Timeout:
                        BeginWait(at, at.Target);
                        EndWait(at, at.Target, await WithTimeout(at));
                        next++;
                        break;
                    case Op.Combine when at.Combinator == CombinatorKind.Join:
                        BeginWait(at, -1);
                        EndWait(at, -1, ListOf(await Promise.AllSettled(Inputs(at))));
                        next++;
                        break;
                    case Op.Combine when at.Combinator == CombinatorKind.TryJoin:
                        BeginWait(at, -1);
                        EndWait(at, -1, Value.List(await Promise.All(Inputs(at))));
                        next++;
                        break;
                    case Op.Combine:
                        BeginWait(at, -1);
                        EndWait(at, -1, await First(at));
                        next++;
                        break;
                    case Op.Throw:
                        error = at.Text;
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
                error = text;
                FailWait(at, text);
            }

            if (next == Nothing)
                return await promises[at.Target].Adopt();
            if (error is null)
                continue;
            next = Fail(body, next, error, ref guards);
            if (next == Nothing)
                throw new ProgramError(error);
        }

        Leave(body, Outcome.Value, Value.Unit, -1, ref guards);
        return Value.Unit;
    }

    /// <inheritdoc/>
    protected override string? TextOf(Exception caught)
    {
        var text = Failures.Text(caught);
        if (text is null)
            loop.Fail(caught);
        return text;
    }

    private AbortSignal? SignalOf(int signal) => signal < 0 ? null : signals[signal];

    private ReadOnlySpan<Promise<Value>> Inputs(Instruction at)
    {
        var count = at.Targets.Length;
        if (inputs.Length < count)
            inputs = new Promise<Value>[count * 2];
        for (var i = 0; i < count; i++)
            inputs[i] = promises[at.Targets[i]];
        return inputs.AsSpan(0, count);
    }

    private Promise<Value> First(Instruction at) =>
        at.Combinator switch
        {
            CombinatorKind.Race => Promise.Race(Inputs(at)),
            CombinatorKind.Any => Promise.Any(Inputs(at)),
            _ => throw new InvalidOperationException($"The eager dialect has no \"{at.Combinator}\"."),
        };

    private Promise<Value> WithTimeout(Instruction at)
    {
        var elapsed = new Promise<Value>(loop);
        loop.Timers.Arm(at.Number, new ElapseJob(elapsed));
        return Promise.Race([promises[at.Target], elapsed]);
    }

    private static Value ListOf(Settlement<Value>[] settlements)
    {
        var items = new Value[settlements.Length];
        for (var i = 0; i < items.Length; i++)
            items[i] = settlements[i].Reason is { } reason ? Value.Error(Failures.TextOf(reason)) : settlements[i].Value;
        return Value.List(items);
    }
}
