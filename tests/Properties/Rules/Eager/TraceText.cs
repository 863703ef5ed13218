using System.Globalization;
using Conformance.Spec.Programs;
using Conformance.Spec.Runtimes;
using Conformance.Spec.Traces;

namespace Conformance.Tests.Properties.Rules.Eager;

/// <summary>
/// Traces written by hand, an event a line: <c>main awaits p</c>, <c>main got p = 1</c>, <c>main got p ! e</c>. <c>@10</c> in front sets
/// the time from there on, <c>#1</c> the thread of that line. The program point is found by what the line says, in the order of the text.
/// </summary>
internal sealed class TraceText
{
    private readonly Code code;
    private readonly Dictionary<(int, Op), int> used = [];
    private readonly Dictionary<int, int> waits = [];
    private long time;

    private TraceText(Code code) => this.code = code;

    /// <summary>A finished trace of an eager runtime.</summary>
    public static Trace Parse(string program, string events, ClockKind clock = ClockKind.Virtual, Ending ending = Ending.Completed)
    {
        var parsed = Code.Of(ProgramParser.Load($"program eager {{\n{program}\n}}"));
        var trace = new Trace();
        trace.Begin(
            parsed,
            new RuntimeDescription
            {
                Name = "by-hand",
                Family = Dialect.Eager,
                Clock = clock,
            }
        );
        var text = new TraceText(parsed);
        foreach (var line in events.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            trace.Add(text.Event(line));
        trace.End(ending, natural: true);
        return trace;
    }

    private Event Event(string line)
    {
        var words = new Queue<string>(line.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        if (words.Peek() is ['@', .. var moment])
        {
            time = long.Parse(moment, CultureInfo.InvariantCulture);
            words.Dequeue();
        }

        short thread = 0;
        if (words.Peek() is ['#', .. var number])
        {
            thread = short.Parse(number, CultureInfo.InvariantCulture);
            words.Dequeue();
        }

        var body = Find(words.Dequeue());
        var verb = words.Dequeue();
        var (kind, op) = Verb(verb);
        var subject = kind is EventKind.Started or EventKind.Completed ? body : -1;
        if (
            kind is EventKind.Creating or EventKind.Created
            || verb is "awaits" or "got" or "times" or "timed" or "resolves" or "resolved" or "rejects" or "rejected"
        )
            subject = Find(words.Dequeue());
        var site = Site(kind, op, body, subject, words);
        var outcome =
            verb is "throws" ? Outcome.Error
            : kind is EventKind.Completed or EventKind.Resumed ? Outcome.Value
            : Outcome.None;
        if (words.TryPeek(out var sign) && sign is "=" or "!")
            outcome = words.Dequeue() == "!" ? Outcome.Error : Outcome.Value;
        var adopts =
            site >= 0
            && kind is EventKind.Completed or EventKind.Resolving
            && words.Count > 0
            && code.Computations.Any(made => made.Name == words.Peek());
        var value = adopts || words.Count == 0 ? Value.Unit : Literal(string.Join(' ', words));
        return new Event(kind, outcome, thread, body, subject, site, time, value);
    }

    private static (EventKind Kind, Op Op) Verb(string verb) =>
        verb switch
        {
            "starts" => (EventKind.Started, default),
            "returns" or "throws" => (EventKind.Completed, Op.Return),
            "logs" => (EventKind.Log, Op.Log),
            "makes" => (EventKind.Creating, Op.Create),
            "made" => (EventKind.Created, Op.Create),
            "awaits" => (EventKind.Awaiting, Op.Await),
            "got" => (EventKind.Resumed, Op.Await),
            "sleeps" => (EventKind.Awaiting, Op.Sleep),
            "slept" => (EventKind.Resumed, Op.Sleep),
            "yields" => (EventKind.Awaiting, Op.Yield),
            "yielded" => (EventKind.Resumed, Op.Yield),
            "combines" => (EventKind.Awaiting, Op.Combine),
            "combined" => (EventKind.Resumed, Op.Combine),
            "times" => (EventKind.Awaiting, Op.Timeout),
            "timed" => (EventKind.Resumed, Op.Timeout),
            "computes" => (EventKind.ComputeBegin, Op.Compute),
            "computed" => (EventKind.ComputeEnd, Op.Compute),
            "resolves" => (EventKind.Resolving, Op.Resolve),
            "resolved" => (EventKind.Resolved, Op.Resolve),
            "rejects" => (EventKind.Rejecting, Op.Reject),
            "rejected" => (EventKind.Rejected, Op.Reject),
            _ => throw new ArgumentException($"\"{verb}\" is no verb of a trace written by hand.", nameof(verb)),
        };

    private int Site(EventKind kind, Op op, int body, int subject, Queue<string> words)
    {
        switch (kind)
        {
            case EventKind.Started:
                return -1;
            case EventKind.Completed:
                var returned = words.TryPeek(out var name) ? Array.FindIndex(code.Computations, made => made.Name == name) : -1;
                return returned < 0
                    ? -1
                    : Array.FindIndex(code.Instructions, made => made.Owner == body && made.Op == op && made.Target == returned);
            case EventKind.Creating or EventKind.Created:
                return code.Computations[subject].Site;
            case EventKind.Resumed:
                return waits[body];
            case EventKind.Resolved or EventKind.Rejected or EventKind.ComputeEnd:
                return used[(body, op)];
        }

        var from = used.GetValueOrDefault((body, op), -1) + 1;
        var site = Array.FindIndex(
            code.Instructions,
            from,
            made => made.Owner == body && made.Op == op && (subject < 0 || made.Target == subject)
        );
        if (site < 0)
            throw new ArgumentException(
                $"\"{code.Computations[body].Name}\" has no further {op} at this point of the trace.",
                nameof(kind)
            );
        used[(body, op)] = site;
        if (kind == EventKind.Awaiting)
            waits[body] = site;
        return site;
    }

    private int Find(string name)
    {
        var found = Array.FindIndex(code.Computations, made => made.Name == name);
        return found >= 0 ? found : throw new ArgumentException($"The program has no computation \"{name}\".", nameof(name));
    }

    private static Value Literal(string text) =>
        long.TryParse(text, CultureInfo.InvariantCulture, out var number) ? Value.Of(number) : Value.Of(text);
}
