using Conformance.Reference.EventLoop;
using Conformance.Reference.Simulation;
using Loop = Conformance.Reference.EventLoop.EventLoop;

namespace Conformance.Tests.Properties.EventLoop;

/// <summary>What the tests of the event loop share.</summary>
internal static class Loops
{
    /// <summary>Runs a main function on a simulated loop and returns what it logged.</summary>
    internal static string Log(Func<Loop, Action<string>, Promise> main, Choices? choices = null, int poolSize = 4)
    {
        var lines = new List<string>();
        var loop = Loop.Simulated(choices ?? new NaturalChoices(), poolSize);
        loop.Run(() => main(loop, lines.Add));
        return string.Join(' ', lines);
    }

    /// <summary>Logs 1, 2, 3, … in the microtasks that follow one another, to measure others against.</summary>
    internal static void LogHops(Loop loop, Action<string> log, int count)
    {
        Next(1);

        void Next(int hop) =>
            loop.QueueMicrotask(() =>
            {
                log(hop.ToString());
                if (hop < count)
                    Next(hop + 1);
            });
    }
}

/// <summary>Choices from a seed.</summary>
internal sealed class SeededChoices(uint seed) : Choices
{
    private uint state = (seed * 2654435761u) + 1;

    public override int Choose(ChoicePoint point, int options)
    {
        state = (state * 1664525) + 1013904223;
        return (int)((state >> 16) % (uint)options);
    }
}
