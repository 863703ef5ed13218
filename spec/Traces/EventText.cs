using System.Text;
using Conformance.Spec.Programs;

namespace Conformance.Spec.Traces;

/// <summary>An event in the words of the program: <c>await a</c>, <c>resumed = 1</c>, <c>log "x"</c>.</summary>
public static class EventText
{
    /// <summary>What happened, in printable characters on one line; who it happened to is another question.</summary>
    public static string Of(Code code, in Event item)
    {
        var name = item.Subject < 0 ? "" : code.Computations[item.Subject].Name;
        var text = item.Kind switch
        {
            EventKind.Started => $"start{Result(in item)}",
            EventKind.Completed => $"end{Result(in item)}",
            EventKind.Cancelled => "cancelled",
            EventKind.Log => $"log \"{item.Value}\"",
            EventKind.Creating => $"make {name}",
            EventKind.Created => $"made {name}",
            EventKind.Awaiting => Wait(code, in item),
            EventKind.Resumed => $"resume{Result(in item)}",
            EventKind.ComputeBegin => $"compute{Amount(code, in item)}",
            EventKind.ComputeEnd => "computed",
            EventKind.DeferRan => "defer",
            EventKind.Resolving => $"resolve {name}{With(code, in item)}",
            EventKind.Resolved => $"resolved {name}",
            EventKind.Rejecting => $"reject {name} ! {item.Value}",
            EventKind.Rejected => $"rejected {name}",
            EventKind.Aborting => $"abort {name}",
            EventKind.Aborted => $"aborted {name}",
            EventKind.Dropping => $"drop {name}",
            EventKind.Dropped => $"dropped {name}",
            EventKind.Waking => $"wake {name}",
            EventKind.Woken => $"woken {name}",
            EventKind.Releasing => $"release{Permits(code, in item)} {name}",
            EventKind.Released => $"released {name}",
            EventKind.Notifying => $"{(IsToAll(code, in item) ? "notify-waiters" : "notify-one")} {name}",
            EventKind.Notified => $"notified {name}",
            EventKind.Posting when item.Computation >= 0 && code.Computations[item.Computation].Worker >= 0 => $"post {item.Value}",
            EventKind.Posting => $"post {name}{With(code, in item)}",
            EventKind.Posted => "posted",
            EventKind.Terminating => $"terminate {name}",
            EventKind.Terminated => $"terminated {name}",
            EventKind.PollBegin => $"poll {item.Value}",
            EventKind.PollEnd => item.Outcome switch
            {
                Outcome.Pending => "pending",
                Outcome.Error => "closed",
                _ => "ready",
            },
            _ => $"unhandled {name} ! {item.Value}",
        };
        return Printable(text);
    }

    private static string Result(in Event item) =>
        item.Outcome switch
        {
            Outcome.Error => $" ! {item.Value}",
            Outcome.Panic => $" panic {item.Value}",
            _ when item.Value.Kind == ValueKind.Unit => "",
            _ => $" = {item.Value}",
        };

    private static string Wait(Code code, in Event item)
    {
        var instruction = item.Site < 0 ? null : code.Instructions[item.Site];
        return instruction?.Op switch
        {
            Op.Sleep => $"sleep {instruction.Number}",
            Op.Yield => "yield",
            Op.Advance => $"advance {instruction.Number}",
            Op.Timeout => $"timeout {instruction.Number} {code.Computations[instruction.Target].Name}",
            Op.Combine when item.Value.Kind == ValueKind.List && item.Value.AsList.Contains(Value.Of(0)) =>
                $"{Combination(code, instruction)}, enabled {item.Value}",
            Op.Combine => Combination(code, instruction),
            Op.BlockOn => $"block-on {code.Computations[instruction.Target].Name}",
            Op.Next => $"next {code.Computations[instruction.Target].Name}",
            Op.Await => $"await {(instruction.Borrow ? "&" : "")}{code.Computations[instruction.Target].Name}",
            _ => "await",
        };
    }

    private static string Combination(Code code, Instruction instruction) =>
        $"{Word(instruction.Combinator)} {string.Join(' ', instruction.Targets.Select(target => code.Computations[target].Name))}";

    private static string Word(CombinatorKind kind) =>
        kind switch
        {
            CombinatorKind.Join => "join",
            CombinatorKind.TryJoin => "try-join",
            CombinatorKind.Race => "race",
            CombinatorKind.Any => "any",
            CombinatorKind.SelectBiased => "select-biased",
            _ => "select",
        };

    private static string Amount(Code code, in Event item) => item.Site < 0 ? "" : $" {code.Instructions[item.Site].Number}";

    private static string Permits(Code code, in Event item) =>
        item.Site < 0 || code.Instructions[item.Site].Number == 1 ? "" : Amount(code, in item);

    private static bool IsToAll(Code code, in Event item) => item.Site >= 0 && code.Instructions[item.Site].Op == Op.NotifyWaiters;

    private static string With(Code code, in Event item)
    {
        var adopted = item.Site < 0 ? -1 : code.Instructions[item.Site].Adopted;
        if (adopted >= 0)
            return $" with {code.Computations[adopted].Name}";
        return item.Value.Kind == ValueKind.Unit ? "" : $" = {item.Value}";
    }

    private static string Printable(string text)
    {
        if (!text.Any(letter => letter is < ' ' or > '~'))
            return text;
        var clean = new StringBuilder();
        foreach (var letter in text)
            clean.Append(letter is < ' ' or > '~' ? '?' : letter);
        return clean.ToString();
    }
}
