using System.Runtime.InteropServices;
using Conformance.Spec.Programs;
using Conformance.Spec.Rules.Analyses;
using Conformance.Spec.Traces;

namespace Conformance.Spec.Rules;

/// <summary>ABORT-02: who hears of an abort, when, and with which reason.</summary>
internal sealed class AbortListeners : Rule
{
    private readonly List<int> open = [];
    private Signal[] signals = [];
    private Listener[] listeners = [];

    public override RuleInfo Info { get; } =
        new()
        {
            Id = "ABORT-02",
            Title = "Abort listeners",
            Family = Family.Eager,
            Chapter = Aborting.Chapter,
            Text =
                "Listeners MUST run synchronously inside abort(), in registration order, at most once; the first reason sticks; "
                + "any([..]) follows the first aborted source. Whether a listener of the source finds the signals that follow aborted already, as in the DOM "
                + "Standard, or only after all listeners of the source, as seen on Node.js 20, is left open.",
            Trigger = "A listener runs, an abort returns to its caller that had listeners, or a sleep ends because of an abort.",
            Sources =
            [
                Articles.NodeToRust("Manual via AbortController"),
                "DOM Standard, signal abort",
                "DOM Standard, create a dependent abort signal",
                "Node.js test/parallel/test-abortcontroller.js",
            ],
            Litmus =
            [
                "abort-02-listeners-run-inside-abort",
                "abort-02-any-signal-follows-the-first",
                "abort-02-a-signal-that-follows-may-know-late",
                "abort-02-a-late-listener-never-runs",
                "abort-02-a-second-abort-has-no-effect",
            ],
            Mutants = ["listeners-run-later", "newest-listener-first", "last-reason-wins"],
        };

    public override ReadOnlySpan<EventKind> Wants =>
        [EventKind.Creating, EventKind.Aborting, EventKind.Aborted, EventKind.Started, EventKind.Resumed];

    public override bool Concerns(Code code) => code.Has(Op.Abort);

    protected override void OnBegin()
    {
        open.Clear();
        Questions.Reset(ref signals, Index.Code.Computations.Length, new Signal(-1, "", false));
        Questions.Reset(ref listeners, Index.Code.Computations.Length, default);
    }

    protected override void OnEvent(in Event item, int at)
    {
        switch (item.Kind)
        {
            case EventKind.Creating:
                Make(item.Subject, at);
                break;
            case EventKind.Aborting:
                Begin(in item, at);
                break;
            case EventKind.Aborted:
                End(in item, at);
                break;
            case EventKind.Started when Index.Kind(item.Computation) == ComputationKind.Listener:
                Trigger();
                Runs(item.Computation, item.Value.AsText, at);
                break;
            case EventKind.Resumed when item.Outcome == Outcome.Error && Index.Statement(in item) is { } wait:
                if (Aborting.SignalOf(Index.Code, wait) is >= 0 and var signal)
                    Rejects(signal, item.Value.AsText, at);
                break;
        }
    }

    private void Make(int made, int at)
    {
        var computation = Index.Code.Computations[made];
        if (computation.Kind == ComputationKind.Listener)
        {
            ref readonly var signal = ref signals[computation.Subject];
            // While an abort runs, when it reaches the signals that follow is not the same in all versions.
            var place =
                signal.By < 0 ? Place.Waiting
                : Index.Kind(computation.Subject) == ComputationKind.AnySignal && open.Contains(signal.By) ? Place.Unclear
                : Place.Late;
            listeners[made] = new Listener(place, at);
            return;
        }

        foreach (var source in computation.Sources)
        {
            if (signals[source].By < 0)
                continue;
            signals[made] = signals[source];
            return;
        }
    }

    private void Begin(in Event item, int at)
    {
        open.Add(at);
        foreach (var signal in Index.Code.Computations)
        {
            if (!signal.Controllers.Contains(item.Subject) || !Index.Before(EventKind.Creating, signal.Id, at))
                continue;
            ref var known = ref signals[signal.Id];
            if (known.By < 0)
                known = new Signal(at, Index.Code.Instructions[item.Site].Text, false);
            else if (signal.Id != item.Subject && open.Contains(known.By))
                known.Unclear = true;
        }
    }

    private void End(in Event item, int at)
    {
        if (open.Count == 0)
            return;
        var abort = open[^1];
        open.RemoveAt(open.Count - 1);
        foreach (var listener in Index.Code.Computations)
        {
            if (
                listener.Kind != ComputationKind.Listener
                || signals[listener.Subject] is not { Unclear: false } signal
                || signal.By != abort
            )
                continue;
            var place = listeners[listener.Id].Place;
            if (place is Place.Waiting or Place.Ran)
                Trigger();
            if (place == Place.Waiting)
                Fail(
                    at,
                    $"{Quote(listener.Id)} had not run when the abort of {Quote(item.Subject)} returned; expected every listener to run inside it."
                );
        }
    }

    private void Runs(int listener, string reason, int at)
    {
        var subject = Index.Code.Computations[listener].Subject;
        ref readonly var signal = ref signals[subject];
        ref var known = ref listeners[listener];
        var place = known.Place;
        known.Place = Place.Ran;
        if (place == Place.Ran)
            Fail(at, $"{Quote(listener)} ran again; expected a listener to run at most once.");
        else if (place == Place.Late)
            Fail(at, $"{Quote(listener)} ran though {Quote(subject)} had been aborted before it was added; expected it never to run.");
        else if (!signal.Unclear && !open.Contains(signal.By))
            Fail(at, $"{Quote(listener)} ran outside of the abort of {Quote(subject)}; expected listeners to run inside it.");
        else if (Earlier(subject, known.Added) is >= 0 and var earlier)
            Fail(at, $"{Quote(listener)} ran before {Quote(earlier)}, which had been added before it; expected the order of registration.");
        else if (!signal.Unclear && reason != signal.Reason)
            Fail(at, $"{Quote(listener)} was told \"{reason}\"; expected the first reason, \"{signal.Reason}\".");
    }

    private int Earlier(int signal, int added)
    {
        foreach (var other in Index.Code.Computations)
        {
            if (
                other.Kind == ComputationKind.Listener
                && other.Subject == signal
                && listeners[other.Id] is { Place: Place.Waiting } known
                && known.Added < added
            )
                return other.Id;
        }

        return -1;
    }

    private void Rejects(int subject, string reason, int at)
    {
        ref readonly var signal = ref signals[subject];
        if (signal.By < 0 || signal.Unclear)
            return;
        Trigger();
        if (reason != signal.Reason)
            Fail(
                at,
                $"A sleep with the signal of {Quote(subject)} was rejected with \"{reason}\"; expected the first reason, \"{signal.Reason}\"."
            );
    }

    private enum Place : byte
    {
        None,
        Waiting,
        Ran,
        Late,
        Unclear,
    }

    [StructLayout(LayoutKind.Auto)]
    private record struct Signal(int By, string Reason, bool Unclear);

    [StructLayout(LayoutKind.Auto)]
    private record struct Listener(Place Place, int Added);
}
