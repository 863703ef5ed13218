using Conformance.Spec.Programs;
using Conformance.Spec.Rules.Analyses;
using Conformance.Spec.Runtimes;
using Conformance.Spec.Traces;

namespace Conformance.Spec.Rules;

/// <summary>SPAWN-06: the order in which a join set gives its outcomes, and what its end does to its tasks.</summary>
internal sealed class TaskSets : Rule
{
    private const int NotYet = -1;
    private bool[] taken = [];
    private bool[] unclear = [];
    private int[] ended = [];
    private int[] aborted = [];

    public override RuleInfo Info { get; } =
        new()
        {
            Id = "SPAWN-06",
            Title = "JoinSet",
            Family = Family.Lazy,
            Chapter = Spawning.Chapter,
            Text =
                "JoinSet MUST yield results in completion order; dropping it or abort_all MUST abort all members (destructors when scheduled); "
                + "panics/cancellations appear as JoinErrors.",
            Trigger = "A join set gives an outcome, or is aborted or dropped while one of its tasks is unfinished.",
            Sources =
            [
                "https://docs.rs/tokio/latest/tokio/task/struct.JoinSet.html",
                "https://github.com/tokio-rs/tokio/blob/master/tokio/tests/task_join_set.rs (test_with_sleep, test_abort_on_drop)",
            ],
            Litmus =
            [
                "spawn-06-dropping-the-set-aborts-its-tasks",
                "spawn-06-leaving-the-body-aborts-its-set",
                "spawn-06-outcomes-in-order-of-completion",
            ],
            Mutants = ["set-yields-in-order-of-spawn", "set-detaches-when-dropped"],
        };

    public override ReadOnlySpan<EventKind> Wants =>
        [
            EventKind.Started,
            EventKind.Completed,
            EventKind.Cancelled,
            EventKind.Resumed,
            EventKind.Aborting,
            EventKind.Aborted,
            EventKind.Dropping,
            EventKind.Dropped,
        ];

    public override bool Concerns(Code code) => code.Has(ComputationKind.JoinSet);

    protected override void OnBegin()
    {
        Questions.Reset(ref taken, Index.Code.Computations.Length, false);
        Questions.Reset(ref unclear, Index.Code.Computations.Length, false);
        Questions.Reset(ref ended, Index.Code.Computations.Length, NotYet);
        Questions.Reset(ref aborted, Index.Code.Computations.Length, NotYet);
    }

    protected override void OnEvent(in Event item, int at)
    {
        var member = Index.Get<Ownership>().HandleOf(item.Computation);
        if (member >= 0 && Index.Kind(member) == ComputationKind.Member)
            Acts(in item, at, member);
        switch (item.Kind)
        {
            case EventKind.Completed or EventKind.Cancelled:
                foreach (var set in Index.Code.Computations)
                {
                    if (
                        set.Kind == ComputationKind.JoinSet
                        && set.Parent == item.Computation
                        && Index.Before(EventKind.Created, set.Id, at)
                    )
                        Ends(set.Id, at);
                }

                break;
            case EventKind.Resumed when Index.Statement(in item) is { Op: Op.Next } && Index.Kind(item.Subject) == ComputationKind.JoinSet:
                Gives(in item, at);
                break;
            case EventKind.Aborting or EventKind.Dropping when Index.Kind(item.Subject) == ComputationKind.JoinSet:
                Ends(item.Subject, at);
                break;
        }
    }

    /// <summary>An event of a member's own body.</summary>
    private void Acts(in Event item, int at, int member)
    {
        var end = aborted[member];
        if (item.Kind is EventKind.Completed or EventKind.Cancelled)
            ended[member] = at;
        if (end == NotYet)
            return;
        if (item.Kind == EventKind.Cancelled && IsInside(item, at, end))
            Fail(at, $"{Quote(item.Computation)} was dropped inside the statement that ends its set; expected the scheduler to drop it.");
        else if (item.Kind is EventKind.Started or EventKind.Resumed && IsTooLate(at, end))
            Fail(at, $"{Quote(item.Computation)} went on though its set was aborted or dropped; expected that to abort all its tasks.");
    }

    // With several workers the task may have been taken up before the abort took effect.
    private bool IsTooLate(int at, int end)
    {
        if (Index.Trace.Runtime.Workers > 1)
            return Index.Get<Rests>().FirstAfter(end) is >= 0 and var rest && rest < at;
        return Index.Trace[at].Kind == EventKind.Started || Index.Get<Waits>().BeginOf(at) < end;
    }

    private bool IsInside(in Event item, int at, int end)
    {
        ref readonly var begin = ref Index.Trace[end];
        return begin.Kind is EventKind.Aborting or EventKind.Dropping
            && begin.Thread == item.Thread
            && !Index.Before(begin.Kind + 1, begin.Subject, at);
    }

