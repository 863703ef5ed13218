using Conformance.Spec.Programs;
using Conformance.Spec.Rules.Analyses;
using Conformance.Spec.Traces;

namespace Conformance.Spec.Rules;

/// <summary>SEL-03: branches that a condition or a pattern disables.</summary>
internal sealed class DisabledBranches : Rule
{
    private const int Never = -1;

    // For each computation the event that ended it, for each body the select that it waits in.
    private int[] ends = [];
    private int[] entered = [];
    private bool[] evaluated = [];

    public override RuleInfo Info { get; } =
        new()
        {
            Id = "SEL-03",
            Title = "Preconditions, patterns, else",
            Family = Family.Lazy,
            Chapter = Selecting.Chapter,
            Text =
                "All branch expressions are evaluated even if their `if` is false; a disabled branch is never polled; a refuted pattern "
                + "disables its branch; with all disabled else runs (or panic).",
            Trigger =
                "A select with branches that can be disabled begins to wait with one disabled, or ends after it or a pattern disabled one.",
            Sources =
            [
                Selecting.SelectDocs + " (\"Note that in all cases\", the complete lifecycle of a `select!` expression)",
                "https://github.com/tokio-rs/tokio/blob/master/tokio/tests/macros_select.rs (disable_with_if, one_branch_disabled_with_else)",
            ],
            Litmus =
            [
                "sel-03-a-disabled-branch-is-evaluated",
                "sel-03-conditions-come-first",
                "sel-03-a-refuted-branch-is-disabled",
                "sel-03-else-when-all-are-disabled",
                "sel-03-all-disabled-panics",
            ],
            Mutants = ["disabled-expression-is-skipped", "select-polls-the-disabled", "refuted-branch-wins", "refuted-branch-ends-select"],
        };

    public override bool Concerns(Code code) => code.Has(Op.EnterSelect);

    public override ReadOnlySpan<EventKind> Wants =>
        [
            EventKind.Created,
            EventKind.Log,
            EventKind.Awaiting,
            EventKind.Started,
            EventKind.PollBegin,
            EventKind.PollEnd,
            EventKind.Completed,
            EventKind.Resumed,
        ];

    protected override void OnBegin()
    {
        Questions.Reset(ref ends, Index.Code.Computations.Length, Never);
        Questions.Reset(ref entered, Index.Code.Computations.Length, Never);
        Questions.Reset(ref evaluated, Index.Code.Instructions.Length, value: false);
    }

    protected override void OnEvent(in Event item, int at)
    {
        switch (item.Kind)
        {
            case EventKind.Created or EventKind.Log when item.Site >= 0:
                evaluated[item.Site] = true;
                break;
            case EventKind.Awaiting:
                entered[item.Computation] = Never;
                if (Index.Statement(in item) is { HasBranches: true } select)
                    Enter(select, at);
                break;
            case EventKind.Started or EventKind.PollBegin:
                Polled(item.Subject, at);
                break;
            case EventKind.PollEnd when item.Outcome == Outcome.Value:
                ends[item.Subject] = at;
                break;
            case EventKind.Completed or EventKind.Resumed:
                if (entered[item.Computation] is >= 0 and var begin)
                    End(Index.Code.Instructions[Index.Trace[begin].Site], begin, at);
                entered[item.Computation] = Never;
                if (item.Kind == EventKind.Completed)
                    ends[item.Computation] = at;
                break;
        }
    }

    private void Enter(Instruction select, int at)
    {
        entered[select.Owner] = at;
        var body = Index.Code.Computations[select.Owner].Body;
        for (var i = select.Position - 1; body[i].Branch >= 0; i--)
        {
            if (body[i].Op == Op.Branch && !IsEnabled(at, body[i].Branch))
                Trigger();
            if (body[i].Op is Op.Create or Op.Log && !evaluated[body[i].Site])
                Fail(
                    at,
                    $"The expression of {Quote(select.Targets[body[i].Branch])}, a branch of the select in {Quote(select.Owner)}, "
                        + "was not evaluated; expected all of them to be."
                );
        }
    }

