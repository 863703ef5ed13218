using Conformance.Implementations.Interpreting;
using Conformance.Spec.Programs;
using Conformance.Spec.Traces;

namespace Conformance.Implementations.DotNetTasks;

/// <summary>
/// A <c>blocking</c> body, a statement a step. On the machine a thread of the pool takes the steps one after the other, inside
/// <c>Task.Run</c>; in a simulation those of other threads come between, and the end completes a task as that of <c>Task.Run</c> would.
/// </summary>
internal sealed class JobSteps(Interpreter interpreter, Computation body)
{
    private readonly TaskCompletionSource<Value> source = new();
    private Guards guards;
    private int next = -1;
    private bool computing;

    /// <summary>The task that <see cref="TryStep"/> completes.</summary>
    internal Task<Value> Task => source.Task;

    /// <summary>The number of its thread, in a simulation.</summary>
    internal int Thread { get; set; }

    /// <summary>Until when it holds its thread, in a simulation.</summary>
    internal long BusyUntil { get; set; }

    /// <summary>Takes a step; the last one completes the task.</summary>
    /// <param name="hold">For how many milliseconds the thread is held after it.</param>
    /// <returns>False when it was the last one.</returns>
    internal bool TryStep(out long hold)
    {
        hold = 0;
        try
        {
            if (!Advance(out hold, out var result))
                return true;
            source.SetResult(result);
        }
        catch (ProgramError error)
        {
            source.SetException(error);
        }

        return false;
    }

    /// <summary>Takes the next step.</summary>
    /// <returns>Whether it was the last one.</returns>
    internal bool Advance(out long hold, out Value result)
    {
        (hold, result) = (0, Value.Unit);
        if (next < 0)
        {
            interpreter.Emit(EventKind.Started, body.Id, body.Id, -1);
            next = 0;
        }

        if (computing)
        {
            computing = false;
            interpreter.Emit(EventKind.ComputeEnd, body.Id, -1, body.Body[next++].Site);
        }

        var at = next < body.Body.Length ? body.Body[next] : null;
        switch (at?.Op)
        {
            case null:
                interpreter.Leave(body, Outcome.Value, result, -1, ref guards);
                return true;
            case Op.Compute:
                interpreter.Emit(EventKind.ComputeBegin, body.Id, -1, at.Site);
                computing = true;
                hold = at.Number;
                return false;
            case Op.Return:
                result = interpreter.ReadFirst(at);
                interpreter.Leave(body, Outcome.Value, result, at.Site, ref guards);
                return true;
            case Op.Throw:
                interpreter.Leave(body, Outcome.Error, Value.Of(at.Text), at.Site, ref guards);
                throw new ProgramError(at.Text);
            default:
                next = interpreter.Step(at, next, ref guards);
                return false;
        }
    }
}
