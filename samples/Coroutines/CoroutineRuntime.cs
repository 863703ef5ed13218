using Conformance.Spec.Programs;
using Conformance.Spec.Runtimes;
using Conformance.Spec.Schedules;
using Conformance.Spec.Traces;

namespace Coroutines;

/// <summary>The adapter: turns a program into coroutines and writes down what it can observe.</summary>
public sealed class CoroutineRuntime : IRuntime
{
    /// <inheritdoc/>
    public RuntimeDescription Description { get; } =
        new()
        {
            Name = "coroutines",
            Family = Dialect.Lazy,
            Clock = ClockKind.Virtual,
            PoolSize = 1,
            Version = "1.0",
            Identity = typeof(CoroutineScheduler).AssemblyQualifiedName!,
        };

    /// <inheritdoc/>
    public string? Lacks(Code code)
    {
        ArgumentNullException.ThrowIfNull(code);
        if (Array.Find(code.Instructions, instruction => !Supports(instruction)) is { } foreign)
            return $"coroutines have no {foreign.Op}";
        return Array.Find(code.Computations, made => made.Kind is not (ComputationKind.Main or ComputationKind.Async)) is { } other
            ? $"coroutines have no {other.Kind}"
            : null;
    }

    /// <inheritdoc/>
    public void Run(Code code, Scheduler scheduler, Trace trace, RunOptions options)
    {
        ArgumentNullException.ThrowIfNull(code);
        ArgumentNullException.ThrowIfNull(trace);
        trace.Begin(code, Description);
        if (Lacks(code) is { } reason)
        {
            trace.End(Ending.Unsupported, natural: true, reason);
            return;
        }

        var coroutines = new CoroutineScheduler();
        coroutines.Start(new Execution(code, trace, coroutines).Body(code.Main));
        coroutines.Run();
        trace.End(Ending.Completed, natural: true);
    }

    private static bool Supports(Instruction instruction) =>
        instruction.Op is Op.Log or Op.Let or Op.Add or Op.Create or Op.Sleep or Op.Yield or Op.Compute or Op.Return
        || instruction is { Op: Op.Await, Borrow: false };

    /// <summary>One run of a program.</summary>
    private sealed class Execution(Code code, Trace trace, CoroutineScheduler scheduler)
    {
        private readonly Value[] variables = new Value[code.Variables.Length];
        private readonly Value[] results = new Value[code.Computations.Length];

        /// <summary>The coroutine of a body.</summary>
        public IEnumerable<long> Body(Computation self)
        {
            Emit(EventKind.Started, self, self.Id, -1);
            foreach (var instruction in self.Body)
            {
                switch (instruction.Op)
                {
                    case Op.Await:
                        Emit(EventKind.Awaiting, self, instruction.Target, instruction.Site);
                        foreach (var rest in Body(code.Computations[instruction.Target]))
                            yield return rest;
                        Resumed(self, instruction, results[instruction.Target]);
                        break;
                    case Op.Sleep or Op.Yield:
                        Emit(EventKind.Awaiting, self, -1, instruction.Site);
                        yield return instruction.Number;
                        Resumed(self, instruction, Value.Unit);
                        break;
                    case Op.Return:
                        results[self.Id] = instruction.Arguments.Length == 0 ? Value.Unit : Read(instruction.Arguments[0]);
                        Emit(EventKind.Completed, self, self.Id, instruction.Site, Outcome.Value, results[self.Id]);
                        yield break;
                    default:
                        Execute(self, instruction);
                        break;
                }
            }

            Emit(EventKind.Completed, self, self.Id, -1, Outcome.Value);
        }

        private void Execute(Computation self, Instruction instruction)
        {
            switch (instruction.Op)
            {
                case Op.Create: // An iterator is inert: making one runs nothing of its body.
                    Emit(EventKind.Creating, self, instruction.Target, instruction.Site);
                    Emit(EventKind.Created, self, instruction.Target, instruction.Site);
                    break;
                case Op.Compute:
                    Emit(EventKind.ComputeBegin, self, -1, instruction.Site);
                    scheduler.Work(instruction.Number);
                    Emit(EventKind.ComputeEnd, self, -1, instruction.Site);
                    break;
                case Op.Let:
                    variables[instruction.Variable] = Value.Of(instruction.Number);
                    break;
                case Op.Add:
                    variables[instruction.Variable] = Value.Of(variables[instruction.Variable].AsNumber + instruction.Number);
                    break;
                default:
                    var words = instruction.Arguments.Select(argument => Read(argument).ToString()).Prepend(instruction.Text);
                    Emit(EventKind.Log, self, -1, instruction.Site, Outcome.None, Value.Of(string.Join(' ', words)));
                    break;
            }
        }

        private void Resumed(Computation self, Instruction instruction, Value value)
        {
            if (instruction.Variable >= 0)
                variables[instruction.Variable] = value;
            Emit(EventKind.Resumed, self, instruction.Target, instruction.Site, Outcome.Value, value);
        }

        private Value Read(Argument argument) =>
            argument.Kind switch
            {
                ArgumentKind.Variable => variables[argument.Variable],
                ArgumentKind.Now => Value.Of(scheduler.Now),
                _ => argument.Literal,
            };

        private void Emit(EventKind kind, Computation by, int subject, int site, Outcome outcome = Outcome.None, Value value = default) =>
            trace.Add(new Event(kind, outcome, 0, by.Id, subject, site, scheduler.Now, value));
    }
}
