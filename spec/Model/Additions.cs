using Conformance.Spec.Programs;

namespace Conformance.Spec.Model;

/// <summary>
/// What a counter may have been when a body read it while other threads added to it. An addition has surely come before the read if the
/// body that made it was seen to go on before the reader's last event; it has not come if that body must be seen first. Those in
/// between came or did not, in the order of their body.
/// </summary>
internal sealed class Additions
{
    private const int NotSurely = int.MaxValue;
    private int[] surelyAt = [];
    private int[] lastEvent = [];
    private int events;

    /// <summary>Goes back to before the first event.</summary>
    public void Begin(Layout layout)
    {
        events = 0;
        Machine.Fit(ref surelyAt, layout.Code.Instructions.Length);
        Machine.Fit(ref lastEvent, layout.Code.Computations.Length);
        Array.Clear(surelyAt);
        Array.Clear(lastEvent);
    }

    /// <summary>Becomes the same as those of another configuration of the same program.</summary>
    public void CopyFrom(Additions other, Layout layout)
    {
        events = other.events;
        Machine.Copy(ref surelyAt, other.surelyAt, layout.Code.Instructions.Length);
        Machine.Copy(ref lastEvent, other.lastEvent, layout.Code.Computations.Length);
    }

    /// <summary>An addition is made; nothing shows it yet.</summary>
    public void Make(Instruction addition) => surelyAt[addition.Site] = NotSurely;

    /// <summary>A body was seen: what it has done, it did before.</summary>
    public void See(Layout layout, int body)
    {
        lastEvent[body] = ++events;
        foreach (var addition in layout.RacyAdditions)
        {
            if (addition.Owner == body && surelyAt[addition.Site] == NotSurely)
                surelyAt[addition.Site] = events;
        }
    }

    /// <summary>The least and the most that a body can have read from a counter since its last event.</summary>
    /// <param name="layout">The program.</param>
    /// <param name="bodies">How far each body has come.</param>
    /// <param name="reader">The body that reads.</param>
    /// <param name="counter">The counter.</param>
    /// <param name="sum">What it is after all additions that were made.</param>
    public (long Least, long Most) Range(Layout layout, ReadOnlySpan<Body> bodies, int reader, int counter, long sum)
    {
        var (least, most) = (0L, 0L);
        for (var body = 0; body < bodies.Length; body++)
        {
            if (body == reader)
                continue;
            var (low, high, come) = (0L, 0L, 0L);
            foreach (var addition in layout.RacyAdditions)
            {
                if (addition.Owner != body || addition.Variable != counter)
                    continue;
                var isMade = surelyAt[addition.Site] != 0;
                if (isMade ? surelyAt[addition.Site] <= lastEvent[reader] : !MayHaveReached(layout, in bodies[body], addition))
                    continue;
                come += addition.Number;
                (low, high) = (Math.Min(low, come), Math.Max(high, come));
                sum -= isMade ? addition.Number : 0;
            }

            (least, most) = (least + low, most + high);
        }

        return (sum + least, sum + most);
    }

    /// <summary>Whether a body may have come as far as to one of its statements without being seen again.</summary>
    private static bool MayHaveReached(Layout layout, in Body body, Instruction statement)
    {
        var code = layout.Code.Computations[statement.Owner].Body;
        var pc = body.Life == Life.Running ? body.Pc : code.Length;
        while (pc < statement.Position)
        {
            switch (code[pc].Op)
            {
                case Op.Let or Op.Add or Op.EnterTry or Op.Defer or Op.EnterSelect or Op.Branch or Op.EnterInPlace:
                    pc++;
                    break;
                case Op.LeaveTry:
                    pc = code[pc].Jump;
                    break;
                case Op.Throw when layout.Handlers[code[pc].Site] is >= 0 and var handler:
                    pc = layout.Code.Instructions[handler].Jump;
                    break;
                default:
                    return false;
            }
        }

        return pc == statement.Position;
    }
}
