using Conformance.Spec.Programs;
using Conformance.Spec.Rules.Analyses;
using Conformance.Spec.Runtimes;
using Conformance.Spec.Traces;

namespace Conformance.Spec.Rules;

/// <summary>TIME-06: when intervals tick.</summary>
internal sealed class Intervals : Rule
{
    // A tick that is late by no more than that is not missed, or it is: both have been seen as the same runtime's choice.
    private const long Tolerance = 5;
    private const int Never = -1;
    private int[] latest = [];

    public override RuleInfo Info { get; } =
        new()
        {
            Id = "TIME-06",
            Title = "Interval",
            Family = Family.Lazy,
            Chapter = Time.Chapter,
            Text =
                "The first tick completes immediately; missed ticks follow Burst (default: immediate catch-up, schedule kept), Delay, or Skip.",
            Trigger = "An interval ticks.",
            Sources =
            [
                "https://docs.rs/tokio/latest/tokio/time/enum.MissedTickBehavior.html",
                "https://github.com/tokio-rs/tokio/blob/master/tokio/tests/time_interval.rs (burst, delay, skip)",
            ],
            Litmus =
            [
                "time-06-burst-keeps-the-schedule",
                "time-06-delay-counts-from-the-late-tick",
                "time-06-skip-leaves-out-what-was-missed",
            ],
            Mutants = ["first-tick-after-a-period", "intervals-drift"],
        };

    public override ReadOnlySpan<EventKind> Wants => [EventKind.Resumed];

    public override bool Concerns(Code code) => code.Has(ComputationKind.Interval);

    protected override void OnBegin() => Questions.Reset(ref latest, Index.Code.Computations.Length, Never);

    protected override void OnEvent(in Event item, int at)
    {
        if (
            item.Outcome != Outcome.Value
            || Index.Statement(in item) is not { Op: Op.Next }
            || Index.Kind(item.Subject) != ComputationKind.Interval
        )
            return;
        Trigger();
        var due = item.Value.AsNumber;
        if (item.Time < due)
            Fail(at, $"{Quote(item.Subject)} ticked at {item.Time} though that tick was due at {due}; expected no tick before its time.");
        else if (latest[item.Subject] == Never)
            First(item.Subject, due, at);
        else
            Later(Index.Code.Computations[item.Subject], in Index.Trace[latest[item.Subject]], due, at);
        latest[item.Subject] = at;
    }

    private void First(int interval, long due, int at)
    {
        var from = Index.Trace[Index.First(EventKind.Creating, interval)].Time;
        var to = Index.Trace[Index.First(EventKind.Created, interval)].Time;
        if (due < from || due > to)
            Fail(
                at,
                $"The first tick of {Quote(interval)} was due at {due}; expected it to be due at once when the interval is made, at {from}."
            );
    }

    private void Later(Computation interval, in Event before, long due, int at)
    {
        var period = interval.Duration;
        var last = before.Value.AsNumber;
        var late = before.Time - last;
        var kept = last + period;
        if (due == kept && (interval.Missed == MissedTicks.Burst || late <= Tolerance))
            return;
        var expected = interval.Missed switch
        {
            MissedTicks.Delay => before.Time + period,
            MissedTicks.Skip => before.Time + period - (late % period),
            _ => kept,
        };

        // The machine's clock goes on between a tick and its event.
        var isReal = Index.Trace.Runtime.Clock == ClockKind.Real;
        var isOnSchedule = interval.Missed == MissedTicks.Delay || (due - last) % period == 0;
        if (due == expected || (isReal && interval.Missed != MissedTicks.Burst && due >= kept && due <= expected && isOnSchedule))
            return;
        Fail(
            at,
            $"{Quote(interval.Id)} ({Words(interval.Missed)}), whose tick of {last} was taken at {before.Time}, had its next due at {due}; expected {expected}."
        );
    }

    private static string Words(MissedTicks missed) =>
        missed switch
        {
            MissedTicks.Delay => "delay",
            MissedTicks.Skip => "skip",
            _ => "burst",
        };
}
