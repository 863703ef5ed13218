using Conformance.Implementations.Interpreting;
using Conformance.Reference.Executor;
using Conformance.Reference.Simulation;
using Conformance.Spec.Programs;
using Conformance.Spec.Traces;

namespace Conformance.Implementations.Executor;

/// <summary>A blocking body, one statement a step.</summary>
internal sealed class Job(Interpreter interpreter, Computation self) : BlockingWork<Value>
{
    private Value result;
    private Instruction? computing;
    private Instruction? driving;
    private Future<Value>? driven;
    private int position = -1;

    public override Value Result => result;

    public override WorkStep Step()
    {
        if (computing is { } computed)
        {
            interpreter.Emit(EventKind.ComputeEnd, self.Id, -1, computed.Site);
            computing = null;
            return default;
        }

        if (driven is { } ended)
        {
            driven = null;
            return Resume(driving!, Interpreter.Driven(ResultOf(ended)));
        }

        if (position++ < 0)
        {
            interpreter.Emit(EventKind.Started, self.Id, self.Id, -1);
            return default;
        }

        return position > self.Body.Length ? Complete(Outcome.Value, Value.Unit, -1) : Execute(self.Body[position - 1]);
    }

    private WorkStep Execute(Instruction instruction)
    {
        switch (instruction.Op)
        {
            case Op.Compute:
                interpreter.Emit(EventKind.ComputeBegin, self.Id, -1, instruction.Site);
                computing = instruction;
                return new WorkStep(Done: false, Hold: instruction.Number);
            case Op.BlockOn:
                interpreter.Emit(EventKind.Awaiting, self.Id, instruction.Target, instruction.Site);
                driving = instruction;
                driven = interpreter.Take(instruction.Target);
                return Drive(driven);
            case Op.Return:
                result = interpreter.ReadFirst(instruction);
                return Complete(Outcome.Value, result, instruction.Site);
            case Op.Throw:
                _ = Complete(Outcome.Error, Value.Of(instruction.Text), instruction.Site);
                throw new ProgramError(instruction.Text);
            case Op.Panic:
                _ = Complete(Outcome.Panic, Value.Of(instruction.Text), instruction.Site);
                throw new PanicException(instruction.Text);
            default:
                interpreter.ExecuteSimple(instruction, self.Id);
                return default;
        }
    }

    private WorkStep Resume(Instruction instruction, Result<Value> outcome)
    {
        if (outcome.Error is PanicException panic)
        {
            _ = Complete(Outcome.Panic, Value.Of(panic.Message), -1);
            throw panic;
        }

        var text = outcome.Error is { } failure ? Value.Of(interpreter.Text(failure)) : outcome.Value;
        var kind = outcome.IsOk ? Outcome.Value : Outcome.Error;
        interpreter.Emit(EventKind.Resumed, self.Id, instruction.Target, instruction.Site, kind, text);
        if (outcome.Error is { } error)
        {
            _ = Complete(Outcome.Error, text, -1);
            throw error;
        }

        interpreter.Set(instruction.Variable, text);
        return default;
    }

    private WorkStep Complete(Outcome outcome, Value value, int site)
    {
        interpreter.Emit(EventKind.Completed, self.Id, self.Id, site, outcome, value);
        return new WorkStep(Done: true, Hold: 0);
    }
}
