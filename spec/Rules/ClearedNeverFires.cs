using Conformance.Spec.Programs;
using Conformance.Spec.Traces;

namespace Conformance.Spec.Rules;

internal sealed class ClearedNeverFires : Rule
{
    public override RuleInfo Info { get; } =
        new()
        {
            Id = "LOOP-07",
            Title = "Cleared handles never fire",
            Family = Family.Eager,
            Chapter = EventLoopPhases.Chapter,
            Text =
                "A timer or immediate cleared before its callback starts MUST NOT fire, even if already due in the current phase. "
                + "Bun 1.4.5 lets an immediate run that a due timer has cleared.",
            Trigger = "A timer or an immediate that has not begun is cleared.",
            Sources = ["Node.js lib/internal/timers.js", "HTML, clearTimeout"],
            Litmus = ["loop-07-cleared-though-due", "loop-07-a-cleared-immediate-never-runs"],
            Mutants = ["clear-misses-due-timers"],
        };

    public override ReadOnlySpan<EventKind> Wants => [EventKind.Dropping, EventKind.Started];

    public override bool Concerns(Code code) => code.Has(Op.Clear);

    protected override void OnEvent(in Event item, int at)
    {
        if (item.Kind == EventKind.Dropping)
        {
            if (!Index.Before(EventKind.Started, item.Subject, at))
                Trigger();
        }
        else if (Index.Before(EventKind.Dropped, item.Computation, at))
        {
            var cleared = Index.First(EventKind.Dropping, item.Computation);
            Fail(
                at,
                $"{Quote(item.Computation)} ran though {Quote(Index.Trace[cleared].Computation)} had cleared it; expected it never to fire."
            );
        }
    }
}