    private void Ends(int set, int at)
    {
        var unfinished = false;
        foreach (var member in Index.Code.Computations)
        {
            if (member.Set != set || aborted[member.Id] != NotYet || !Index.Before(EventKind.Created, member.Id, at))
                continue;
            aborted[member.Id] = at;
            unfinished |= ended[member.Id] == NotYet && Shows(member);
            if (ended[member.Id] == NotYet && Index.Before(EventKind.Started, member.Subject, at))
                MustEnd(member, at);
        }

        if (unfinished)
            Trigger();
    }

    private void MustEnd(Computation member, int at)
    {
        var rest = Index.Get<Rests>().FirstAfter(at);
        if (
            rest >= 0
            && Index.IsBeforeEnd(rest)
            && !Index.Before(EventKind.Cancelled, member.Subject, rest)
            && !Index.Before(EventKind.Completed, member.Subject, rest)
        )
            Fail(
                rest,
                $"{Quote(member.Subject)} was still there after its set was aborted or dropped; expected that to abort all its tasks."
            );
    }

    private void Gives(in Event item, int at)
    {
        if (unclear[item.Subject])
            return;
        var (given, left) = (-1, false);
        foreach (var member in Index.Code.Computations)
        {
            if (member.Set != item.Subject || taken[member.Id] || !Index.Before(EventKind.Created, member.Id, at))
                continue;
            // What its task does not show cannot be told from what another gives.
            if (!Shows(member))
                return;
            left = true;
            if (!Gave(member, in item, at))
                continue;
            // Whether it was the one that ended unseen, or the one that was seen to be dropped, nobody can tell; nor which of two that
            // ended alike on two threads, for the set may hear of the later one first.
            if (given >= 0 && (ended[member.Id] == NotYet != (ended[given] == NotYet) || AreApart(member.Id, given)))
            {
                unclear[item.Subject] = true;
                return;
            }

            if (given < 0 || ended[member.Id] < ended[given])
                given = member.Id;
        }

        Trigger();
        var isNone = item.Outcome == Outcome.Error && item.Value.AsText == "none left";
        if (given < 0 && (left || !isNone))
            Fail(at, $"{Quote(item.Subject)} gave {item.Value}; expected {(left ? "the outcome of one of its tasks" : "none left")}.");
        if (given < 0)
            return;
        taken[given] = true;
        if (EarlierThan(given, item.Subject) is >= 0 and var earlier)
            Fail(
                at,
                $"{Quote(item.Subject)} gave the outcome of {Quote(given)} though {Quote(earlier)} had ended earlier; expected the order in which tasks end."
            );
    }

    private bool AreApart(int one, int other) =>
        ended[one] != NotYet && Index.Trace.Runtime.Workers > 1 && Index.Trace[ended[one]].Thread != Index.Trace[ended[other]].Thread;

    // The last event of a task is not its end: on several threads another task may end between the two.
    private int EarlierThan(int first, int set)
    {
        foreach (var other in Index.Code.Computations)
        {
            if (
                other.Set != set
                || taken[other.Id]
                || ended[other.Id] == NotYet
                || ended[first] == NotYet
                || ended[other.Id] > ended[first]
            )
                continue;
            // A task may be over before its set has heard of it.
            if (!Index.Before(EventKind.Created, other.Id, ended[first]))
                continue;
            if (Index.Trace.Runtime.Workers == 1 || Index.Trace[ended[other.Id]].Thread == Index.Trace[ended[first]].Thread)
                return other.Id;
        }

        return -1;
    }

    /// <summary>Whether this is the outcome of a member. One that was aborted before it began ends without an event.</summary>
    private bool Gave(Computation member, in Event item, int at)
    {
        var isCancelled = item.Outcome == Outcome.Error && item.Value.AsText == "cancelled";
        if (ended[member.Id] == NotYet)
        {
            var wasAborted = aborted[member.Id] != NotYet || Index.First(EventKind.Aborting, member.Id) >= 0 || !Index.IsBeforeEnd(at);
            return isCancelled && wasAborted && Index.First(EventKind.Started, member.Subject) < 0;
        }

        ref readonly var end = ref Index.Trace[ended[member.Id]];
        return end.Kind == EventKind.Cancelled ? isCancelled
            : end.Outcome == Outcome.Panic ? item.Outcome == Outcome.Error && item.Value.AsText == $"panic: {end.Value.AsText}"
            : item.Outcome == end.Outcome && item.Value == end.Value;
    }

    private bool Shows(Computation member) =>
        Index.Kind(member.Subject) == ComputationKind.Async && Index.Code.Tasks[member.Subject] == member.Id && Index.RunsBody(member.Id);
}
