using System.Text.Json;

namespace Conformance.Spec.Programs;

/// <summary>Reads programs from JSON.</summary>
internal static class ProgramJsonReader
{
    public static Program Program(JsonMembers members)
    {
        var dialect = members.Text("dialect") switch
        {
            "eager" => Dialect.Eager,
            "lazy" => Dialect.Lazy,
            _ => throw members.Wrong("dialect", "\"eager\" or \"lazy\""),
        };
        var program = new Program(dialect, members.Items("body", Statement), members.Flag("module"));
        members.End("a program");
        return program;
    }

    private static Statement Statement(JsonElement element, string path)
    {
        var members = new JsonMembers(element, path);
        var word = members.Text("do");
        var statement = Statement(word, members);
        members.End($"\"{word}\"");
        return statement;
    }

    private static Statement Statement(string word, JsonMembers members) =>
        word switch
        {
            "log" => new Log(members.Text("text"), members.Items("values", Operand)),
            "let" => new Let(members.Text("name"), members.Number("number")),
            "add" => new Add(members.Text("name"), members.Number("number")),
            "async" => new Async(members.Text("name"), Body(members)),
            "sleep" when members.Has("name") => new SleepLater(
                members.Text("name"),
                members.Number("duration"),
                members.OptionalText("signal")
            ),
            "sleep" => new Sleep(members.Number("duration"), members.OptionalText("signal")),
            "blocking" => new Blocking(members.Text("name"), Body(members)),
            "worker" => new Worker(members.Text("name"), Body(members)),
            "on-message" => new OnMessage(
                members.Text("name"),
                members.OptionalText("target"),
                members.OptionalText("parameter"),
                Body(members)
            ),
            "post" => new Post(members.OptionalText("target"), members.Value("value", Operand, "a value")),
            "terminate" => new Terminate(members.Text("target")),
            "await" => new Await(members.OptionalText("binding"), members.Text("target"), members.Flag("borrow")),
            "yield" => new Yield(),
            "compute" => new Compute(members.Number("duration")),
            "in-place" => new InPlace(Body(members)),
            "advance" => new Advance(members.Number("duration")),
            "join" => Combine(CombinatorKind.Join, members),
            "try-join" => Combine(CombinatorKind.TryJoin, members),
            "race" => Combine(CombinatorKind.Race, members),
            "any" => Combine(CombinatorKind.Any, members),
            "select" when members.Has("body") => Select(CombinatorKind.Select, members),
            "select-biased" when members.Has("body") => Select(CombinatorKind.SelectBiased, members),
            "branch" => new Branch(members.Text("target"), members.Optional("is", Pattern), members.Optional("if", Operand)),
            "select" => Combine(CombinatorKind.Select, members),
            "select-biased" => Combine(CombinatorKind.SelectBiased, members),
            "timeout" => new Timeout(members.OptionalText("binding"), members.Number("duration"), members.Text("target")),
            "return" => new Return(members.Optional("value", Operand)),
            "throw" => new Throw(members.Text("message")),
            "try" => new Try(Body(members), members.Text("binding"), members.Items("handler", Statement)),
            "defer" => new Defer(Body(members)),
            "abort" => new Abort(members.Text("target"), members.OptionalText("reason")),
            "spawn" => new Spawn(members.Text("name"), members.Text("target"), members.OptionalText("set")),
            "join-set" => new JoinSet(members.Text("name")),
            "interval" => new Interval(members.Text("name"), members.Number("duration"), Missed(members)),
            "semaphore" => new Semaphore(members.Text("name"), members.Small("permits")),
            "acquire" => new Acquire(members.Text("name"), members.Small("permits"), members.Text("target")),
            "release" => new Release(members.Small("permits"), members.Text("target")),
            "notify" => new Notify(members.Text("name")),
            "notified" => new Notified(members.Text("name"), members.Text("target")),
            "notify-one" => new NotifyOne(members.Text("target")),
            "notify-waiters" => new NotifyWaiters(members.Text("target")),
            "channel" => new Channel(members.Text("name"), members.Small("room")),
            "send" => new Send(members.Text("name"), members.Text("target"), members.Value("value", Pattern, "a whole number or a text")),
            "block-on" => new BlockOn(members.OptionalText("binding"), members.Text("target")),
            "next" => new AwaitNext(members.OptionalText("binding"), members.Text("target")),
            "clear" => new Clear(members.Text("target")),
            "drop" => new Drop(members.Text("target")),
            "probe" => new Probe(
                members.Text("name"),
                members.Small("pending"),
                members.Small("wakes"),
                members.Has("cycles") ? members.Small("cycles") : 0
            ),
            "wake" => new Wake(members.Text("target")),
            "share" => new Share(members.Text("name"), members.Text("target")),
            "panic" => new Panic(members.Text("message")),
            "promise" => new MakePromise(members.Text("name"), Body(members)),
            "deferred" => new Deferred(members.Text("name")),
            "resolve" => new Resolve(members.Text("target"), members.Optional("value", Operand)),
            "reject" => new Reject(members.Text("target"), members.Text("message")),
            "then" => new Then(members.Text("name"), members.Text("target"), members.OptionalText("parameter"), Body(members)),
            "catch" => new Catch(members.Text("name"), members.Text("target"), members.OptionalText("parameter"), Body(members)),
            "finally" => new Finally(members.Text("name"), members.Text("target"), Body(members)),
            "microtask" => new Callback(CallbackKind.Microtask, members.Text("name"), 0, Body(members)),
            "next-tick" => new Callback(CallbackKind.NextTick, members.Text("name"), 0, Body(members)),
            "immediate" => new Callback(CallbackKind.Immediate, members.Text("name"), 0, Body(members)),
            "timer" => new Callback(CallbackKind.Timer, members.Text("name"), members.Number("delay"), Body(members)),
            "on-exit" => new Callback(CallbackKind.Exit, members.Text("name"), 0, Body(members)),
            "on-uncaught" => new OnUncaught(members.Text("name"), members.OptionalText("parameter"), Body(members)),
            "exit" => new Exit(),
            "controller" => new Controller(members.Text("name")),
            "any-signal" => new AnySignal(members.Text("name"), members.Items("targets", Target)),
            "listen" => new Listen(members.Text("name"), members.Text("target"), members.OptionalText("parameter"), Body(members)),
            "echo" => new Echo(members.Text("name"), members.Number("duration")),
            _ => throw members.Wrong("do", "a statement's word", Suggestion.For(word, [.. Words.Statements, .. Words.Definitions, "add"])),
        };

