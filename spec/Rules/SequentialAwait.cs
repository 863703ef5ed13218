using Conformance.Spec.Programs;
using Conformance.Spec.Rules.Analyses;
using Conformance.Spec.Runtimes;
using Conformance.Spec.Traces;

namespace Conformance.Spec.Rules;

/// <summary>LAZY-03: awaits one after the other add up.</summary>
internal sealed class SequentialAwait : Rule
{
    private int[] previous = [];
    private long[] slept = [];
    private bool[] mixed = [];
    private int computes;
    private int[] computesAt = [];

    public override RuleInfo Info { get; } =
        new()
        {
            Id = "LAZY-03",
            Title = "Sequential await is sequential",
            Family = Family.Lazy,
            Chapter = LazyStart.Chapter,
            Text = "Awaiting two unstarted futures one after the other MUST take the sum; join or spawn MUST take the max.",
            Trigger = "Two futures that sleep, both made before the first await, are awaited one after the other, or joined.",
            Sources =
            [
                Articles.NodeToRust("In short, Rust’s laziness does not reduce concurrency."),
                "https://rust-lang.github.io/async-book/06_multiple_futures/02_join.html",
            ],
            Litmus = ["lazy-03-join-takes-the-longest", "lazy-03-sequential-await-takes-the-sum"],
            Mutants = ["futures-run-in-background"],
        };

    public override ReadOnlySpan<EventKind> Wants => [EventKind.Awaiting, EventKind.Resumed, EventKind.ComputeBegin, EventKind.ComputeEnd];

    protected override void OnBegin()
    {
        var count = Index.Code.Computations.Length;
        computes = 0;
        Questions.Reset(ref previous, count, -1);
        Questions.Reset(ref slept, count, 0);
        Questions.Reset(ref mixed, count, false);
        Questions.Reset(ref computesAt, count, 0);
    }

    protected override void OnEvent(in Event item, int at)
    {
        switch (item.Kind)
        {
            case EventKind.ComputeBegin or EventKind.ComputeEnd:
                computes++;
                break;
            case EventKind.Awaiting when Index.Statement(in item) is { } wait:
                computesAt[item.Computation] = computes;
                mixed[item.Computation] |=
                    wait.Op != Op.Sleep && !(wait.Op == Op.Await && Index.Kind(item.Subject) == ComputationKind.Async);
                break;
            case EventKind.Resumed when Index.Statement(in item) is { } wait:
                if (wait.Op == Op.Sleep && item.Outcome == Outcome.Value)
                    slept[item.Computation] += wait.Number;
                else if (wait.Op == Op.Await && Index.Kind(item.Subject) == ComputationKind.Async)
                    Awaited(in item, at);
                else if (wait is { Op: Op.Combine, Combinator: CombinatorKind.Join })
                    Joined(in item, at, wait);
                break;
        }
    }

    private void Awaited(in Event item, int at)
    {
        var child = item.Subject;
        var parent = item.Computation;
        slept[parent] += slept[child];
        mixed[parent] |= mixed[child];
        var last = previous[parent];
        previous[parent] = at;
        if (last < 0 || slept[child] == 0)
            return;
        var first = Index.Trace[last].Subject;
        var begin = Index.Get<Waits>().BeginOf(last);
        if (slept[first] == 0 || !Index.Before(EventKind.Created, child, begin))
            return;
        Trigger();
        var took = item.Time - Index.Trace[begin].Time;
        if (took < slept[first] + slept[child])
            Fail(
                at,
                $"{Quote(first)} and {Quote(child)}, awaited one after the other, took {took}; expected at least {slept[first] + slept[child]}, the sum: nothing runs before it is polled."
            );
    }

    private void Joined(in Event item, int at, Instruction wait)
    {
        var begin = Index.Get<Waits>().BeginOf(at);
        // Only a virtual clock shows the exact time, and only while nothing holds the thread.
        if (Index.Trace.Runtime.Clock != ClockKind.Virtual || begin < 0 || computesAt[item.Computation] != computes)
            return;
        var longest = 0L;
        var sleepers = 0;
        foreach (var target in wait.Targets)
        {
            if (Index.Kind(target) != ComputationKind.Async || mixed[target])
                return;
            longest = Math.Max(longest, slept[target]);
            sleepers += slept[target] > 0 ? 1 : 0;
        }

        if (sleepers < 2)
            return;
        Trigger();
        var took = item.Time - Index.Trace[begin].Time;
        if (took != longest)
            Fail(
                at,
                $"The join of {wait.Targets.Length} sleepers in {Quote(item.Computation)} took {took}; expected {longest}, the longest of them."
            );
    }
}
