using Conformance.Spec.Programs;
using Conformance.Spec.Rules.Analyses;
using Conformance.Spec.Runtimes;
using Conformance.Spec.Traces;

namespace Conformance.Spec.Rules;

/// <summary>JOIN-01: the first poll of a join.</summary>
internal sealed class FirstPollInOrder : Rule
{
    private int[] next = [];
    private int[] begins = [];
    private int[] openOnThread = new int[8];
    private int[] ownerOnThread = new int[8];

    public override RuleInfo Info { get; } =
        new()
        {
            Id = "JOIN-01",
            Title = "join is lazy and first polls in declared order",
            Family = Family.Lazy,
            Chapter = Join.Chapter,
            Text =
                "join! MUST start nothing before it is awaited and on its first poll polls every child once in declaration order, each up to its first Pending.",
            Trigger = "A join of at least two futures that show their first poll is awaited.",
            Sources =
            [
                Articles.NodeToRust(
                    "In Rust, execution begins only when the futures::join! macro is called — that’s the point where both tasks are polled and run concurrently."
                ),
                Join.JoinDocs,
                "https://github.com/tokio-rs/tokio/blob/master/tokio/tests/macros_join.rs",
            ],
            Litmus = ["article-1-concurrent-join", "join-01-first-polls-in-declared-order", "lazy-03-join-takes-the-longest"],
            Mutants = ["join-polls-backwards"],
        };

    public override ReadOnlySpan<EventKind> Wants =>
        [
            EventKind.Started,
            EventKind.PollBegin,
            EventKind.Awaiting,
            EventKind.Resumed,
            EventKind.Completed,
            EventKind.Cancelled,
            EventKind.Log,
        ];

    public override bool Concerns(Code code) => code.Has(Op.Combine);

    protected override void OnBegin()
    {
        Questions.Reset(ref next, Index.Code.Computations.Length, -1);
        Questions.Reset(ref begins, Index.Code.Computations.Length, -1);
        openOnThread.AsSpan().Clear();
    }

    protected override void OnEvent(in Event item, int at)
    {
        if (item.Thread >= openOnThread.Length)
        {
            Array.Resize(ref openOnThread, item.Thread * 2);
            Array.Resize(ref ownerOnThread, item.Thread * 2);
        }

        if (openOnThread[item.Thread] > 0 && IsForeign(in item))
        {
            var owner = ownerOnThread[item.Thread];
            openOnThread[item.Thread] = 0;
            Fail(
                at,
                $"{Quote(item.Computation)} ran in the middle of the first poll of the join in {Quote(owner)}; expected every child of the join to be polled first."
            );
        }

        switch (item.Kind)
        {
            case EventKind.Awaiting when IsJoin(Index.Statement(in item)):
                Begins(in item, at);
                break;
            case EventKind.Started or EventKind.PollBegin when Index.StartOf(item.Subject) == at:
                Starts(in item, at);
                break;
            case EventKind.Resumed or EventKind.Completed or EventKind.Cancelled when next[item.Computation] >= 0:
                Ends(in item, at);
                break;
        }
    }

    private static bool IsJoin(Instruction? wait) => wait is { Op: Op.Combine, Combinator: CombinatorKind.Join or CombinatorKind.TryJoin };

    private void Begins(in Event item, int at)
    {
        var targets = Index.Statement(in item)!.Targets;
        begins[item.Computation] = at;
        var first = NextVisible(targets, 0, at);
        if (first < 0 || NextVisible(targets, first + 1, at) < 0)
            return;
        Trigger();
        next[item.Computation] = first;
        openOnThread[item.Thread]++;
        ownerOnThread[item.Thread] = item.Computation;
    }

    private void Starts(in Event item, int at)
    {
        var ownership = Index.Get<Ownership>();
        var site = ownership.CombineOf(item.Subject);
        if (site < 0)
            return;
        var join = Index.Code.Instructions[site];
        if (!IsJoin(join) || next[join.Owner] < 0)
            return;
        var place = ownership.PlaceOf(item.Subject);
        var expected = next[join.Owner];
        if (place > expected)
            Fail(
                at,
                $"{Quote(item.Subject)} was polled before {Quote(join.Targets[expected])}; expected a join to poll its children first in declared order."
            );
        next[join.Owner] = place < expected ? expected : NextVisible(join.Targets, place + 1, begins[join.Owner]);
        if (next[join.Owner] < 0)
            Close(item.Thread);
    }

    private void Ends(in Event item, int at)
    {
        var place = next[item.Computation];
        next[item.Computation] = -1;
        Close(item.Thread);
        if (item is { Kind: EventKind.Resumed, Outcome: Outcome.Value })
            Fail(
                at,
                $"The join in {Quote(item.Computation)} ended before {Quote(Index.Statement(in item)!.Targets[place])} was ever polled; expected every child to be polled."
            );
    }

    private int NextVisible(int[] targets, int place, int begin)
    {
        while (place < targets.Length && !IsFirstPolledBy(targets[place], begin))
            place++;
        return place < targets.Length ? place : -1;
    }

    // Borrowed children may have been polled before the join.
    private bool IsFirstPolledBy(int child, int begin) =>
        Index.ShowsStart(child) && Index.StartOf(child) is var start && (start < 0 || start > begin);

    private void Close(short thread)
    {
        if (openOnThread[thread] > 0)
            openOnThread[thread]--;
    }

    private bool IsForeign(in Event item)
    {
        var tasks = Index.Code.Tasks;
        var task = tasks[item.Computation];
        var owner = tasks[ownerOnThread[item.Thread]];
        return task >= 0 && owner >= 0 && task != owner;
    }
}
