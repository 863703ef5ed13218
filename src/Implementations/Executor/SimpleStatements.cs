using Conformance.Spec.Programs;

namespace Conformance.Implementations.Executor;

/// <summary>Statements that need no runtime: what guards and jobs are made of.</summary>
internal sealed partial class Interpreter
{
    /// <summary>Runs a statement that neither awaits nor leaves its body.</summary>
    public void ExecuteSimple(Instruction instruction, int computation)
    {
        switch (instruction.Op)
        {
            case Op.Log:
                Log(instruction, computation);
                break;
            case Op.Let:
                Set(instruction.Variable, Value.Of(instruction.Number));
                break;
            case Op.Add:
                Add(instruction.Variable, instruction.Number);
                break;
            default:
                throw new NotSupportedException($"A lazy runtime cannot run \"{instruction.Op}\" here.");
        }
    }
}
