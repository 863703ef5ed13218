using Conformance.Spec.Programs;
using Conformance.Spec.Runtimes;
using Conformance.Spec.Traces;

namespace Conformance.Spec.Rules;

/// <summary>
/// One named requirement. An instance is a reusable checker: it is told the beginning of a trace, each event of the kinds it
/// wants, and the end; it counts its triggers and reports its violations. The index answers questions about any moment.
/// </summary>
public abstract class Rule
{
    private List<Violation> violations = [];
    private int[] observed = [];

    /// <summary>What is said of it.</summary>
    public abstract RuleInfo Info { get; }

    /// <summary>The kinds of event it wants to be handed.</summary>
    public abstract ReadOnlySpan<EventKind> Wants { get; }

    /// <summary>For a freedom, the names of what a runtime may do; none for a rule that binds.</summary>
    public virtual IReadOnlyList<string> Options => [];

    /// <summary>How often the current trace took each of the <see cref="Options"/>.</summary>
    public ReadOnlySpan<int> Observed => observed;

    /// <summary>How often it was really tested by the current trace.</summary>
    public int Triggers { get; private set; }

    /// <summary>Whether the current trace leaves too much open for the rule to say whether it holds: neither a pass nor a violation.</summary>
    public bool IsUndecided { get; private set; }

    /// <summary>The current trace.</summary>
    protected TraceIndex Index { get; private set; } = null!;

    /// <summary>Whether the rule applies to this runtime; by default, whether it is of the family.</summary>
    public virtual bool AppliesTo(RuntimeDescription runtime) =>
        Info.Family == Family.Both || (Info.Family == Family.Eager) == (runtime.Family == Programs.Dialect.Eager);

    /// <summary>
    /// Whether a program has what the rule speaks about: without it no trace of the program can trigger or break the rule, and
    /// the checker does not ask it. By default every program does.
    /// </summary>
    public virtual bool Concerns(Code code) => true;

    /// <summary>Nothing was tested.</summary>
    internal void Forget() => (Triggers, IsUndecided) = (0, false);

    /// <summary>Begins a trace.</summary>
    internal void Begin(TraceIndex index, List<Violation> sink)
    {
        Index = index;
        violations = sink;
        Forget();
        if (observed.Length != Options.Count)
            observed = new int[Options.Count];
        Array.Clear(observed);
        OnBegin();
    }

    /// <summary>Hands over an event.</summary>
    internal void Hand(in Event item, int at) => OnEvent(in item, at);

    /// <summary>Ends the trace.</summary>
    internal void End() => OnEnd();

    /// <summary>Forgets the last trace.</summary>
    protected virtual void OnBegin() { }

    /// <summary>An event of a wanted kind.</summary>
    protected abstract void OnEvent(in Event item, int at);

    /// <summary>The whole trace was handed over.</summary>
    protected virtual void OnEnd() { }

    /// <summary>The situation that the rule speaks about occurred.</summary>
    protected void Trigger() => Triggers++;

    /// <summary>The situation may have occurred, but nobody can tell from this trace.</summary>
    protected void Undecided() => IsUndecided = true;

    /// <summary>A runtime took one of the <see cref="Options"/> it is free to choose from.</summary>
    protected void Took(int option) => observed[option]++;

    /// <summary>The rule does not hold.</summary>
    /// <param name="at">The index of the event at which it shows.</param>
    /// <param name="message">What was found and what was expected.</param>
    protected void Fail(int at, string message) => violations.Add(new Violation(Info.Id, at, message));

    /// <summary>The name of a computation in double quotes, for messages.</summary>
    protected string Quote(int computation) => $"\"{Index.Name(computation)}\"";
}
