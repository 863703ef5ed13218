using System.Collections.Frozen;

namespace Conformance.Spec.Programs;

/// <summary>Which statements belong to one dialect only.</summary>
internal static class Dialects
{
    private static readonly FrozenSet<string> Lazy = FrozenSet.Create(
        StringComparer.Ordinal,
        "spawn",
        "join-set",
        "next",
        "interval",
        "semaphore",
        "acquire",
        "release",
        "notify",
        "notified",
        "notify-one",
        "notify-waiters",
        "channel",
        "send",
        "advance",
        "in-place",
        "block-on",
        "drop",
        "probe",
        "wake",
        "share",
        "panic",
        "select",
        "select-biased",
        "branch"
    );

    private static readonly FrozenSet<string> Eager = FrozenSet.Create(
        StringComparer.Ordinal,
        "promise",
        "deferred",
        "resolve",
        "reject",
        "then",
        "catch",
        "finally",
        "race",
        "any",
        "microtask",
        "next-tick",
        "immediate",
        "timer",
        "clear",
        "on-exit",
        "on-uncaught",
        "exit",
        "controller",
        "any-signal",
        "listen",
        "echo",
        "worker",
        "on-message",
        "post",
        "terminate"
    );

    /// <summary>Those of the words that a dialect has.</summary>
    public static IEnumerable<string> Of(Dialect dialect, IEnumerable<string> words) =>
        words.Where(word => !Others(dialect).Contains(word));

    /// <summary>The word that makes a statement one of the other dialect, or null when the statement may be used.</summary>
    public static string? Foreign(Statement statement, Dialect dialect) =>
        Words.Of(statement) is var word && Others(dialect).Contains(word)
            ? word
            : (dialect, statement) switch
            {
                (Dialect.Eager, Await { Borrow: true }) => "&",
                (Dialect.Lazy, SleepLater { Signal: not null } or Sleep { Signal: not null }) => "signal",
                _ => null,
            };

    private static FrozenSet<string> Others(Dialect dialect) => dialect == Dialect.Eager ? Lazy : Eager;
}
