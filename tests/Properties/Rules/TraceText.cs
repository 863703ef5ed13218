using System.Globalization;
using Conformance.Spec.Programs;
using Conformance.Spec.Runtimes;
using Conformance.Spec.Traces;

namespace Conformance.Tests.Properties.Rules;

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
    public static Trace Parse(
        string program,
        string events,
        ClockKind clock = ClockKind.Virtual,
        Ending ending = Ending.Completed,
        string reason = ""
    ) => Parse(program, events, Describe(Dialect.Eager, clock), ending, reason: reason);

    /// <summary>A finished trace of an eager runtime whose main body is an ES module's.</summary>
    public static Trace Module(string program, string events, ClockKind clock = ClockKind.Virtual) =>
        Parse(program, events, Describe(Dialect.Eager, clock), Ending.Completed, header: "eager module");

    /// <summary>A finished trace of a lazy runtime.</summary>
    public static Trace Lazy(string program, string events, int workers = 1, Ending ending = Ending.Completed, bool natural = true) =>
        Parse(program, events, Describe(Dialect.Lazy, ClockKind.Virtual) with { Workers = workers, PoolSize = 1 }, ending, natural);

    /// <summary>A finished trace of a lazy runtime on threads and the clock of the machine.</summary>
    public static Trace Threads(string program, string events, int workers = 2, Ending ending = Ending.Completed) =>
        Parse(program, events, Describe(Dialect.Lazy, ClockKind.Real) with { Workers = workers, PoolSize = 2, Controlled = false }, ending);

    /// <summary>A finished trace of a lazy runtime that says in which order its join polls.</summary>
    public static Trace Lazy(string program, string events, JoinOrder join, int workers = 1, Ending ending = Ending.Completed) =>
        Parse(program, events, Describe(Dialect.Lazy, ClockKind.Virtual) with { Join = join, Workers = workers, PoolSize = 1 }, ending);

    /// <summary>A finished trace of a lazy runtime whose clock is paused.</summary>
    public static Trace Paused(string program, string events, bool natural = true) =>
        Parse(program, events, Describe(Dialect.Lazy, ClockKind.Paused) with { PoolSize = 1 }, Ending.Completed, natural);

    /// <summary>A finished trace of a lazy runtime whose clock is paused, with a pool of two threads, simulated or the machine's.</summary>
    public static Trace Paused(string program, string events, bool natural, bool isSimulated) =>
        Parse(
            program,
            events,
            Describe(Dialect.Lazy, ClockKind.Paused) with
            {
                PoolSize = 2,
                Controlled = isSimulated,
            },
            Ending.Completed,
            natural
        );

    private static RuntimeDescription Describe(Dialect family, ClockKind clock) =>
        new()
        {
            Name = "by-hand",
            Family = family,
            Clock = clock,
        };

    private static Trace Parse(
        string program,
        string events,
        RuntimeDescription runtime,
        Ending ending,
        bool natural = true,
        string reason = "",
        string? header = null
    )
    {
        header ??= runtime.Family == Dialect.Eager ? "eager" : "lazy";
        var parsed = Code.Of(ProgramParser.Load($"program {header} {{\n{program}\n}}"));
        var trace = new Trace();
        trace.Begin(parsed, runtime);
        var text = new TraceText(parsed);
        foreach (var line in events.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            trace.Add(text.Event(line));
        trace.End(ending, natural, reason);
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
        var subject =
            IsOfItself(kind) ? body
            : NamesSubject(verb) ? Find(words.Dequeue())
            : -1;
        var site = Site(kind, op, body, subject, words);
        var outcome =
            verb is "throws" or "closed" ? Outcome.Error
            : verb is "panics" ? Outcome.Panic
            : verb is "pends" ? Outcome.Pending
            : kind == EventKind.PollEnd ? Outcome.Value
            : kind is EventKind.Completed or EventKind.Resumed ? Outcome.Value
            : Outcome.None;
        if (words.TryPeek(out var sign) && sign is "=" or "!")
            outcome =
                words.Dequeue() == "!" ? Outcome.Error
                : kind == EventKind.Awaiting ? Outcome.None
                : Outcome.Value;
        var adopts =
            site >= 0
            && kind is EventKind.Completed or EventKind.Resolving
            && words.Count > 0
            && code.Computations.Any(made => made.Name == words.Peek());
        var value = adopts || words.Count == 0 ? Value.Unit : Literal(string.Join(' ', words));
        return new Event(kind, outcome, thread, body, subject, site, time, value);
    }

    private static bool IsOfItself(EventKind kind) =>
        kind
            is EventKind.Started
                or EventKind.Completed
                or EventKind.Cancelled
                or EventKind.PollBegin
                or EventKind.PollEnd
                or EventKind.Unhandled;

    private static bool NamesSubject(string verb) =>
        verb
            is "makes"
                or "made"
                or "awaits"
                or "got"
                or "times"
                or "timed"
                or "resolves"
                or "resolved"
                or "rejects"
                or "rejected"
                or "aborts"
                or "aborted"
                or "drops"
                or "dropped"
                or "posts"
                or "posted"
                or "terminates"
                or "terminated"
                or "clears"
                or "cleared"
                or "asks"
                or "drives"
                or "drove"
                or "gets"
                or "wakes"
                or "woke"
                or "releases"
                or "released"
                or "notifies"
                or "notified"
                or "calls"
                or "called";

    private static (EventKind Kind, Op Op) Verb(string verb) =>
        verb switch
        {
            "starts" => (EventKind.Started, default),
            "returns" or "throws" or "panics" => (EventKind.Completed, Op.Return),
            "unhandled" => (EventKind.Unhandled, default),
            "exits" => (EventKind.Exiting, Op.Exit),
            "dies" => (EventKind.Cancelled, default),
            "polls" => (EventKind.PollBegin, default),
            "pends" or "ready" or "closed" => (EventKind.PollEnd, default),
            "guards" => (EventKind.DeferRan, Op.Defer),
            "aborts" => (EventKind.Aborting, Op.Abort),
            "aborted" => (EventKind.Aborted, Op.Abort),
            "posts" => (EventKind.Posting, Op.Post),
            "posted" => (EventKind.Posted, Op.Post),
            "terminates" => (EventKind.Terminating, Op.Terminate),
            "terminated" => (EventKind.Terminated, Op.Terminate),
            "clears" => (EventKind.Dropping, Op.Clear),
            "cleared" => (EventKind.Dropped, Op.Clear),
            "drops" => (EventKind.Dropping, Op.Drop),
            "dropped" => (EventKind.Dropped, Op.Drop),
            "wakes" => (EventKind.Waking, Op.Wake),
            "woke" => (EventKind.Woken, Op.Wake),
            "releases" => (EventKind.Releasing, Op.Release),
            "released" => (EventKind.Released, Op.Release),
            "notifies" => (EventKind.Notifying, Op.NotifyOne),
            "notified" => (EventKind.Notified, Op.NotifyOne),
            "calls" => (EventKind.Notifying, Op.NotifyWaiters),
            "called" => (EventKind.Notified, Op.NotifyWaiters),
            "logs" => (EventKind.Log, Op.Log),
            "makes" => (EventKind.Creating, Op.Create),
            "made" => (EventKind.Created, Op.Create),
            "awaits" => (EventKind.Awaiting, Op.Await),
            "got" => (EventKind.Resumed, Op.Await),
            "sleeps" => (EventKind.Awaiting, Op.Sleep),
            "slept" => (EventKind.Resumed, Op.Sleep),
            "yields" => (EventKind.Awaiting, Op.Yield),
            "yielded" => (EventKind.Resumed, Op.Yield),
            "advances" => (EventKind.Awaiting, Op.Advance),
            "advanced" => (EventKind.Resumed, Op.Advance),
            "drives" => (EventKind.Awaiting, Op.BlockOn),
            "drove" => (EventKind.Resumed, Op.BlockOn),
            "asks" => (EventKind.Awaiting, Op.Next),
            "gets" => (EventKind.Resumed, Op.Next),
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
            case EventKind.Started or EventKind.Cancelled or EventKind.PollBegin or EventKind.PollEnd or EventKind.Unhandled:
            case EventKind.Waking or EventKind.Woken when body == subject:
                return -1;
            case EventKind.DeferRan:
                var guard = words.Dequeue();
                return Array.FindIndex(code.Instructions, made => made.Op == op && made.Body[0].Text == guard);
            case EventKind.Completed:
                var returned = words.TryPeek(out var name) ? Array.FindIndex(code.Computations, made => made.Name == name) : -1;
                return returned < 0
                    ? SiteOfEnd(body, words)
                    : Array.FindIndex(code.Instructions, made => made.Owner == body && made.Op == op && made.Target == returned);
            case EventKind.Creating or EventKind.Created:
                return code.Computations[subject].Site;
            case EventKind.Resumed:
                return waits[body];
            case EventKind.Resolved
            or EventKind.Rejected
            or EventKind.ComputeEnd
            or EventKind.Aborted
            or EventKind.Dropped
            or EventKind.Posted
            or EventKind.Terminated
            or EventKind.Woken
            or EventKind.Released
            or EventKind.Notified:
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

    // The statement of the body that ends it with this text; the end of the body, when none does.
    private int SiteOfEnd(int body, Queue<string> words) =>
        words.Count == 0
            ? -1
            : Array.FindIndex(
                code.Instructions,
                made =>
                    made.Owner == body
                    && made.Op is Op.Return or Op.Throw or Op.Panic
                    && (
                        made.Op == Op.Return
                            ? made.Arguments is [{ Kind: ArgumentKind.Literal } only] && only.Literal.ToString() == words.Peek()
                            : made.Text == words.Peek()
                    )
            );

    private int Find(string name)
    {
        var found = Array.FindIndex(code.Computations, made => made.Name == name);
        return found >= 0 ? found : throw new ArgumentException($"The program has no computation \"{name}\".", nameof(name));
    }

    private static Value Literal(string text) =>
        text is ['[', .. var items, ']'] ? Value.List([.. items.Split(", ").Select(Scalar)]) : Scalar(text);

    private static Value Scalar(string text) =>
        long.TryParse(text, CultureInfo.InvariantCulture, out var number) ? Value.Of(number) : Value.Of(text);
}
