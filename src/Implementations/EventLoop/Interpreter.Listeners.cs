using Conformance.Spec.Programs;

namespace Conformance.Implementations.EventLoop;

/// <content>Listeners for what becomes of the whole program: an error that nobody awaits, the end.</content>
internal sealed partial class Interpreter
{
    private readonly Action<Exception> takeUncaught;
    private readonly List<int> exits = [];
    private readonly List<int> uncaught = [];

    private void ListenForExit(int id) => exits.Add(id);

    private void ListenForUncaught(int id)
    {
        // Without a listener of the program the loop must not have one either: the error ends the run.
        if (uncaught.Count == 0)
            loop.UncaughtException += takeUncaught;
        uncaught.Add(id);
    }

    private void ForgetListeners()
    {
        exits.Clear();
        uncaught.Clear();
        loop.UncaughtException -= takeUncaught;
    }

    // A listener that is added meanwhile is too late.
    private void RunExitListeners()
    {
        for (var (at, count) = (0, exits.Count); at < count; at++)
            RunSync(exits[at]);
    }

    private void TakeUncaught(Exception error)
    {
        if (Failures.Text(error) is not { } message)
            throw new InvalidOperationException($"The interpreter failed in a callback: {error.Message}", error);
        int[] told = [.. uncaught];
        uncaught.Clear();
        loop.UncaughtException -= takeUncaught;
        foreach (var id in told)
        {
            Set(Code.Computations[id].Parameter, Value.Of(message));
            RunSync(id, Value.Of(message));
        }
    }
}