    private static Combine Combine(CombinatorKind kind, JsonMembers members) =>
        new(kind, members.OptionalText("binding"), members.Items("targets", Target));

    private static SelectBlock Select(CombinatorKind kind, JsonMembers members) =>
        new(kind, members.OptionalText("binding"), Body(members), members.Optional("else", Operand));

    private static Literal Pattern(JsonElement element, string path) =>
        Operand(element, path) as Literal
        ?? throw new ProgramException(new Problem(null, $"{JsonMembers.Describe(element)} at {path}", "a whole number or a text"));

    private static MissedTicks Missed(JsonMembers members) =>
        members.Text("missed") switch
        {
            "burst" => MissedTicks.Burst,
            "delay" => MissedTicks.Delay,
            "skip" => MissedTicks.Skip,
            _ => throw members.Wrong("missed", "\"burst\", \"delay\" or \"skip\""),
        };

    private static Sequence<Statement> Body(JsonMembers members) => members.Items("body", Statement);

    private static string Target(JsonElement element, string path) =>
        element.ValueKind == JsonValueKind.String
            ? element.GetString()!
            : throw new ProgramException(new Problem(null, $"{JsonMembers.Describe(element)} at {path}", "a name"));

    private static Operand Operand(JsonElement element, string path)
    {
        if (element.ValueKind == JsonValueKind.String)
            return new Literal(Value.Of(element.GetString()!));
        if (element.ValueKind == JsonValueKind.Number && element.TryGetInt64(out var number))
            return new Literal(Value.Of(number));
        if (element.ValueKind != JsonValueKind.Object)
            throw new ProgramException(
                new Problem(null, $"{JsonMembers.Describe(element)} at {path}", "a whole number, a text, {\"name\": …} or {\"now\": true}")
            );
        var members = new JsonMembers(element, path);
        Operand operand = members.Flag("now") ? new Now() : new Name(members.Text("name"));
        members.End("a value");
        return operand;
    }
}
