using Conformance.Spec.Programs;
using Conformance.Spec.Rules.Analyses;
using Conformance.Spec.Runtimes;
using Conformance.Spec.Traces;

namespace Conformance.Spec.Rules;

internal sealed class StartedTogetherOverlap : Rule
{
    private int[] armed = [];
    private int pending;

    public override RuleInfo Info { get; } =
        new()
        {
            Id = "EAGER-04",
            Title = "Started-together operations overlap",
            Family = Family.Eager,
            Chapter = EagerStart.Chapter,
            Text =
                "Operations started before the first await MUST overlap: awaiting operations of durations d1 to dn one after the other, all started at t0, "
                + "ends at t0 plus the longest duration (plus what the processor delays), not at their sum.",
            Trigger = "A timer is awaited after time has passed since it was armed, or while another timer runs.",
            Sources = ["Article 1: \"starting multiple async tasks in advance\"", "Node.js documentation, setTimeout"],
            Litmus = ["article-1-fetch-before-async-work", "article-1-started-in-advance", "eager-04-sleeps-started-together-overlap"],
            Mutants = ["sleep-armed-at-await"],
        };

    public override ReadOnlySpan<EventKind> Wants => [EventKind.Creating, EventKind.Awaiting, EventKind.Resumed];

    /// <summary>Upper bounds mean nothing on the machine's clock.</summary>
    public override bool AppliesTo(RuntimeDescription runtime) => base.AppliesTo(runtime) && runtime.Clock != ClockKind.Real;

    protected override void OnBegin()
    {
        var count = Index.Code.Computations.Length + Index.Code.Instructions.Length;
        if (armed.Length < count)
            armed = new int[count * 2];
        armed.AsSpan().Fill(-1);
        pending = 0;
    }

    protected override void OnEvent(in Event item, int at)
    {
        if (item.Kind == EventKind.Creating)
        {
            if (Index.Code.Computations[item.Subject] is { Kind: ComputationKind.Sleep, Subject: < 0 })
            {
                armed[item.Subject] = at;
                pending++;
            }

            return;
        }

        if (item.Site < 0)
            return;
        var instruction = Index.Code.Instructions[item.Site];
        var timer = instruction.Op switch
        {
            Op.Await when armed[instruction.Target] >= 0 => instruction.Target,
            Op.Sleep when instruction.Target < 0 => -1,
            _ => -2,
        };
        if (timer == -2)
            return;
        ref var awaited = ref armed[Index.Code.Computations.Length + item.Site];
        if (item.Kind == EventKind.Awaiting)
        {
            awaited = at;
            pending += timer < 0 ? 1 : 0;
        }
        else if (awaited >= 0)
        {
            Judge(in item, at, awaited, timer, timer < 0 ? instruction.Number : Index.Code.Computations[timer].Duration);
            pending--;
        }
    }

    private void Judge(in Event item, int at, int awaited, int timer, long duration)
    {
        ref readonly var since = ref Index.Trace[awaited];
        var begun = timer < 0 ? since.Time : Index.Trace[armed[timer]].Time;
        // Node.js takes a delay below 1 for 1.
        var left = Math.Max(0, begun + Math.Max(duration, 1) - since.Time);
        if (since.Time > begun || pending > 1)
            Trigger();
        var idle = Index.Get<IdleTime>();
        var waited = idle.At(at) - idle.At(awaited);
        if (waited <= left)
            return;
        var name = timer < 0 ? $"a sleep of {duration}" : $"{Quote(timer)}, a sleep of {duration}";
        Fail(
            at,
            $"{Quote(item.Computation)} awaited {name} that was armed at {begun}, from {since.Time} to {item.Time}, with the thread idle for {waited}; expected no more than {left}, for it had been running since it was armed."
        );
    }
}