    private void Polled(int subject, int at)
    {
        var ownership = Index.Get<Ownership>();
        if (ownership.CombineOf(subject) is not (>= 0 and var site))
            return;
        var select = Index.Code.Instructions[site];
        if (!select.HasBranches || entered[select.Owner] is not (>= 0 and var begin) || Index.Trace[begin].Site != site)
            return;
        if (!IsEnabled(begin, ownership.PlaceOf(subject)))
            Fail(at, $"{Quote(subject)} was polled by the select in {Quote(select.Owner)} that had disabled it; expected it never to be.");
    }

    private void End(Instruction select, int begin, int at)
    {
        ref readonly var item = ref Index.Trace[at];
        if (item.Kind == EventKind.Completed && item.Outcome != Outcome.Panic)
            return;
        var (pending, refuted) = (Never, Never);
        var hasWinner = false;
        for (var i = 0; i < select.Targets.Length; i++)
        {
            if (!IsEnabled(begin, i))
                continue;
            var target = select.Targets[i];
            hasWinner |= MayWin(select, i, begin, in item);
            if (ends[target] < 0)
                pending = Index.ShowsStart(target) ? target : pending;
            else if (Refutes(select, i, in Index.Trace[ends[target]]))
                refuted = target;
        }

        if (refuted >= 0)
            Trigger();
        if (hasWinner || (pending < 0 && EndsRight(select, in item)))
            return;
        var end = $"The select in {Quote(select.Owner)} ended with {Wording.Of(item.Outcome, item.Value)}";
        if (refuted >= 0 && Index.Trace[ends[refuted]] is var loser && loser.Outcome == item.Outcome && loser.Value == item.Value)
            Fail(at, $"{end}, which is what {Quote(refuted)} ended with and its pattern refutes; expected that branch to be disabled.");
        else if (pending >= 0)
            Fail(at, $"{end} though {Quote(pending)} was enabled and had not ended; expected it to wait for all that are enabled.");
        else
            Fail(at, $"{end}, all its branches disabled; expected {(select.HasElse ? "the value of its else" : "a panic")}.");
    }

    // Of what does not show how it ended anything may be the outcome that its pattern takes.
    private bool MayWin(Instruction select, int place, int begin, in Event item)
    {
        var (target, pattern) = (select.Targets[place], select.Patterns[place]);
        if (Index.ShowsStart(target) && ends[target] < 0)
            return false;

        // What had ended before, lent to another, panics when it is polled again.
        if (Index.Kind(target) != ComputationKind.Async || ends[target] < begin)
            return item.Outcome == Outcome.Panic || !Refutes(pattern, in item);
        ref readonly var end = ref Index.Trace[ends[target]];
        return end.Outcome == Outcome.Panic || (end.Outcome == item.Outcome && end.Value == item.Value && !Refutes(pattern, in end));
    }

    private static bool EndsRight(Instruction select, in Event item) =>
        item.Outcome == Outcome.Panic
            ? !select.HasElse
            : select.HasElse && (select.Arguments[0].Kind != ArgumentKind.Literal || select.Arguments[0].Literal == item.Value);

    /// <summary>Whether a branch's pattern refutes how its computation ended.</summary>
    internal static bool Refutes(Instruction select, int place, in Event end) =>
        select.HasBranches && Refutes(select.Patterns[place], in end);

    private static bool Refutes(Value pattern, in Event end) =>
        pattern.Kind != ValueKind.Unit && (end.Outcome != Outcome.Value || end.Value != pattern);

    private bool IsEnabled(int begin, int branch) => IsEnabled(in Index.Trace[begin], branch);

    /// <summary>Whether a branch was enabled when its select began to wait.</summary>
    internal static bool IsEnabled(in Event awaiting, int branch) =>
        awaiting.Value.Kind != ValueKind.List || awaiting.Value.AsList[branch] != Value.Of(0);
}
