using Conformance.Spec.Programs;
using Conformance.Spec.Rules.Analyses;
using Conformance.Spec.Runtimes;
using Conformance.Spec.Traces;

namespace Conformance.Spec.Rules;

/// <summary>What aborting does to operations that know a signal, and to those that do not.</summary>
internal static class Aborting
{
    internal const string Chapter = "Abort";
    internal const string Dom = "DOM Standard, interface AbortController";
    internal const string NodeTimers = "Node.js documentation, timers/promises, setTimeout with a signal";

    /// <summary>Fresh instances of the chapter's rules.</summary>
    public static IEnumerable<Rule> Rules() =>
        [new AbortOnlySignals(), new AbortListeners(), new AbortAfterSettlement(), new AbortedBeforeTheStart(), new LosersRunOn()];

    /// <summary>The signal of the sleep that a wait is for, or -1: of a sleep statement, or of a sleep that was made before.</summary>
    public static int SignalOf(Code code, Instruction wait) =>
        wait.Op switch
        {
            Op.Sleep => wait.Target,
            Op.Await when code.Computations[wait.Target].Kind == ComputationKind.Sleep => code.Computations[wait.Target].Subject,
            _ => -1,
        };

    /// <summary>The first event that aborts a signal, itself or through what it follows, or -1.</summary>
    public static int First(TraceIndex index, int signal)
    {
        var first = -1;
        foreach (var controller in index.Code.Computations[signal].Controllers)
        {
            if (index.First(EventKind.Aborting, controller) is >= 0 and var at && (first < 0 || at < first))
                first = at;
        }

        return first;
    }

    /// <summary>Whether a signal was aborted before an event.</summary>
    public static bool IsAborted(TraceIndex index, int signal, int at) => First(index, signal) is >= 0 and var first && first < at;

    /// <summary>Whether a wait is for a sleep.</summary>
    public static bool IsSleep(Code code, Instruction wait) =>
        wait.Op == Op.Sleep || (wait.Op == Op.Await && code.Computations[wait.Target].Kind == ComputationKind.Sleep);
}

internal sealed class AbortOnlySignals : Rule
{
    private int lastAbort;

    public override RuleInfo Info { get; } =
        new()
        {
            Id = "ABORT-01",
            Title = "Abort only signals",
            Family = Family.Eager,
            Chapter = Aborting.Chapter,
            Text =
                "abort() MUST NOT by itself stop, settle or roll back an operation; only code observing the signal reacts, at its next check.",
            Trigger =
                "A wait for a sleep that does not know the aborted signal, or for a promise that the program settles, ends after an abort.",
            Sources = [Articles.NodeToRust("Manual via AbortController"), Aborting.Dom, "Node.js test/parallel/test-abortcontroller.js"],
            Litmus = ["abort-01-only-who-listens-stops"],
            Mutants = ["abort-stops-every-sleep"],
        };

    public override ReadOnlySpan<EventKind> Wants => [EventKind.Aborting, EventKind.Resumed];

    public override bool Concerns(Code code) => code.Has(Op.Abort);

    protected override void OnBegin() => lastAbort = -1;

    protected override void OnEvent(in Event item, int at)
    {
        if (item.Kind == EventKind.Aborting)
        {
            lastAbort = at;
            return;
        }

        if (lastAbort < 0 || Index.Statement(in item) is not { Op: Op.Sleep or Op.Await } wait)
            return;
        if (Aborting.IsSleep(Index.Code, wait))
            Sleeps(in item, at, wait);
        else if (Index.Get<Waits>().BeginOf(at) < lastAbort)
            Waited(in item, at, wait.Target);
    }

    private void Sleeps(in Event item, int at, Instruction wait)
    {
        var signal = Aborting.SignalOf(Index.Code, wait);
        var since = wait.Op == Op.Sleep ? Index.Get<Waits>().BeginOf(at) : Index.First(EventKind.Creating, wait.Target);
        if (since > lastAbort || (signal >= 0 && Aborting.IsAborted(Index, signal, at)))
            return;
        Trigger();
        if (item.Outcome != Outcome.Value)
            Fail(
                at,
                $"The sleep that {Quote(item.Computation)} waited for ended with {Wording.Of(item.Outcome, item.Value)} after an abort whose signal it does not know; expected it to end by itself."
            );
    }

    private void Waited(in Event item, int at, int promise)
    {
        if (!Index.Get<Settlements>().TryExpect(promise, out var outcome, out var value, out _))
            return;
        Trigger();
        if (item.Outcome != outcome || item.Value != value)
            Fail(
                at,
                $"{Quote(promise)} ended with {Wording.Of(item.Outcome, item.Value)} after an abort; expected {Wording.Of(outcome, value)}, for an abort only signals."
            );
    }
}

