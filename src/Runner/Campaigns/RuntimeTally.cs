using System.Globalization;
using Conformance.Spec.Litmus;
using Conformance.Spec.Rules;
using Conformance.Spec.Runtimes;

namespace Conformance.Runner.Campaigns;

/// <summary>What a campaign counted for one runtime.</summary>
/// <param name="description">The runtime.</param>
/// <param name="rules">A tally a rule.</param>
/// <param name="expectations">What the runtime does otherwise by design; nothing by default.</param>
public sealed class RuntimeTally(RuntimeDescription description, IReadOnlyList<RuleTally> rules, Expectations? expectations = null)
{
    private const int KeptErrors = 5;
    private readonly HashSet<ulong> traces = [];
    private readonly Dictionary<string, LitmusTally> litmuses = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Refusals> unsupported = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> leftOut = new(StringComparer.Ordinal);

    /// <summary>The runtime.</summary>
    public RuntimeDescription Description => description;

    /// <summary>A tally a rule, in the order of the document.</summary>
    public IReadOnlyList<RuleTally> Rules => rules;

    /// <summary>What the runtime does otherwise by design.</summary>
    public Expectations Expectations { get; } = expectations ?? Expectations.None;

    /// <summary>How strictly it was judged.</summary>
    public Strictness Strictness { get; init; } = Strictness.Strict;

    /// <summary>A tally a litmus whose outcome was judged, in the order of the campaign.</summary>
    public IEnumerable<LitmusTally> Litmuses => litmuses.Values;

    /// <summary>What is listed as a difference, was tested and yet held each time.</summary>
    public IEnumerable<ExpectedFailure> UnexpectedPasses =>
        AdapterWorks
            ? rules
                .Where(rule => Verdict(rule) == Campaigns.Verdict.UnexpectedPass)
                .Select(rule => rule.Expected)
                .Concat(litmuses.Values.Where(litmus => litmus.PassesUnexpectedly).Select(litmus => litmus.Expected))
                .OfType<ExpectedFailure>()
            : [];

    /// <summary>How many executions were judged.</summary>
    public long Executions { get; internal set; }

    /// <summary>How many programs were run.</summary>
    public long Programs { get; internal set; }

    /// <summary>How many programs were to be run: fewer were when the time was over or the campaign was interrupted.</summary>
    public long Planned { get; internal set; }

    /// <summary>How many different traces were seen.</summary>
    public int DistinctTraces => traces.Count;

    /// <summary>How many executions ended in a deadlock.</summary>
    public long Deadlocks { get; internal set; }

    /// <summary>How many executions were recorded, replayed and compared.</summary>
    public long Replays { get; internal set; }

    /// <summary>How many free choices it left to the schedules.</summary>
    public long Choices { get; internal set; }

    /// <summary>Whether it says that schedules decide its free choices, but never asked for one.</summary>
    public bool NeverAsked => Description.Controlled && Executions > 0 && Choices == 0;

    /// <summary>How many executions the adapter failed.</summary>
    public long Errors { get; private set; }

    /// <summary>The first few failures of the adapter.</summary>
    public IList<string> ErrorMessages { get; } = [];

    /// <summary>How many programs were refused for which reason.</summary>
    public IReadOnlyDictionary<string, Refusals> Unsupported => unsupported;

    /// <summary>Out of how many random programs which thing was left, for the runtime has it not.</summary>
    public IReadOnlyDictionary<string, long> LeftOut => leftOut;

    /// <summary>Whether its campaign was interrupted.</summary>
    public bool Interrupted { get; internal set; }

    /// <summary>Why it ran fewer programs than were planned, in words; null when it ran them all.</summary>
    public string? Stopped =>
        Programs == Planned ? null
        : Programs == 0 ? $"had not begun when {(Interrupted ? "the interruption came" : "the time was over")}"
        : string.Create(
            CultureInfo.InvariantCulture,
            $"stopped {(Interrupted ? "by the interruption" : "when the time was over")}, before {Planned - Programs:N0} of {Planned:N0} programs"
        );

    /// <summary>Whether any execution came back, and every one well-formed.</summary>
    public bool AdapterWorks => Executions > 0 && Errors == 0;

    /// <summary>The verdict of a rule.</summary>
    public Verdict Verdict(RuleTally rule) =>
        rule.Applies && Interrupted && Executions + Errors == 0 ? Campaigns.Verdict.NotRun : rule.Verdict(AdapterWorks);

    internal LitmusTally Of(LitmusTest test)
    {
        if (!litmuses.TryGetValue(test.Name, out var tally))
            litmuses[test.Name] = tally = new LitmusTally(test, Expectations.OfLitmus(test));
        return tally;
    }

    internal void Saw(ulong trace) => traces.Add(trace);

    internal void Refused(string reason, bool isLitmus)
    {
        var earlier = unsupported.GetValueOrDefault(reason) ?? new Refusals(0, 0);
        unsupported[reason] = isLitmus
            ? earlier with
            {
                Litmuses = earlier.Litmuses + 1,
            }
            : earlier with
            {
                Programs = earlier.Programs + 1,
            };
    }

    internal void Fitted(IReadOnlyList<string> reasons)
    {
        foreach (var reason in reasons)
            leftOut[reason] = leftOut.GetValueOrDefault(reason) + 1;
    }

    internal void Broke(string message)
    {
        Errors++;
        if (ErrorMessages.Count < KeptErrors)
            ErrorMessages.Add(message);
    }
}
