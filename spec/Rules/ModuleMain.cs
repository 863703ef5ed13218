using Conformance.Spec.Programs;
using Conformance.Spec.Rules.Analyses;
using Conformance.Spec.Runtimes;
using Conformance.Spec.Traces;

namespace Conformance.Spec.Rules;

/// <summary>LOOP-02: what the main body of an ES module queues runs in another order than what a script queues.</summary>
internal sealed class ModuleMain : Rule
{
    private int end;

    public override RuleInfo Info { get; } =
        new()
        {
            Id = "LOOP-02",
            Title = "ES-module main body is already inside the microtask drain",
            Family = Family.Eager,
            Chapter = EventLoopPhases.Chapter,
            Text =
                "In an ES module, microtasks queued by the main body MUST run before its nextTicks, and the check phase follows before the timers phase "
                + "(main is evaluated from a loop callback). The second half is that of Node.js 20 and earlier (libuv 1.46), seen there; Node.js 22 and later "
                + "serve due timers first.",
            Trigger =
                "A tick that a module's main body queued begins though it queued microtasks too, or an immediate that it made begins though a timer was due.",
            Sources =
            [
                "Node.js doc/api/process.md, when to use queueMicrotask() vs. process.nextTick()",
                "Node.js doc/api/esm.md",
                "libuv, design overview, the I/O loop",
            ],
            Litmus = ["loop-02-microtasks-before-ticks-in-a-module", "loop-02-immediates-before-due-timers-in-a-module"],
            Mutants = ["module-as-script"],
        };

    public override ReadOnlySpan<EventKind> Wants => [EventKind.Started];

    public override bool Concerns(Code code) => code.Program.Module;

    protected override void OnBegin() => end = -1;

    protected override void OnEvent(in Event item, int at)
    {
        var kind = Index.Kind(item.Computation);
        if (kind is not (ComputationKind.NextTick or ComputationKind.Immediate) || !IsOfMain(item.Computation))
            return;
        if (kind == ComputationKind.NextTick)
            Tick(item.Computation, at);
        // What the vendors do not promise is asked only of a runtime's own order.
        else if (Index.Trace.Natural)
            Immediate(item.Computation, at);
    }

    private void Tick(int tick, int at)
    {
        var (any, late) = (false, -1);
        foreach (var other in Index.Code.Computations)
        {
            if (other.Kind != ComputationKind.Microtask || !IsOfMain(other.Id))
                continue;
            any = true;
            if (late < 0 && !Index.Before(EventKind.Started, other.Id, at))
                late = other.Id;
        }

        if (any)
            Trigger();
        if (late >= 0)
            Fail(
                at,
                $"The next-tick {Quote(tick)} ran before the microtask {Quote(late)}, both queued by the main body of a module; expected its microtasks first."
            );
    }

    private void Immediate(int immediate, int at)
    {
        foreach (var timer in Index.Code.Computations)
        {
            if (timer.Kind != ComputationKind.Timer || !IsOfMain(timer.Id) || !WasDue(timer))
                continue;
            Trigger();
            if (Index.Before(EventKind.Started, timer.Id, at))
                Fail(
                    at,
                    $"The timer {Quote(timer.Id)} ran before the immediate {Quote(immediate)}, both made by the main body of a module; expected the check phase first."
                );
        }
    }

    private bool WasDue(Computation timer)
    {
        var slack = Index.Trace.Runtime.Clock == ClockKind.Real ? 2 : 0;
        var due = Index.Trace[Index.First(EventKind.Creating, timer.Id)].Time + Math.Max(timer.Duration, 1) + slack;
        return due <= Index.Trace[EndOfMain].Time && Index.First(EventKind.Dropping, timer.Id) < 0;
    }

    /// <summary>Whether the main body made it before it first gave way.</summary>
    private bool IsOfMain(int callback) =>
        Index.First(EventKind.Creating, callback) is >= 0 and var made && Index.Get<Turns>().Of(made) == Index.Get<Turns>().Of(0);

    /// <summary>The last event before the main body first gave way.</summary>
    private int EndOfMain
    {
        get
        {
            if (end >= 0)
                return end;
            var turns = Index.Get<Turns>();
            for (end = 0; end + 1 < Index.Trace.Count && turns.Of(end + 1) == turns.Of(0); )
                end++;
            return end;
        }
    }
}
