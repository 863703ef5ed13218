using Conformance.Spec.Programs;
using Conformance.Spec.Rules.Analyses;
using Conformance.Spec.Runtimes;
using Conformance.Spec.Traces;

namespace Conformance.Spec.Rules;

/// <summary>TIME-07: who notices that a deadline has passed.</summary>
internal sealed class LateSleep : Rule
{
    private readonly ReadyQueue queue = new();
    private int polled;

    public override RuleInfo Info { get; } =
        new()
        {
            Id = "TIME-07",
            Observed = true,
            Title = "Expired is noticed only after a driver turn",
            Family = Family.Lazy,
            Chapter = Time.Chapter,
            Text =
                "A sleep whose deadline has passed MAY still be Pending at its first poll; it becomes ready after the driver has processed time (park or every 61 polls). "
                + "Tokio's behaviour: checked in the natural order of one worker only.",
            Trigger =
                "In the natural order of one worker, a task makes a sleep, computes past its deadline and awaits it in the same poll, while other tasks are ready.",
            Sources =
            [
                "https://docs.rs/tokio/latest/tokio/time/fn.advance.html",
                "https://github.com/tokio-rs/tokio/blob/master/tokio/src/runtime/time/entry.rs",
            ],
            Litmus = ["time-07-expired-is-noticed-by-the-driver"],
            Mutants = ["sleep-asks-the-clock"],
        };

    public override bool Concerns(Code code) => code.Has(ComputationKind.Sleep) && code.Has(ComputationKind.Handle);

    public override ReadOnlySpan<EventKind> Wants => [EventKind.Started, EventKind.Resumed, EventKind.PollBegin, EventKind.Awaiting];

    public override bool AppliesTo(RuntimeDescription runtime) =>
        runtime.Workers == 1 && runtime.Clock == ClockKind.Virtual && base.AppliesTo(runtime);

    protected override void OnBegin()
    {
        queue.Begin();
        polled = -1;
    }

    protected override void OnEvent(in Event item, int at)
    {
        if (item.Kind != EventKind.Awaiting)
        {
            if (Index.Kind(item.Computation) != ComputationKind.Blocking)
                polled = at;
            return;
        }

        // Between the making of the sleep and its first poll nothing but this poll may have run, so that no driver has turned.
        if (
            !Index.Trace.Natural
            || Index.Code.Tasks[item.Computation] <= 0
            || !IsLate(in item)
            || !Index.Get<Ownership>().IsChained(item.Computation)
            || polled > Index.First(EventKind.Creating, item.Subject)
            || Index.Get<Waits>().EndOf(at) is not (>= 0 and var end)
            || Index.Trace[end].Kind != EventKind.Resumed
        )
            return;
        var (any, passedOver) = queue.Between(Index.Get<Readiness>(), Index.Code.Tasks[item.Computation], at, end);
        if (any)
            Trigger();
        if (passedOver >= 0)
            Fail(
                end,
                $"{Quote(item.Subject)} was ready at its first poll though the driver had not turned since its deadline, and {Quote(passedOver)} waited; expected it to be pending until the driver turns."
            );
    }

    private bool IsLate(in Event item)
    {
        if (item.Subject < 0 || Index.Kind(item.Subject) != ComputationKind.Sleep)
            return false;
        var made = Index.First(EventKind.Creating, item.Subject);
        var duration = Index.Code.Computations[item.Subject].Duration;
        return made >= 0 && duration > 0 && Index.Trace[made].Time + duration <= item.Time;
    }
}