internal sealed class AbortedBeforeTheStart : Rule
{
    public override RuleInfo Info { get; } =
        new()
        {
            Id = "ABORT-04",
            Title = "Pre-aborted operations do not start",
            Family = Family.Eager,
            Chapter = Aborting.Chapter,
            Text = "A signal-aware operation given an already aborted signal MUST reject without starting (no timer or callback armed).",
            Trigger = "A wait for a sleep ends that was made with an aborted signal.",
            Sources = [Aborting.NodeTimers, "DOM Standard, AbortSignal.throwIfAborted"],
            Litmus = ["abort-04-an-aborted-signal-starts-nothing"],
            Mutants = ["aborted-sleep-starts"],
        };

    public override ReadOnlySpan<EventKind> Wants => [EventKind.Resumed];

    public override bool Concerns(Code code) => code.Has(Op.Abort);

    protected override void OnEvent(in Event item, int at)
    {
        if (Index.Statement(in item) is not { } wait || Aborting.SignalOf(Index.Code, wait) is not (>= 0 and var signal))
            return;
        var begin = Index.Get<Waits>().BeginOf(at);
        var made = wait.Op == Op.Sleep ? begin : Index.First(EventKind.Creating, wait.Target);
        if (!WasAborted(signal, made))
            return;
        Trigger();
        var idle = Index.Get<IdleTime>();
        var waited = Index.Trace.Runtime.Clock == ClockKind.Real ? 0 : idle.At(at) - idle.At(begin);
        if (item.Outcome != Outcome.Error)
            Fail(
                at,
                $"A sleep with the aborted signal of {Quote(signal)} ended with {Wording.Of(item.Outcome, item.Value)}; expected an error."
            );
        else if (waited > 0)
            Fail(
                at,
                $"A sleep with the aborted signal of {Quote(signal)} was rejected only after {waited}; expected it to be rejected without being started."
            );
    }

    private bool WasAborted(int signal, int at)
    {
        foreach (var controller in Index.Code.Computations[signal].Controllers)
        {
            if (Index.Before(EventKind.Aborted, controller, at))
                return true;
        }

        return false;
    }
}

internal sealed class LosersRunOn : Rule
{
    private readonly List<(int Loser, int Decided)> losers = [];

    public override RuleInfo Info { get; } =
        new()
        {
            Id = "ABORT-05",
            Title = "Losers are not cancelled",
            Family = Family.Eager,
            Chapter = Aborting.Chapter,
            Text = "race, any and timeouts built with race MUST NOT cancel the losing operations; their side effects still happen.",
            Trigger = "A combinator or a timeout ends while the body of an input is under way.",
            Sources = [Articles.NodeToRust("Manual via AbortController"), "ECMA-262, sec-promise.race"],
            Litmus = ["race-losers-run-on", "abort-05-a-timeout-cancels-nothing"],
            Mutants = ["race-drops-losers"],
        };

    public override ReadOnlySpan<EventKind> Wants => [EventKind.Resumed];

    public override bool Concerns(Code code) => code.Has(Op.Combine) || code.Has(Op.Timeout);

    protected override void OnBegin() => losers.Clear();

    protected override void OnEvent(in Event item, int at)
    {
        switch (Index.Statement(in item))
        {
            case { Op: Op.Timeout } timeout:
                Loses(timeout.Target, at);
                break;
            case { Op: Op.Combine } combine:
                foreach (var input in combine.Targets)
                    Loses(input, at);
                break;
        }
    }

    protected override void OnEnd()
    {
        if (Index.Trace.Ending is not (Ending.Completed or Ending.Failed or Ending.Deadlock))
            return;
        foreach (var (loser, decided) in losers)
        {
            if (Index.First(EventKind.Completed, loser) < 0 && CouldGoOn(Index.Get<Waits>().Open(loser)))
                Fail(
                    decided,
                    $"{Quote(loser)} lost here and never went on, though what it waited for ended by itself; expected the losers to run on."
                );
        }
    }

    private void Loses(int input, int at)
    {
        if (!Index.IsUnderWay(input, at))
            return;
        Trigger();
        losers.Add((input, at));
    }

    private bool CouldGoOn(int wait) =>
        wait < 0 || Index.Statement(in Index.Trace[wait]) is { Op: Op.Sleep, Target: < 0 } or { Op: Op.Yield };
}
