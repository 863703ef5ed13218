using Conformance.Spec.Programs;
using Conformance.Spec.Rules.Analyses;
using Conformance.Spec.Runtimes;
using Conformance.Spec.Traces;

namespace Conformance.Spec.Rules;

/// <summary>What a join polls each time, seen through the probes among its children.</summary>
internal abstract class JoinPolls : Rule
{
    private int[] polls = [];
    private bool[] borrowed = [];

    public override bool Concerns(Code code) => code.Has(Op.Combine) && code.Has(ComputationKind.Probe);

    public override ReadOnlySpan<EventKind> Wants => [EventKind.PollBegin, EventKind.Awaiting];

    protected override void OnBegin()
    {
        Questions.Reset(ref polls, Index.Code.Computations.Length, 0);
        Questions.Reset(ref borrowed, Index.Code.Computations.Length, false);
    }

    protected override void OnEvent(in Event item, int at)
    {
        if (item.Kind == EventKind.Awaiting)
        {
            // Who polls a child before the join does disturbs the count.
            if (item.Subject >= 0)
                borrowed[item.Subject] = true;
            return;
        }

        var probe = item.Subject;
        polls[probe]++;
        if (borrowed[probe] || Index.Get<Ownership>().CombineOf(probe) is not (>= 0 and var site))
            return;
        var join = Index.Code.Instructions[site];
        if (join.Combinator is not (CombinatorKind.Join or CombinatorKind.TryJoin))
            return;
        foreach (var sibling in join.Targets)
        {
            // Before this poll of the join the sibling must still have been pending.
            if (
                sibling != probe
                && Index.Kind(sibling) == ComputationKind.Probe
                && !borrowed[sibling]
                && Index.Code.Computations[sibling].Pending >= polls[probe] - 1
            )
                Compare(at, join, probe, sibling, polls[probe], polls[sibling]);
        }
    }

    /// <summary>A child begins its poll number <paramref name="poll"/>, a sibling that is unfinished has begun <paramref name="siblingPolls"/>.</summary>
    private protected abstract void Compare(int at, Instruction join, int probe, int sibling, int poll, int siblingPolls);

    /// <summary>JOIN-04.</summary>
    internal sealed class Rotation : JoinPolls
    {
        public override RuleInfo Info { get; } =
            new()
            {
                Id = "JOIN-04",
                Title = "Poll rotation",
                Family = Family.Lazy,
                Chapter = Join.Chapter,
                Text =
                    "tokio::join!/try_join! MUST start each subsequent poll with the next child (123,231,312,…); "
                    + "futures::join! always polls in declaration order. Asked of a runtime that says which of the two it has.",
                Trigger = "A join polls a probe while a sibling that is a probe too is unfinished.",
                Sources =
                [
                    Join.JoinDocs,
                    "https://github.com/tokio-rs/tokio/pull/4624",
                    "https://github.com/tokio-rs/tokio/blob/master/tokio/tests/macros_join.rs (a_different_future_is_polled_first_every_time_poll_fn_is_polled)",
                ],
                Litmus = ["join-04-polls-begin-with-the-next-child"],
                Mutants = ["join-never-rotates"],
            };

        public override bool AppliesTo(RuntimeDescription runtime) => runtime.Join != JoinOrder.Unspecified && base.AppliesTo(runtime);

        private protected override void Compare(int at, Instruction join, int probe, int sibling, int poll, int siblingPolls)
        {
            Trigger();
            var count = join.Targets.Length;
            var start = Index.Trace.Runtime.Join == JoinOrder.Rotating ? (poll - 1) % count : 0;
            var comesAfter = Rank(join, probe, start, count) > Rank(join, sibling, start, count);
            if (comesAfter && siblingPolls < poll)
                Fail(
                    at,
                    $"Poll {poll} of the join in {Quote(join.Owner)} polled {Quote(probe)} before {Quote(sibling)}; expected it to begin with {Quote(join.Targets[start])} and go on in declared order."
                );
        }

        private static int Rank(Instruction join, int child, int start, int count) =>
            (Array.IndexOf(join.Targets, child) - start + count) % count;
    }

    /// <summary>JOIN-06.</summary>
    internal sealed class WakeGranularity : JoinPolls
    {
        public override RuleInfo Info { get; } =
            new()
            {
                Id = "JOIN-06",
                Title = "Wake granularity",
                Family = Family.Lazy,
                Chapter = Join.Chapter,
                Text =
                    "join! polls all unfinished children whenever its task is woken; FuturesUnordered/JoinSet MUST poll only the woken ones. "
                    + "What is checked is the join; the members of a set are tasks of their own.",
                Trigger = "A join polls a probe for at least the second time while a sibling that is a probe too is unfinished.",
                Sources =
                [
                    "https://docs.rs/futures/latest/futures/macro.join.html",
                    "https://docs.rs/futures/latest/futures/stream/struct.FuturesUnordered.html",
                ],
                Litmus = ["join-06-polls-all-unfinished-children"],
                Mutants = ["join-polls-only-the-woken"],
            };

        private protected override void Compare(int at, Instruction join, int probe, int sibling, int poll, int siblingPolls)
        {
            if (poll < 2)
                return;
            Trigger();
            if (siblingPolls < poll - 1)
                Fail(
                    at,
                    $"{Quote(probe)} was polled {poll} times while {Quote(sibling)}, unfinished too, had been polled {siblingPolls} times; expected the join in {Quote(join.Owner)} to poll all unfinished children each time."
                );
        }
    }
}
