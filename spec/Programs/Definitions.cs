namespace Conformance.Spec.Programs;

/// <summary>What definitions make, and the names that statements define.</summary>
internal static class Definitions
{
    /// <summary>The name that a statement defines: of a computation, a counter or a variable; null when it defines none.</summary>
    public static string? NameOf(Statement statement) =>
        statement switch
        {
            Definition definition => definition.Name,
            Let let => let.Name,
            Await wait => wait.Binding,
            AwaitNext wait => wait.Binding,
            BlockOn drive => drive.Binding,
            Combine combine => combine.Binding,
            SelectBlock select => select.Binding,
            Timeout timeout => timeout.Binding,
            _ => null,
        };

    /// <summary>The kind of computation that a definition makes.</summary>
    public static ComputationKind KindOf(Definition definition) =>
        definition switch
        {
            Async => ComputationKind.Async,
            SleepLater => ComputationKind.Sleep,
            Blocking => ComputationKind.Blocking,
            Spawn { Set: not null } => ComputationKind.Member,
            Worker => ComputationKind.Worker,
            OnMessage => ComputationKind.Message,
            Spawn => ComputationKind.Handle,
            JoinSet => ComputationKind.JoinSet,
            Interval => ComputationKind.Interval,
            Semaphore => ComputationKind.Semaphore,
            Acquire => ComputationKind.Acquire,
            Notify => ComputationKind.Notify,
            Notified => ComputationKind.Notified,
            Channel => ComputationKind.Channel,
            Send => ComputationKind.Send,
            Probe => ComputationKind.Probe,
            Share => ComputationKind.Shared,
            MakePromise => ComputationKind.Promise,
            Deferred => ComputationKind.Deferred,
            Then => ComputationKind.Then,
            Catch => ComputationKind.Catch,
            Finally => ComputationKind.Finally,
            Callback { Kind: CallbackKind.Microtask } => ComputationKind.Microtask,
            Callback { Kind: CallbackKind.NextTick } => ComputationKind.NextTick,
            Callback { Kind: CallbackKind.Immediate } => ComputationKind.Immediate,
            Callback { Kind: CallbackKind.Timer } => ComputationKind.Timer,
            Controller => ComputationKind.Controller,
            AnySignal => ComputationKind.AnySignal,
            Listen => ComputationKind.Listener,
            OnUncaught => ComputationKind.UncaughtListener,
            Callback { Kind: CallbackKind.Exit } => ComputationKind.ExitListener,
            Echo => ComputationKind.Echo,
            _ => throw new ArgumentException($"\"{definition.Name}\" is made by an unknown statement.", nameof(definition)),
        };
}
