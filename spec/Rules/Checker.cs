using Conformance.Spec.Programs;
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
    private readonly Rule[] asked;
    private readonly Rule[][] byKind;
    private readonly int[] wanting;
    private Code? code;
    private int asking;
    private readonly TraceIndex index = new();
    private readonly List<Violation> violations = [];

    /// <summary>A checker with those of these rules that apply to this runtime.</summary>
    public Checker(IEnumerable<Rule> rules, RuntimeDescription runtime)
    {
        this.rules = [.. rules.Where(rule => rule.AppliesTo(runtime))];
        asked = new Rule[this.rules.Length];
        byKind = new Rule[Enum.GetValues<EventKind>().Length][];
        wanting = new int[byKind.Length];
        for (var kind = 0; kind < byKind.Length; kind++)
            byKind[kind] = new Rule[this.rules.Length];
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
        if (!ReferenceEquals(code, trace.Code))
            Choose(trace.Code);
        index.Build(trace);
        foreach (var rule in asked.AsSpan(0, asking))
            rule.Begin(index, violations);
        var events = trace.Events;
        for (var at = 0; at < events.Length; at++)
        {
            ref readonly var item = ref events[at];
            foreach (var rule in byKind[(int)item.Kind].AsSpan(0, wanting[(int)item.Kind]))
                rule.Hand(in item, at);
        }

        foreach (var rule in asked.AsSpan(0, asking))
            rule.End();
        return violations.Count == 0;
    }

    // The rules that this program concerns, by the kinds of event they want; the next traces are mostly of the same program.
    private void Choose(Code next)
    {
        code = next;
        asking = 0;
        wanting.AsSpan().Clear();
        foreach (var rule in rules)
        {
            rule.Forget();
            if (!rule.Concerns(next))
                continue;
            asked[asking++] = rule;
            foreach (var kind in rule.Wants)
                byKind[(int)kind][wanting[(int)kind]++] = rule;
        }
    }
}
