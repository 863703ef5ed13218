using Conformance.Spec.Model.Eager;
using Conformance.Spec.Model.Lazy;
using Conformance.Spec.Programs;
using Conformance.Spec.Runtimes;
using Conformance.Spec.Traces;

namespace Conformance.Spec.Model;

/// <summary>
/// Says whether a trace is an execution of the model, in one pass. The events say what the program did; where they do not say
/// which silent choice was made, the few configurations that it may have led to are followed side by side until the next event
/// tells. One instance a thread; it reuses all buffers.
/// </summary>
public sealed class ModelChecker
{
    private const int MostConfigurations = 256;
    private const int MostBranches = 4_000;
    private const int MostBranchesAnEvent = 16;
    private const int EventsBetweenComparisons = 8;
    private readonly Oracle oracle = new();
    private readonly KeyWriter writer = new();
    private readonly Stack<Machine> spare = new();
    private List<Machine> current = [];
    private List<Machine> following = [];
    private Layout? layout;
    private Code? known;
    private int branches;
    private long leeway;

    /// <summary>The most configurations that had to be followed side by side in the last trace; 1 when its events decide everything.</summary>
    public int Width { get; private set; }

    /// <summary>Whether the model speaks about traces of such a runtime. Of loops with several threads on the machine's clock it knows nothing.</summary>
    public static bool Covers(RuntimeDescription runtime) =>
        runtime.Clock switch
        {
            ClockKind.Virtual => true,
            ClockKind.Paused => Enumeration.Covers(runtime),
            _ => runtime.Family == Dialect.Lazy || runtime.Workers == 1,
        };

    /// <summary>Whether the model knows all that a program is made of.</summary>
    public static bool Covers(Code code) => Beyond(code) is null;

    /// <summary>What of a program the model does not know, in words; null when it knows all.</summary>
    public static string? Beyond(Code code) => Coverage.Beyond(code);

    /// <summary>Whether the last trace was judged: the model speaks about it, and its events left little enough open.</summary>
    public bool IsJudged { get; private set; }

    /// <summary>Whether the model speaks about the last trace, but its events left too many explanations open to follow them all.</summary>
    public bool HasGivenUp { get; private set; }

    /// <summary>Accepts or rejects a trace.</summary>
    /// <returns>Null when the model can do this, or when <see cref="IsJudged"/> is false.</returns>
    public Rejection? Check(Trace trace)
    {
        IsJudged = Covers(trace.Runtime) && IsCovered(trace.Code) && HasEnded(trace);
        HasGivenUp = false;
        if (!IsJudged)
            return null;
        leeway = Machine.Prompt;
        if (Fits(trace, out var at))
            return null;
        leeway = Machine.Patient;
        if (trace.Runtime.Clock == ClockKind.Real && Fits(trace, out at))
            return null;
        IsJudged = !HasGivenUp;
        if (HasGivenUp)
            return null;
        var explanation = new Explanation(trace, Rewind(trace, at));
        return at < trace.Count ? explanation.OfEvent(at) : explanation.OfEnd();
    }

    private bool Fits(Trace trace, out int at)
    {
        HasGivenUp = false;
        at = Follow(trace, trace.Count);
        return at == trace.Count && !HasGivenUp && EndsWell(trace);
    }

    private static bool HasEnded(Trace trace) =>
        trace.Ending is Ending.Completed or Ending.Failed or Ending.Deadlock or Ending.Exited or Ending.Crashed;

    // Most traces are of the same program as the one before.
    private bool IsCovered(Code code)
    {
        if (ReferenceEquals(known, code))
            return true;
        if (!Covers(code))
            return false;
        known = code;
        return true;
    }

    private List<Machine> Rewind(Trace trace, int at)
    {
        Follow(trace, at);
        return current;
    }

    /// <summary>Follows the first events of a trace.</summary>
    /// <returns>The index of the first event that no configuration can do; the number of events when all can be done.</returns>
    private int Follow(Trace trace, int count)
    {
        var at = Follow(trace, count, careful: false);
        return at >= 0 ? at : Follow(trace, count, careful: true);
    }

    private int Follow(Trace trace, int count, bool careful)
    {
        if (layout is null || layout.Code != trace.Code || layout.Workers != trace.Runtime.Workers)
            layout = new Layout(trace.Code, trace.Runtime.Workers);
        Clear(current, trace);
        following.Clear();
        (Width, branches) = (1, 0);
        var first = Rent(trace);
        first.Begin(layout, trace.Runtime);
        first.Leeway = leeway;
        current.Add(first);
        for (var at = 0; at < count; at++)
        {
            ref readonly var item = ref trace[at];
            if (!careful && current.Count == 1 && !current[0].MayChoose(in item))
            {
                var only = current[0];
                only.Oracle = null;
                var accepted = Accept(only, in item);
                if (only.HasGuessed)
                    return -1;
                if (!accepted)
                    return at;
                continue;
            }

            following.Clear();
            foreach (var machine in current)
                Branch(machine, in item, trace, mayRepeat: current.Count > 8 || at % EventsBetweenComparisons == 0);
            Clear(current, trace);
            (current, following) = (following, current);
            Width = Math.Max(Width, current.Count);
            if (HasGivenUp || current.Count == 0)
                return at;
        }

        return count;
    }

