using Conformance.Spec.Programs;
using Conformance.Spec.Rules.Analyses;
using Conformance.Spec.Runtimes;
using Conformance.Spec.Traces;

namespace Conformance.Spec.Rules;

internal sealed class TimerMinimum : Rule
{
    private int lastArmed;

    public override RuleInfo Info { get; } =
        new()
        {
            Id = "LOOP-04",
            Title = "Timer minimum and granularity",
            Family = Family.Eager,
            Chapter = EventLoopPhases.Chapter,
            Text =
                "A timer's delay is clamped to at least 1; a callback MUST NOT run in the phase that created it, and not earlier than its delay "
                + "(less one unit where the clock counts whole milliseconds). Exception observed: arming a timer in the drain that ends a timers phase reads the "
                + "clock, and timers that are due by then are served in the same phase, also when the one that the loop was to wake for has been cleared; "
                + "other timers that became due during the phase wait until one unit after the clock was last read in it.",
            Trigger = "A timer's callback begins, or a sleep is over.",
            Sources =
            [
                Articles.NodeToRust("after one second"),
                "Node.js lib/internal/timers.js, Timeout",
                "https://github.com/nodejs/node/issues/26578",
                "https://github.com/libuv/libuv/pull/4773",
                "Node.js src/env.cc, Environment::RunTimers; libuv, src/timer.c, uv__run_timers",
            ],
            Litmus =
            [
                "loop-04-the-shortest-delay-is-one",
                "loop-04-nested-timers-wait-for-the-next-phase",
                "loop-04-arming-in-the-last-drain-serves-what-is-due",
                "loop-04-a-cleared-timer-wakes-the-loop-all-the-same",
                "loop-04-what-became-due-in-the-phase-waits",
            ],
            Mutants = ["timers-without-minimum", "nested-timers-at-once"],
        };

    public override ReadOnlySpan<EventKind> Wants => [EventKind.Creating, EventKind.Awaiting, EventKind.Started, EventKind.Resumed];

    public override bool Concerns(Code code) => code.Has(ComputationKind.Timer) || code.Has(Op.Sleep);

    protected override void OnBegin() => lastArmed = -1;

    protected override void OnEvent(in Event item, int at)
    {
        if (item.Kind is EventKind.Creating or EventKind.Awaiting)
        {
            if (Index.ArmsTimer(in item))
                lastArmed = at;
            return;
        }

        if (item.Kind == EventKind.Resumed)
        {
            if (item.Outcome == Outcome.Value && Index.Statement(in item) is { Op: Op.Sleep } sleep)
                Fires(at, Index.Get<Waits>().BeginOf(at), sleep.Number, "The sleep of");
            return;
        }

        var timer = Index.Code.Computations[item.Computation];
        if (timer.Kind != ComputationKind.Timer)
            return;
        Fires(at, Index.First(EventKind.Creating, timer.Id), timer.Duration, "The timer");
        if (Index.Kind(timer.Parent) == ComputationKind.Timer)
            Nested(at, timer);
    }

    private void Fires(int at, int armed, long delay, string what)
    {
        if (armed < 0)
            return;
        Trigger();
        var least = Math.Max(delay, 1);
        var elapsed = Index.Trace[at].Time - Index.Trace[armed].Time;
        var slack = Index.Trace.Runtime.Clock == ClockKind.Real ? 1 : 0;
        if (elapsed < least - slack)
            Fail(
                at,
                $"{what} {Quote(Index.Trace[at].Computation)} with a delay of {delay} was over {elapsed} after it was armed; expected at least {least}."
            );
    }

    // The check phase is between a timers phase and the next: an immediate of the same callback comes before its timers.
    // Only when the queues are drained at the end of a phase may arming a timer serve it in that phase.
    private void Nested(int at, Computation timer)
    {
        if (Index.First(EventKind.Completed, timer.Parent) < lastArmed)
            return;
        foreach (var other in Index.Code.Computations)
        {
            if (other.Kind != ComputationKind.Immediate || other.Parent != timer.Parent || !Index.Before(EventKind.Creating, other.Id, at))
                continue;
            if (!Index.Before(EventKind.Started, other.Id, at) && !Index.Before(EventKind.Dropping, other.Id, at))
                Fail(
                    at,
                    $"The timer {Quote(timer.Id)} ran in the phase of {Quote(timer.Parent)}, which made it: the immediate {Quote(other.Id)} of the same callback had not run; expected it in a later phase."
                );
        }
    }
}

internal sealed class TimersInOrder : Rule
{
    private Armed[] armed = [];
    private int count;
    private int last;
    private long head;

