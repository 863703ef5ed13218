using Conformance.Spec.Litmus;
using Conformance.Spec.Rules;
using Conformance.Spec.Traces;

namespace Conformance.Runner.Campaigns;

/// <summary>LITMUS-01: what the litmus files forbid does not happen.</summary>
public sealed class LitmusRule : Rule
{
    /// <summary>The id that a campaign reports it by.</summary>
    public const string Id = "LITMUS-01";

    /// <summary>The litmus whose program runs now, if any.</summary>
    public LitmusTest? Litmus { get; set; }

    /// <inheritdoc/>
    public override RuleInfo Info { get; } =
        new()
        {
            Id = Id,
            Title = "Litmus outcomes",
            Family = Family.Both,
            Chapter = "Litmus tests",
            Text = "A runtime MUST NOT show an outcome that a litmus test of its family forbids.",
            Trigger = "an execution of a litmus program whose needs the runtime meets",
            Sources = ["the source named in each litmus file"],
            Litmus = [],
            Mutants = [],
        };

    /// <inheritdoc/>
    public override ReadOnlySpan<EventKind> Wants => [];

    /// <inheritdoc/>
    protected override void OnEvent(in Event item, int at) { }

    /// <inheritdoc/>
    protected override void OnEnd()
    {
        if (Litmus is null)
            return;
        var judgement = Litmus.Judge(Index.Trace);
        if (judgement.Verdict == LitmusVerdict.NotJudged)
            return;
        Trigger();
        if (judgement.Verdict == LitmusVerdict.Forbidden)
            Fail(Index.Trace.Count - 1, $"Of the litmus \"{Litmus.Name}\" the outcome {judgement.Reason}.");
    }
}
