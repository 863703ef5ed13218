namespace Conformance.Spec.Programs;

/// <summary>Which statements belong to one dialect only.</summary>
internal static class Dialects
{
    /// <summary>The word that makes a statement one of the other dialect, or null when the statement may be used.</summary>
    public static string? Foreign(Statement statement, Dialect dialect) =>
        dialect == Dialect.Eager
            ? statement switch
            {
                Spawn
                or JoinSet
                or Interval
                or Semaphore
                or Acquire
                or Release
                or Notify
                or Notified
                or NotifyOne
                or NotifyWaiters
                or AwaitNext
                or Advance
                or InPlace
                or SelectBlock
                or Branch
                or BlockOn
                or Drop
                or Probe
                or Wake
                or Share
                or Panic
                or Combine { Kind: CombinatorKind.Select or CombinatorKind.SelectBiased } => Words.Of(statement),
                Await { Borrow: true } => "&",
                _ => null,
            }
            : statement switch
            {
                MakePromise
                or Deferred
                or Resolve
                or Reject
                or Clear
                or Then
                or Catch
                or Finally
                or Callback
                or Controller
                or AnySignal
                or Listen
                or OnUncaught
                or Exit
                or Echo
                or Worker
                or OnMessage
                or Post
                or Terminate => Words.Of(statement),
                Combine { Kind: CombinatorKind.Race or CombinatorKind.Any } => Words.Of(statement),
                SleepLater { Signal: not null } or Sleep { Signal: not null } => "signal",
                _ => null,
            };
}