    public override RuleInfo Info { get; } =
        new()
        {
            Id = "LOOP-05",
            Title = "Timer order",
            Family = Family.Eager,
            Chapter = EventLoopPhases.Chapter,
            Text =
                "Timers of equal duration MUST fire in creation order. Across durations they fire by list-head expiry, and a late loop drains one whole "
                + "duration list before the next, so a later deadline of a shorter duration MAY overtake.",
            Trigger = "A timer fires while another one is armed.",
            Sources = ["Node.js lib/internal/timers.js, listOnTimeout and processTimers", "Node.js test/parallel/test-timers-ordering.js"],
            Litmus = ["loop-05-equal-timers-fire-in-creation-order", "loop-05-a-late-loop-drains-list-by-list"],
            Mutants = ["equal-timers-newest-first"],
        };

    public override ReadOnlySpan<EventKind> Wants =>
        [EventKind.Creating, EventKind.Awaiting, EventKind.Started, EventKind.Resumed, EventKind.Dropping];

    public override bool Concerns(Code code) => code.Has(ComputationKind.Timer) || code.Has(Op.Sleep);

    protected override void OnBegin()
    {
        (count, last, head) = (0, -1, 0);
        Questions.Reset(ref armed, Index.Code.Computations.Length + Index.Code.Instructions.Length, default);
    }

    protected override void OnEvent(in Event item, int at)
    {
        switch (item.Kind)
        {
            case EventKind.Creating when Index.Kind(item.Subject) is (ComputationKind.Timer or ComputationKind.Sleep) and var kind:
                // Who armed a sleep as a computation does not show when it fires.
                Arm(item.Subject, kind == ComputationKind.Timer, item.Time, Index.Code.Computations[item.Subject].Duration);
                break;
            case EventKind.Awaiting when Index.Statement(in item) is { Op: Op.Sleep or Op.Timeout } wait:
                Arm(Index.Code.Computations.Length + item.Site, wait is { Op: Op.Sleep, Target: < 0 }, item.Time, wait.Number);
                break;
            case EventKind.Dropping when Find(item.Subject) is >= 0 and var cleared:
                // Its list keeps the place that it had at the head.
                armed[cleared] = armed[cleared] with
                {
                    Shows = false,
                };
                break;
            case EventKind.Started when Index.Kind(item.Computation) == ComputationKind.Timer:
                Fire(item.Computation, at);
                break;
            case EventKind.Resumed when Index.Statement(in item) is { Op: Op.Sleep, Target: < 0 }:
                Fire(Index.Code.Computations.Length + item.Site, at);
                break;
        }
    }

    private void Arm(int id, bool shows, long time, long duration)
    {
        var least = Math.Max(duration, 1);
        armed[count++] = new Armed(id, shows, least, time + least, false);
    }

    private void Fire(int id, int at)
    {
        var fired = Find(id);
        if (fired < 0)
            return;
        var (_, _, duration, deadline, _) = armed[fired];
        armed[fired] = armed[fired] with { Fired = true };
        // What fires next to each other from one list may be one drain of it, which began at the deadline of the first.
        head = last >= 0 && armed[last].Duration == duration ? Math.Min(head, deadline) : deadline;
        last = fired;
        var others = 0;
        for (var i = 0; i < count; i++)
        {
            ref readonly var other = ref armed[i];
            if (other.Fired || !other.Shows)
                continue;
            others++;
            if (other.Duration == duration && i < fired)
            {
                Trigger();
                Fail(
                    at,
                    $"{Wording.Sentence(Name(id))} fired before {Name(other.Id)}, which was armed earlier for the same duration {duration}; expected creation order."
                );
                return;
            }

            if (other.Deadline < head && other.Duration != duration && IsExact && !HasHiddenHead(duration, other.Deadline))
            {
                Trigger();
                Fail(
                    at,
                    $"{Wording.Sentence(Name(id))}, due at {deadline}, fired before {Name(other.Id)}, due at {other.Deadline}; expected the list with the earliest deadline first."
                );
                return;
            }
        }

        if (others > 0)
            Trigger();
    }

    private int Find(int id)
    {
        for (var i = 0; i < count; i++)
        {
            if (armed[i].Id == id)
                return i;
        }

        return -1;
    }

    // Between integer milliseconds of a real clock the order of deadlines is not seen.
    private bool IsExact => Index.Trace.Runtime.Clock != ClockKind.Real;

    private bool HasHiddenHead(long duration, long deadline)
    {
        for (var i = 0; i < count; i++)
        {
            if (!armed[i].Shows && armed[i].Duration == duration && armed[i].Deadline <= deadline)
                return true;
        }

        return false;
    }

    private string Name(int id)
    {
        var sites = id - Index.Code.Computations.Length;
        return sites < 0 ? $"the timer {Quote(id)}" : $"the sleep of {Quote(Index.Code.Instructions[sites].Owner)}";
    }

    /// <summary>A timer of the loop.</summary>
    /// <param name="Id">The computation, or, for a statement that waits, its program point after all computations.</param>
    /// <param name="Shows">Whether a program sees when it fires.</param>
    /// <param name="Duration">Its delay, at least 1.</param>
    /// <param name="Deadline">When it is due.</param>
    /// <param name="Fired">Whether it fired.</param>
    private readonly record struct Armed(int Id, bool Shows, long Duration, long Deadline, bool Fired);
}
