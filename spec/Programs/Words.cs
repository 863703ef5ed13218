using System.Collections.Frozen;

namespace Conformance.Spec.Programs;

/// <summary>The words of the language, and what may be a name.</summary>
internal static class Words
{
    /// <summary>The words that begin a statement without a name.</summary>
    public static readonly string[] Statements =
    [
        "log",
        "await",
        "sleep",
        "yield",
        "compute",
        "advance",
        "in-place",
        "return",
        "throw",
        "try",
        "defer",
        "let",
        "post",
        "terminate",
        "join",
        "try-join",
        "timeout",
        "race",
        "any",
        "select",
        "select-biased",
        "branch",
        "next",
        "block-on",
        "abort",
        "clear",
        "drop",
        "wake",
        "release",
        "notify-one",
        "notify-waiters",
        "panic",
        "deferred",
        "resolve",
        "reject",
        "exit",
    ];

    /// <summary>The words that may follow <c>name =</c>.</summary>
    public static readonly string[] Definitions =
    [
        "async",
        "sleep",
        "blocking",
        "worker",
        "on-message",
        "await",
        "join",
        "try-join",
        "timeout",
        "race",
        "any",
        "select",
        "select-biased",
        "next",
        "block-on",
        "spawn",
        "join-set",
        "interval",
        "semaphore",
        "acquire",
        "notify",
        "notified",
        "channel",
        "send",
        "probe",
        "share",
        "promise",
        "then",
        "catch",
        "finally",
        "microtask",
        "next-tick",
        "immediate",
        "timer",
        "controller",
        "any-signal",
        "listen",
        "on-uncaught",
        "on-exit",
        "echo",
    ];

    /// <summary>The words of statements that wait, with a name for the result or without.</summary>
    public static readonly string[] Waits =
    [
        "await",
        "yield",
        "next",
        "block-on",
        "timeout",
        "join",
        "try-join",
        "race",
        "any",
        "select",
        "select-biased",
    ];

    private static readonly FrozenSet<string> Reserved = FrozenSet.Create(
        StringComparer.Ordinal,
        [
            .. Statements,
            .. Definitions,
            "program",
            "eager",
            "lazy",
            "signal",
            "wakes",
            "in",
            "burst",
            "delay",
            "skip",
            "is",
            "if",
            "else",
            "now",
            "main",
        ]
    );

    /// <summary>Whether a word belongs to the language, so that nothing can be named so.</summary>
    public static bool IsReserved(string word) => Reserved.Contains(word);

    /// <summary>Whether something can be named so: a lower-case letter, then letters, digits, <c>-</c> or <c>_</c>, and no word of the language.</summary>
    public static bool IsName(string word)
    {
        if (word.Length == 0 || !char.IsAsciiLetterLower(word[0]) || IsReserved(word))
            return false;
        foreach (var unit in word)
        {
            if (!char.IsAsciiLetterOrDigit(unit) && unit is not ('-' or '_'))
                return false;
        }

        return true;
    }

    /// <summary>The word that a combinator is written with.</summary>
    public static string Of(CombinatorKind kind) =>
        kind switch
        {
            CombinatorKind.TryJoin => "try-join",
            CombinatorKind.Race => "race",
            CombinatorKind.Any => "any",
            CombinatorKind.Select => "select",
            CombinatorKind.SelectBiased => "select-biased",
            _ => "join",
        };

    /// <summary>The word for what an interval does about missed ticks.</summary>
    public static string Of(MissedTicks missed) =>
        missed switch
        {
            MissedTicks.Delay => "delay",
            MissedTicks.Skip => "skip",
            _ => "burst",
        };

    /// <summary>The word that a callback is written with.</summary>
    public static string Of(CallbackKind kind) =>
        kind switch
        {
            CallbackKind.NextTick => "next-tick",
            CallbackKind.Immediate => "immediate",
            CallbackKind.Timer => "timer",
            CallbackKind.Exit => "on-exit",
            _ => "microtask",
        };

    /// <summary>The word that a statement is known by.</summary>
    public static string Of(Statement statement) =>
        statement switch
        {
            Log => "log",
            Let => "let",
            Add => "+=",
            Async => "async",
            SleepLater or Sleep => "sleep",
            Blocking => "blocking",
            Worker => "worker",
            OnMessage => "on-message",
            Post => "post",
            Terminate => "terminate",
            Await => "await",
            Yield => "yield",
            Compute => "compute",
            Advance => "advance",
            InPlace => "in-place",
            Combine combine => Of(combine.Kind),
            SelectBlock select => Of(select.Kind),
            Branch => "branch",
            Timeout => "timeout",
            Return => "return",
            Throw => "throw",
            Try => "try",
            Defer => "defer",
            Spawn => "spawn",
            JoinSet => "join-set",
            Interval => "interval",
            Semaphore => "semaphore",
            Acquire => "acquire",
            Release => "release",
            Notify => "notify",
            Notified => "notified",
            NotifyOne => "notify-one",
            NotifyWaiters => "notify-waiters",
            Channel => "channel",
            Send => "send",
            AwaitNext => "next",
            BlockOn => "block-on",
            Abort => "abort",
            Clear => "clear",
            Drop => "drop",
            Probe => "probe",
            Wake => "wake",
            Share => "share",
            Panic => "panic",
            MakePromise => "promise",
            Deferred => "deferred",
            Resolve => "resolve",
            Reject => "reject",
            Then => "then",
            Catch => "catch",
            Finally => "finally",
            Callback callback => Of(callback.Kind),
            Controller => "controller",
            AnySignal => "any-signal",
            Listen => "listen",
            OnUncaught => "on-uncaught",
            Exit => "exit",
            Echo => "echo",
            _ => statement.GetType().Name,
        };
}
