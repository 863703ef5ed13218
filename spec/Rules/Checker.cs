using Conformance.Spec.Runtimes;
using Conformance.Spec.Traces;

namespace Conformance.Spec.Rules;

/// <summary>
/// Checks traces of one runtime against rules, in time linear in the trace: one pass indexes it, a second hands each event
/// to the rules that want its kind. Reuses all buffers; one instance a thread.
/// </summary>
public sealed class Checker
{
    private readonly Rule[] rules;
    private readonly Rule[][] byKind;
    private readonly TraceIndex index = new();
    private readonly List<Violation> violations = [];

    /// <summary>A checker with those of these rules that apply to this runtime.</summary>
    public Checker(IEnumerable<Rule> rules, RuntimeDescription runtime)
    {
        this.rules = [.. rules.Where(rule => rule.AppliesTo(runtime))];
        byKind = new Rule[(int)EventKind.Unhandled + 1][];
        for (var kind = 0; kind < byKind.Length; kind++)
            byKind[kind] = [.. this.rules.Where(rule => rule.Wants.Contains((EventKind)kind))];
    }

    /// <summary>The rules that apply; after a check each one's <see cref="Rule.Triggers"/> counts that trace.</summary>
    public IReadOnlyList<Rule> Rules => rules;

    /// <summary>What the last check found, in the order of the rules' discovery.</summary>
    public IReadOnlyList<Violation> Violations => violations;

    /// <summary>Forgets what the last check found: the current execution has nothing to check.</summary>
    public void Forget()
    {
        violations.Clear();
        foreach (var rule in rules)
            rule.Forget();
    }

    /// <summary>Checks a trace.</summary>
    /// <returns>Whether every rule held.</returns>
    public bool Check(Trace trace)
    {
        violations.Clear();
        index.Build(trace);
        foreach (var rule in rules)
            rule.Begin(index, violations);
        var events = trace.Events;
        for (var at = 0; at < events.Length; at++)
        {
            ref readonly var item = ref events[at];
            foreach (var rule in byKind[(int)item.Kind])
                rule.Hand(in item, at);
        }

        foreach (var rule in rules)
            rule.End();
        return violations.Count == 0;
    }
}
