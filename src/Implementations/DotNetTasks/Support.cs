using Conformance.Implementations.Interpreting;
using Conformance.Spec.Programs;

namespace Conformance.Implementations.DotNetTasks;

/// <summary>Which programs tasks can express.</summary>
internal static class Support
{
    /// <summary>Why a program cannot be run; null when it can.</summary>
    internal static string? Lacks(Code code)
    {
        if (code.Program.Dialect != Dialect.Eager)
            return "The program is of the lazy dialect; tasks run the eager one.";
        if (code.Program.Module)
            return "\"module\": .NET knows no ES modules, whose main body would be a job of its own.";
        foreach (var computation in code.Computations)
        {
            if (Lacks(computation.Kind) is { } reason)
                return reason;
        }

        foreach (var instruction in code.Instructions)
        {
            if (Lacks(instruction) is { } reason)
                return reason;
            if (instruction.Op == Op.Throw && Escapes(code.Computations[instruction.Owner], instruction))
                return "\"throw\" in a timer: an error that a timer's callback throws ends the process.";
        }

        return null;
    }

    private static bool Escapes(Computation body, Instruction thrown) =>
        body.Kind == ComputationKind.Timer && Handlers.Find(body, thrown.Position) < 0;

    private static string? Lacks(ComputationKind kind) =>
        kind switch
        {
            ComputationKind.Main
            or ComputationKind.Async
            or ComputationKind.Sleep
            or ComputationKind.Blocking
            or ComputationKind.Promise
            or ComputationKind.Deferred
            or ComputationKind.Then
            or ComputationKind.Catch
            or ComputationKind.Finally
            or ComputationKind.Timer
            or ComputationKind.Controller
            or ComputationKind.AnySignal
            or ComputationKind.Listener => null,
            ComputationKind.Microtask => "\"microtask\": .NET has no queue that is drained between callbacks.",
            ComputationKind.NextTick => "\"next-tick\": .NET has no queue that goes before others.",
            ComputationKind.Immediate => "\"immediate\": .NET has no phases, hence none after polling.",
            ComputationKind.UncaughtListener =>
                "\"on-uncaught\": an error that nobody takes ends the process; AppDomain.UnhandledException tells of it and changes nothing.",
            ComputationKind.ExitListener => "\"on-exit\": Environment.Exit ends the process that the adapter runs in.",
            ComputationKind.Worker or ComputationKind.Message =>
                "\"worker\": .NET has threads, but none with a port for messages and a memory of its own.",
            ComputationKind.Echo => "\"echo\": tasks have no network of their own, and a simulated one would say nothing about .NET's.",
            _ => $"\"{kind}\" is not known to the adapter of .NET's tasks.",
        };

    private static string? Lacks(Instruction instruction) =>
        instruction.Op switch
        {
            Op.Resolve when instruction.Adopted >= 0 =>
                "\"resolve\" with a computation: a TaskCompletionSource takes a value, not a task that it would follow.",
            Op.Exit => "\"exit\": Environment.Exit ends the process that the adapter runs in.",
            Op.Abort when instruction.Text != Failures.Aborted => "\"abort\" with a reason: a CancellationToken carries none.",
            Op.Log
            or Op.Let
            or Op.Add
            or Op.Create
            or Op.Await
            or Op.Sleep
            or Op.Yield
            or Op.Compute
            or Op.Combine
            or Op.Timeout
            or Op.Return
            or Op.Throw
            or Op.EnterTry
            or Op.LeaveTry
            or Op.Defer
            or Op.Resolve
            or Op.Reject
            or Op.Abort
            or Op.Clear => null,
            _ => $"\"{instruction.Op}\" is not known to the adapter of .NET's tasks.",
        };
}
