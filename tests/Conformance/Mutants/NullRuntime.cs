using Conformance.Spec.Programs;
using Conformance.Spec.Runtimes;
using Conformance.Spec.Schedules;
using Conformance.Spec.Traces;

namespace Conformance.Tests.Mutants;

/// <summary>Runtimes that run nothing: whatever they are asked, no rule may pass.</summary>
internal sealed class NullRuntime(string name, Dialect family, Action<Code, Trace> act) : IRuntime
{
    public static IReadOnlyDictionary<string, Action<Code, Trace>> Kinds { get; } =
        new Dictionary<string, Action<Code, Trace>>(StringComparer.Ordinal)
        {
            ["does nothing"] = (_, _) => { },
            ["only says that it completed"] = (_, trace) => trace.End(Ending.Completed, natural: true),
            ["always throws"] = (_, _) => throw new InvalidOperationException("no"),
            ["always says unsupported"] = (_, trace) => trace.End(Ending.Unsupported, natural: true, "everything"),
            ["always fails as an adapter"] = (_, trace) => trace.End(Ending.AdapterError, natural: true, "broken"),
            ["never ends"] = (_, trace) => trace.End(Ending.StepLimit, natural: true, "100000 steps"),
            ["skips the body"] = (_, trace) => Around(trace, () => { }),
            ["prints the texts in order"] = (code, trace) => Around(trace, () => PrintTexts(code, trace)),
            ["stops at once"] = (_, trace) =>
            {
                trace.Add(new Event(EventKind.Started, Outcome.None, 0, 0, 0, -1, 0, default));
                trace.End(Ending.Deadlock, natural: true, "stuck");
            },
        };

    public RuntimeDescription Description { get; } =
        new()
        {
            Name = name,
            Family = family,
            Clock = ClockKind.Virtual,
        };

    public void Run(Code code, Scheduler scheduler, Trace trace, RunOptions options)
    {
        trace.Begin(code, Description);
        act(code, trace);
    }

    private static void Around(Trace trace, Action body)
    {
        trace.Add(new Event(EventKind.Started, Outcome.None, 0, 0, 0, -1, 0, default));
        body();
        trace.Add(new Event(EventKind.Completed, Outcome.Value, 0, 0, 0, -1, 0, default));
        trace.End(Ending.Completed, natural: true);
    }

    // The main body's own, for a log of a body that never started is not even well-formed.
    private static void PrintTexts(Code code, Trace trace)
    {
        for (var site = 0; site < code.Instructions.Length; site++)
        {
            if (code.Instructions[site] is { Owner: 0, Op: Op.Log } log)
                trace.Add(new Event(EventKind.Log, Outcome.None, 0, 0, -1, site, 0, Value.Of(log.Text)));
        }
    }
}
