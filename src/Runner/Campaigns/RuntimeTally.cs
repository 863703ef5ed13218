using Conformance.Spec.Runtimes;

namespace Conformance.Runner.Campaigns;

/// <summary>What a campaign counted for one runtime.</summary>
public sealed class RuntimeTally(RuntimeDescription description, IReadOnlyList<RuleTally> rules)
{
    private const int KeptErrors = 5;
    private readonly HashSet<ulong> traces = [];
    private readonly Dictionary<string, long> unsupported = new(StringComparer.Ordinal);

    /// <summary>The runtime.</summary>
    public RuntimeDescription Description => description;

    /// <summary>A tally a rule, in the order of the document.</summary>
    public IReadOnlyList<RuleTally> Rules => rules;

    /// <summary>How many executions were judged.</summary>
    public long Executions { get; internal set; }

    /// <summary>How many programs were run.</summary>
    public long Programs { get; internal set; }

    /// <summary>How many different traces were seen.</summary>
    public int DistinctTraces => traces.Count;

    /// <summary>How many executions ended in a deadlock.</summary>
    public long Deadlocks { get; internal set; }

    /// <summary>How many executions were recorded, replayed and compared.</summary>
    public long Replays { get; internal set; }

    /// <summary>How many executions the adapter failed.</summary>
    public long Errors { get; private set; }

    /// <summary>The first few failures of the adapter.</summary>
    public IList<string> ErrorMessages { get; } = [];

    /// <summary>How often which thing was unsupported.</summary>
    public IReadOnlyDictionary<string, long> Unsupported => unsupported;

    /// <summary>Whether any execution came back, and every one well-formed.</summary>
    public bool AdapterWorks => Executions > 0 && Errors == 0;

    /// <summary>The verdict of a rule.</summary>
    public Verdict Verdict(RuleTally rule) => rule.Verdict(AdapterWorks);

    internal void Saw(ulong trace) => traces.Add(trace);

    internal void Refused(string reason) => unsupported[reason] = unsupported.GetValueOrDefault(reason) + 1;

    internal void Broke(string message)
    {
        Errors++;
        if (ErrorMessages.Count < KeptErrors)
            ErrorMessages.Add(message);
    }
}
