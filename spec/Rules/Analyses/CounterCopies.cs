using System.Globalization;
using Conformance.Spec.Programs;
using Conformance.Spec.Traces;

namespace Conformance.Spec.Rules.Analyses;

/// <summary>
/// What logs of counters must say when a worker and its maker have a copy each. The text of each body says what it adds between its
/// events; counters to which a job adds are not followed and what a job logs is not foretold, for on a thread beside the loop additions have no place in the trace.
/// </summary>
internal sealed class CounterCopies : Analysis
{
    private readonly Flow flow;
    private string?[] expected = [];
    private Counter[] counters = [];

    public CounterCopies() => flow = new Flow(this);

    /// <summary>The line of a log that shows whether the two sides are apart, or null for all other events.</summary>
    public string? ExpectedAt(int at) => expected[at];

    /// <inheritdoc/>
    protected override void Build(TraceIndex index)
    {
        var code = index.Code;
        var events = index.Trace.Events;
        Fit(ref expected, events.Length);
        Fit(ref counters, code.Variables.Length);
        expected.AsSpan(0, events.Length).Clear();
        counters.AsSpan(0, code.Variables.Length).Clear();
        ForgetThoseOfJobs(code);
        flow.Begin(code.Computations.Length);
        for (var at = 0; at < events.Length; at++)
            Follow(code, in events[at], at);
    }

    private void ForgetThoseOfJobs(Code code)
    {
        foreach (var instruction in code.Instructions)
        {
            if (code.Computations[instruction.Owner].Kind == ComputationKind.Blocking && instruction is { Op: Op.Add, Variable: var slot })
                counters[slot].IsRacy = true;
        }
    }

    private void Follow(Code code, in Event item, int at)
    {
        var body = code.Computations[item.Computation];
        if (item.Kind == EventKind.Started)
        {
            flow.Start(body);
            return;
        }

        if (item.Site < 0 || item.Kind is EventKind.Completed or EventKind.DeferRan || code.Instructions[item.Site] is not { } statement)
            return;
        flow.Before(body, in item);
        if (item.Kind == EventKind.Creating)
            Copy(code.Computations[item.Subject]);
        if (item.Kind == EventKind.Log && body.Kind != ComputationKind.Blocking)
            expected[at] = LineOf(statement);
        if (statement.Position < body.Body.Length && ReferenceEquals(body.Body[statement.Position], statement))
            flow.Step(body, statement, in item);
    }

    private void Copy(Computation worker)
    {
        foreach (var (from, to) in worker.Copies)
        {
            counters[to] = counters[from] with { Other = from + 1, Changes = 0, OthersChanges = counters[from].Changes };
            counters[from].Other = to + 1;
            counters[from].OthersChanges = 0;
        }
    }

    /// <summary>The line, if it shows a counter that the other side has changed and nothing that is not known here.</summary>
    private string? LineOf(Instruction log)
    {
        var line = log.Text;
        var shows = false;
        foreach (ref readonly var argument in log.Arguments.AsSpan())
        {
            if (argument.Kind == ArgumentKind.Literal)
            {
                line = $"{line} {argument.Literal}";
                continue;
            }

            if (argument.Kind != ArgumentKind.Variable || counters[argument.Variable] is not { IsKnown: true, IsRacy: false } counter)
                return null;
            shows |= counter.Other > 0 && counters[counter.Other - 1].Changes > counter.OthersChanges;
            line = string.Create(CultureInfo.InvariantCulture, $"{line} {counter.Value}");
        }

        return shows ? line : null;
    }

    /// <summary>Executes what a body does between its events.</summary>
    private sealed class Flow(CounterCopies copies) : ControlFlow
    {
        // What a handler does before its first event.
        public void Before(Computation body, in Event item)
        {
            if (!Ends(item.Kind))
                Leave(body);
        }

        protected override void Pass(Instruction silent)
        {
            ref var counter = ref copies.counters[silent.Variable];
            counter.Value = silent.Op == Op.Let ? silent.Number : counter.Value + silent.Number;
            counter.IsKnown = true;
            counter.Changes++;
        }
    }

    private record struct Counter
    {
        public long Value;
        public bool IsKnown;
        public bool IsRacy;
        public int Changes;

        // The slot of the other side's copy, plus one, and how often that one had been changed when the copy was made.
        public int Other;
        public int OthersChanges;
    }
}
