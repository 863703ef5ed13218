using Conformance.Spec.Programs;
using Conformance.Spec.Traces;

namespace Conformance.Spec.Model.Lazy;

/// <content>Selects whose branches can be disabled: by their conditions, which are read before any expression, or by how they end.</content>
internal sealed partial class LazyMachine
{
    /// <summary>How many branches a select may have here.</summary>
    internal const int MostBranches = 64;

    private const string AllDisabled = "all branches are disabled and there is no else branch";

    private Signal EnterSelect(int c, Instruction at)
    {
        ref var body = ref Bodies[c];
        if (body.Stage == 0 && Layout.ReadsRace(at))
        {
            body.Stage = 1;
            return Signal.Paused;
        }

        var enabled = 0L;
        for (var place = 0; place < at.Arguments.Length; place++)
            enabled |= IsOn(c, in at.Arguments[place]) ? 1L << place : 0;
        parts[c].Enabled = enabled;
        return Next(c);
    }

    // Of a counter that other threads use the trace does not say what it was; that the select says which branches are enabled does.
    private bool IsOn(int c, in Argument condition)
    {
        if (!IsRacy(in condition) || StopsAtPauses)
            return Read(in condition) != Value.Of(0);
        var (least, most) = RangeOf(c, condition.Variable);
        return least <= 0 && most >= 0 ? least != most && Choose(2) == 1 : true;
    }

    private static bool IsDisabled(Instruction at, int place, ref Part part) => at.HasBranches && (part.Enabled & (1L << place)) == 0;

    private static bool Refutes(Value pattern, Outcome outcome, Value value) =>
        pattern.Kind != ValueKind.Unit && (outcome != Outcome.Value || value != pattern);

    private static Value EnabledOf(Instruction at, ref Part part)
    {
        if (!at.HasBranches)
            return Value.Unit;
        var flags = new Value[at.Targets.Length];
        for (var place = 0; place < flags.Length; place++)
            flags[place] = Value.Of(IsDisabled(at, place, ref part) ? 0 : 1);
        return Value.List(flags);
    }

    private Signal EndDisabled(int c, Instruction at) =>
        at.HasElse ? Conclude(c, at, Outcome.Value, Value.Unit) : Panic(c, at, Value.Of(AllDisabled));

    /// <summary>With all disabled the value of <c>else</c> is read last.</summary>
    private Signal EndSelect(int c, Instruction at)
    {
        ref var body = ref Bodies[c];
        var isElse = parts[c].Enabled == 0;
        parts[c].Enabled = 0;
        return isElse ? Resume(c, at, -1, Outcome.Value, ReadFirst(at), IsOpen(at)) : Resume(c, at, -1, body.Outcome, body.Value);
    }
}
