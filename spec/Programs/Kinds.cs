namespace Conformance.Spec.Programs;

/// <summary>Sets of computation kinds: what a statement may be about.</summary>
internal readonly record struct Kinds(ulong Bits)
{
    /// <summary>What can be awaited in the eager dialect.</summary>
    public static readonly Kinds EagerAwaitable = Of(
        ComputationKind.Async,
        ComputationKind.Sleep,
        ComputationKind.Echo,
        ComputationKind.Blocking,
        ComputationKind.Worker,
        ComputationKind.Promise,
        ComputationKind.Deferred,
        ComputationKind.Then,
        ComputationKind.Catch,
        ComputationKind.Finally
    );

    /// <summary>What can be awaited in the lazy dialect.</summary>
    public static readonly Kinds LazyAwaitable = Of(
        ComputationKind.Async,
        ComputationKind.Sleep,
        ComputationKind.Probe,
        ComputationKind.Handle,
        ComputationKind.Blocking,
        ComputationKind.Shared,
        ComputationKind.Acquire,
        ComputationKind.Notified,
        ComputationKind.Send
    );

    /// <summary>What can be borrowed or dropped: what has one owner.</summary>
    public static readonly Kinds Owned = Of(
        ComputationKind.Async,
        ComputationKind.Sleep,
        ComputationKind.Probe,
        ComputationKind.Handle,
        ComputationKind.Blocking,
        ComputationKind.Acquire,
        ComputationKind.Notified,
        ComputationKind.Send
    );

    /// <summary>What can be spawned or shared.</summary>
    public static readonly Kinds Futures = Of(
        ComputationKind.Async,
        ComputationKind.Sleep,
        ComputationKind.Probe,
        ComputationKind.Acquire,
        ComputationKind.Notified,
        ComputationKind.Send
    );

    /// <summary>What can be dropped.</summary>
    public static readonly Kinds Droppable = Owned.And(ComputationKind.JoinSet).And(ComputationKind.Channel);

    /// <summary>What can be aborted in the lazy dialect.</summary>
    public static readonly Kinds Abortable = Of(
        ComputationKind.Handle,
        ComputationKind.Blocking,
        ComputationKind.JoinSet,
        ComputationKind.Member
    );

    /// <summary>What has a next outcome.</summary>
    public static readonly Kinds Streams = Of(ComputationKind.JoinSet, ComputationKind.Interval, ComputationKind.Channel);

    /// <summary>What tasks can be members of.</summary>
    public static readonly Kinds Sets = Of(ComputationKind.JoinSet);

    /// <summary>What nobody but its maker drops.</summary>
    public static readonly Kinds Local = Of(ComputationKind.JoinSet, ComputationKind.Channel);

    /// <summary>What can be aborted in the eager dialect.</summary>
    public static readonly Kinds Controllers = Of(ComputationKind.Controller);

    /// <summary>What has a signal.</summary>
    public static readonly Kinds Signals = Of(ComputationKind.Controller, ComputationKind.AnySignal);

    /// <summary>What can be cleared.</summary>
    public static readonly Kinds Clearable = Of(ComputationKind.Timer, ComputationKind.Immediate);

    /// <summary>What can be resolved and rejected.</summary>
    public static readonly Kinds Settleable = Of(ComputationKind.Promise, ComputationKind.Deferred);

    /// <summary>What has a port for messages, and can be stopped.</summary>
    public static readonly Kinds Workers = Of(ComputationKind.Worker);

    /// <summary>What has permits.</summary>
    public static readonly Kinds Semaphores = Of(ComputationKind.Semaphore);

    /// <summary>What notifies.</summary>
    public static readonly Kinds Notifies = Of(ComputationKind.Notify);

    /// <summary>What can be sent into.</summary>
    public static readonly Kinds Channels = Of(ComputationKind.Channel);

    /// <summary>What can be woken.</summary>
    public static readonly Kinds Probes = Of(ComputationKind.Probe);

    /// <summary>The set of these kinds.</summary>
    public static Kinds Of(params ReadOnlySpan<ComputationKind> kinds)
    {
        var bits = 0UL;
        foreach (var kind in kinds)
            bits |= 1UL << (int)kind;
        return new Kinds(bits);
    }

    /// <summary>A kind, as a message describes it.</summary>
    public static string Describe(ComputationKind kind) =>
        kind switch
        {
            ComputationKind.Async => "an async computation",
            ComputationKind.Sleep => "a sleep",
            ComputationKind.Blocking => "a blocking job",
            ComputationKind.Worker => "a worker",
            ComputationKind.Message => "a message's handler",
            ComputationKind.Handle => "a task handle",
            ComputationKind.Probe => "a probe",
            ComputationKind.Shared => "a shared computation",
            ComputationKind.JoinSet => "a join set",
            ComputationKind.Member => "a member of a join set",
            ComputationKind.Interval => "an interval",
            ComputationKind.Semaphore => "a semaphore",
            ComputationKind.Acquire => "an acquire",
            ComputationKind.Notify => "a notify",
            ComputationKind.Notified => "a notified",
            ComputationKind.Channel => "a channel",
            ComputationKind.Send => "a send",
            ComputationKind.Promise => "a promise",
            ComputationKind.Deferred => "a deferred promise",
            ComputationKind.Then or ComputationKind.Catch or ComputationKind.Finally => "a reaction",
            ComputationKind.Controller => "a controller",
            ComputationKind.AnySignal => "a signal",
            ComputationKind.Listener or ComputationKind.UncaughtListener or ComputationKind.ExitListener => "a listener",
            ComputationKind.Echo => "an echo",
            ComputationKind.Timer => "a timer",
            ComputationKind.Immediate => "an immediate",
            _ => "a callback",
        };

    /// <summary>The set with one more kind.</summary>
    public Kinds And(ComputationKind kind) => new(Bits | (1UL << (int)kind));

    /// <summary>Whether a kind is of this set.</summary>
    public bool Has(ComputationKind kind) => (Bits & (1UL << (int)kind)) != 0;

    /// <summary>The kinds, as a message lists them.</summary>
    public override string ToString()
    {
        var all = this;
        string[] names = [.. Enum.GetValues<ComputationKind>().Where(kind => all.Has(kind)).Select(Describe).Distinct()];
        return names.Length == 1 ? names[0] : $"{string.Join(", ", names[..^1])} or {names[^1]}";
    }
}
