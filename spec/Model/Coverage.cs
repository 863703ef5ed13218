using System.Text.Json;
using Conformance.Spec.Model.Eager;
using Conformance.Spec.Model.Lazy;
using Conformance.Spec.Programs;

namespace Conformance.Spec.Model;

/// <summary>
/// Which programs the machines can execute. Whoever adds to the language adds it here when the machine of its dialect does it,
/// acceptance and enumeration; until then the model says nothing about programs that use it.
/// </summary>
internal static class Coverage
{
    /// <summary>What of a program the machine of its dialect does not know, in words; null when it knows all.</summary>
    public static string? Beyond(Code code)
    {
        foreach (var computation in code.Computations)
        {
            if (!Knows(computation.Kind))
                return Kinds.Describe(computation.Kind);
        }

        foreach (var instruction in code.Instructions)
        {
            if (!Knows(instruction.Op))
                return $"\"{JsonNamingPolicy.KebabCaseLower.ConvertName(instruction.Op.ToString())}\"";
            if (instruction.Op == Op.Combine && !Knows(instruction.Combinator))
                return $"\"{Words.Of(instruction.Combinator)}\"";
            if (instruction.Patterns.Length > LazyMachine.MostBranches)
                return $"a select of more than {LazyMachine.MostBranches} branches";
        }

        return null;
    }

    private static bool Knows(ComputationKind kind) =>
        kind
            is ComputationKind.Main
                or ComputationKind.Async
                or ComputationKind.Sleep
                or ComputationKind.Blocking
                or ComputationKind.Worker
                or ComputationKind.Message
                or ComputationKind.Handle
                or ComputationKind.Probe
                or ComputationKind.Shared
                or ComputationKind.JoinSet
                or ComputationKind.Member
                or ComputationKind.Interval
                or ComputationKind.Semaphore
                or ComputationKind.Acquire
                or ComputationKind.Notify
                or ComputationKind.Notified
                or ComputationKind.Channel
                or ComputationKind.Send
                or ComputationKind.Promise
                or ComputationKind.Deferred
                or ComputationKind.Then
                or ComputationKind.Catch
                or ComputationKind.Finally
                or ComputationKind.Microtask
                or ComputationKind.NextTick
                or ComputationKind.Immediate
                or ComputationKind.Timer
                or ComputationKind.Controller
                or ComputationKind.AnySignal
                or ComputationKind.Listener
                or ComputationKind.UncaughtListener
                or ComputationKind.ExitListener
                or ComputationKind.Echo;

    private static bool Knows(Op op) =>
        op
            is Op.Log
                or Op.Let
                or Op.Add
                or Op.Create
                or Op.Await
                or Op.Sleep
                or Op.Yield
                or Op.Advance
                or Op.Compute
                or Op.Combine
                or Op.Timeout
                or Op.Next
                or Op.BlockOn
                or Op.EnterInPlace
                or Op.EnterSelect
                or Op.Branch
                or Op.Return
                or Op.Throw
                or Op.Panic
                or Op.EnterTry
                or Op.LeaveTry
                or Op.Defer
                or Op.Post
                or Op.Terminate
                or Op.Resolve
                or Op.Reject
                or Op.Abort
                or Op.Drop
                or Op.Wake
                or Op.Release
                or Op.NotifyOne
                or Op.NotifyWaiters
                or Op.Clear
                or Op.Exit;

    private static bool Knows(CombinatorKind combinator) =>
        combinator
            is CombinatorKind.Join
                or CombinatorKind.TryJoin
                or CombinatorKind.Race
                or CombinatorKind.Any
                or CombinatorKind.Select
                or CombinatorKind.SelectBiased;
}
