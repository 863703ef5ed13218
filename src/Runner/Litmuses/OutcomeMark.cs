using Conformance.Spec.Litmus;
using Conformance.Spec.Programs;
using Conformance.Spec.Runtimes;

namespace Conformance.Runner.Litmuses;

/// <summary>What an outcome is to its litmus test, to the model and to what was seen.</summary>
public enum OutcomeMark
{
    /// <summary>It was seen, and the file allows it.</summary>
    Allowed,

    /// <summary>It was seen, and only its times differ from those of an outcome that the file allows, which the clock explains.</summary>
    OnlyTimes,

    /// <summary>It was seen only where the file is not judged; the model can come to it.</summary>
    Possible,

    /// <summary>It may come, by the file or by the model, and was not seen.</summary>
    NeverSeen,

    /// <summary>The file lists it for other runtimes: on this one it cannot come, or nothing says that it may.</summary>
    Elsewhere,

    /// <summary>It was not seen, and the file and the model contradict each other about it: one of them is mistaken.</summary>
    Contested,

    /// <summary>It was seen in an execution that the model cannot do, though the outcome itself may be possible: a violation.</summary>
    Rejected,

    /// <summary>It was seen only where neither the file nor the model judges.</summary>
    NotJudged,

    /// <summary>It was seen although the file forbids it: a violation.</summary>
    Forbidden,

    /// <summary>It was seen although the model cannot come to it: a violation.</summary>
    Impossible,
}

/// <summary>Marks the outcomes of one litmus test on one runtime.</summary>
internal sealed class OutcomeMarks(LitmusTest test, Code code, RuntimeDescription runtime, PossibleOutcomes possible)
{
    private readonly OtherTimes otherTimes = new(test, code);
    private readonly bool applies = test.AppliesTo(runtime);

    // A file about the order that a runtime has of itself says nothing of the other orders.
    private readonly bool isOfAllOrders = !test.Needs.Contains(Need.Natural);

    /// <summary>The mark of an outcome that was seen.</summary>
    public OutcomeMark Seen(Observed outcome, SeenOutcome seen) =>
        !seen.Allowed ? OutcomeMark.Forbidden
        : CanCome(outcome) == false ? OutcomeMark.Impossible
        : seen.Rejection is not null ? OutcomeMark.Rejected
        : applies && !IsListed(outcome) && IsInTimes(outcome) && (seen.Judged || runtime.Clock != ClockKind.Real) ? OutcomeMark.OnlyTimes
        : seen.Judged ? OutcomeMark.Allowed
        : seen.Accepted || CanCome(outcome) == true ? OutcomeMark.Possible
        : OutcomeMark.NotJudged;

    /// <summary>The mark of an outcome that the file lists or the model can come to, and that was not seen.</summary>
    public OutcomeMark Unseen(Observed outcome) =>
        CanCome(outcome) switch
        {
            true => MayCome(outcome) ? OutcomeMark.NeverSeen : OutcomeMark.Contested,
            false => applies && !CanBeMet() ? OutcomeMark.Contested : OutcomeMark.Elsewhere,
            null => applies ? OutcomeMark.NeverSeen : OutcomeMark.Elsewhere,
        };

    /// <summary>Whether the file does not forbid it on this runtime.</summary>
    public bool MayCome(Observed outcome) => !applies || !isOfAllOrders || IsListed(outcome) || IsInTimes(outcome);

    private bool? CanCome(Observed outcome) => possible.All?.Contains(outcome);

    private bool CanBeMet() =>
        possible.All is not { } all
        || test.Expectations.Any(line => line.Kind != ExpectationKind.Never && all.Contains(line.Outcome))
        || all.Any(IsInTimes);

    private bool IsListed(Observed outcome) => test.Judge(outcome).Verdict != LitmusVerdict.Forbidden;

    private bool IsInTimes(Observed outcome) => otherTimes.Explain(outcome, runtime.Clock);
}
