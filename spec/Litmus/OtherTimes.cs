using Conformance.Spec.Programs;
using Conformance.Spec.Runtimes;
using Conformance.Spec.Traces;

namespace Conformance.Spec.Litmus;

/// <summary>
/// Outcomes that a litmus test does not list, but for the times in them: on a virtual clock those are exact, on others the clock can
/// explain that they are others.
/// </summary>
/// <param name="test">The test.</param>
/// <param name="code">Its program.</param>
public sealed class OtherTimes(LitmusTest test, Code code)
{
    // How many milliseconds a machine may be late and still be asked for the order of deadlines.
    private const long Tolerance = 2;

    private readonly LoggedTimes times = new(code);

    /// <summary>Whether an outcome that the test does not list differs only in times from one that it lists, on a clock where they can be others.</summary>
    /// <param name="outcome">The outcome.</param>
    /// <param name="clock">The clock: on the machine's own everything takes some time, on a paused one computing takes none.</param>
    public bool Explain(Observed outcome, ClockKind clock) =>
        (clock == ClockKind.Real || (clock == ClockKind.Paused && code.Has(Op.Compute))) && Later(outcome).Any();

    /// <summary>What is said of an execution whose outcome the test forbids, on the clock it ran on.</summary>
    internal Judgement Judge(Trace trace, Judgement forbidden)
    {
        var outcome = Observed.Of(trace);
        var explained = Explain(outcome, trace.Runtime.Clock);
        if (trace.Runtime.Clock != ClockKind.Real)
            return explained
                ? new Judgement(
                    LitmusVerdict.NotJudged,
                    $"only times differ, and computing takes none on the paused clock of \"{trace.Runtime.Name}\"; \"only virtual-clock\" in the file asks for exact ones"
                )
                : forbidden;
        if (Lateness.Of(trace) is var late && late > Tolerance)
            return new Judgement(
                LitmusVerdict.NotJudged,
                $"the machine was {late} ms late in this execution, which can change the {(explained ? "times; \"only virtual-clock\" in the file asks for exact ones" : "order")}"
            );
        if (Later(outcome).Any(later => later.Least >= 0 && later.Most <= late + Tolerance))
            return new Judgement(LitmusVerdict.Allowed, "");
        return explained
            ? forbidden with
            {
                Reason = $"{forbidden.Reason}: only times differ, but the machine was no more than {late} ms late",
            }
            : forbidden;
    }

    private IEnumerable<(long Least, long Most)> Later(Observed outcome) =>
        from line in test.Expectations
        where line.Kind != ExpectationKind.Never && !test.Excludes(outcome)
        let later = times.Later(outcome, line.Outcome)
        where later is not null
        select later.Value;
}
