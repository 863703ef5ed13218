using Conformance.Implementations.Interpreting;
using Conformance.Spec.Programs;

namespace Conformance.Implementations.DotNetTasks;

/// <summary>
/// A <c>blocking</c> body, a statement a step. On the machine a thread of the pool takes the steps one after the other, inside
/// <c>Task.Run</c>; in a simulation those of other threads come between, and the end completes a task as that of <c>Task.Run</c> would.
/// </summary>
internal sealed class JobSteps
{
    private readonly TaskCompletionSource<Value> source = new();
    private readonly Stepper stepper;

    internal JobSteps(EagerInterpreter interpreter, Computation body)
    {
        stepper = new Stepper(interpreter);
        stepper.Begin(body, default);
    }

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
        var step = stepper.Step();
        (hold, result) = (step.Hold, stepper.Result);
        return step.Done;
    }
}