    // To compare configurations costs more than to follow one twice for a while: they are compared where they grow more, and now and then.
    private void Branch(Machine machine, in Event item, Trace trace, bool mayRepeat)
    {
        oracle.Begin();
        do
        {
            var copy = Rent(trace);
            copy.CopyFrom(machine);
            copy.Oracle = oracle;
            if (Accept(copy, in item) && !((mayRepeat || following.Count >= current.Count) && IsKnown(copy)))
                following.Add(copy);
            else
                spare.Push(copy);
        } while (MayGoOn(trace) && oracle.MoveNext());
    }

    /// <summary>Counts one more explanation that was tried.</summary>
    private bool MayGoOn(Trace trace)
    {
        HasGivenUp |= ++branches > MostBranches + (MostBranchesAnEvent * trace.Count) || following.Count > MostConfigurations;
        return !HasGivenUp;
    }

    private bool IsKnown(Machine machine)
    {
        if (following.Count == 0)
            return false;
        machine.Fingerprint = writer.FingerprintOf(machine);
        foreach (var other in following)
        {
            if (other.Fingerprint == 0)
                other.Fingerprint = writer.FingerprintOf(other);
            if (other.Fingerprint == machine.Fingerprint)
                return true;
        }

        return false;
    }

    private static bool Accept(Machine machine, in Event item)
    {
        (machine.Awaited, machine.AwaitsDrop) = (item.Computation, item.Kind == EventKind.Cancelled);
        if (item.Time != machine.Now && (item.Time < machine.Now || !machine.TryAdvance(item.Time)))
            return false;
        var strand = machine.StrandOf(in item);
        if (
            strand < 0
            || !machine.TryClaim(strand, item.Thread)
            || !machine.TryStep(strand)
            || machine.Now != item.Time
            || !Matches(machine, in item)
        )
            return false;
        machine.Accepted(in item);
        return true;
    }

    private static bool Matches(Machine machine, in Event item)
    {
        var expected = machine.Emitted;
        if (
            expected.Kind != item.Kind
            || expected.Computation != item.Computation
            || expected.Subject != item.Subject
            || (expected.Site != item.Site && machine.Code.Computations[item.Computation].Kind != ComputationKind.Probe)
            || expected.Outcome != item.Outcome
        )
            return false;
        return item.Kind switch
        {
            EventKind.Log => machine.IsLine(machine.Code.Instructions[item.Site], item.Value.AsText),
            EventKind.PollEnd => true,
            _ => expected.Value == item.Value || (machine.IsLoose && machine.MayRead(in item)),
        };
    }

    private bool EndsWell(Trace trace)
    {
        foreach (var machine in current)
        {
            oracle.Begin();
            do
            {
                var copy = Rent(trace);
                copy.CopyFrom(machine);
                (copy.Oracle, copy.Awaited) = (oracle, -1);
                var ends = copy.TryEnd() && EndingOf(copy) == trace.Ending;
                spare.Push(copy);
                if (ends)
                    return true;
            } while (MayGoOn(trace) && oracle.MoveNext());
        }

        return false;
    }

    /// <summary>How the execution has ended when nothing is left to do.</summary>
    internal static Ending EndingOf(Machine machine) =>
        machine.Stopped != Ending.None ? machine.Stopped
        : !machine.MainIsOver ? Ending.Deadlock
        : machine.Main.Outcome == Outcome.Value ? Ending.Completed
        : Ending.Failed;

    /// <summary>A configuration before the first event.</summary>
    internal static Machine MachineFor(Dialect dialect) => dialect == Dialect.Eager ? new EagerMachine() : new LazyMachine();

    private void Clear(List<Machine> machines, Trace trace)
    {
        foreach (var machine in machines)
        {
            if (machine is EagerMachine == (trace.Code.Program.Dialect == Dialect.Eager))
                spare.Push(machine);
        }

        machines.Clear();
    }

    private Machine Rent(Trace trace)
    {
        var dialect = trace.Code.Program.Dialect;
        if (spare.TryPop(out var machine) && machine is EagerMachine == (dialect == Dialect.Eager))
            return machine;
        return MachineFor(dialect);
    }
}
