using Conformance.Reference.Executor;
using Conformance.Spec.Programs;
using Conformance.Spec.Traces;

namespace Conformance.Implementations.Executor;

/// <content>A select with a block: which of its branches are enabled, and which outcomes they take.</content>
internal sealed partial class Interpreter
{
    private bool IsOn(Argument condition) => Read(in condition) != Value.Of(0);

    private sealed partial class Frame
    {
        public void AwaitingBranches()
        {
            var flags = Value.List(Array.ConvertAll(enabled, isEnabled => Value.Of(isEnabled ? 1 : 0)));
            interpreter.Emit(EventKind.Awaiting, self.Id, -1, current.Site, Outcome.None, flags);
        }

        public Future<(int Index, Result<Value> Result)> Select()
        {
            var branches = new List<Branch<Value>>();
            for (var i = 0; i < enabled.Length; i++)
            {
                var pattern = current.Patterns[i];
                if (IsEvaluated(i))
                    branches.Add(new(interpreter.Take(current.Targets[i]), enabled[i], result => Matches(pattern, result)));
            }

            return current.Combinator == CombinatorKind.SelectBiased
                ? interpreter.runtime.SelectBiased([.. branches], current.HasElse)
                : interpreter.runtime.Select([.. branches], current.HasElse);
        }

        private bool IsEvaluated(int branch) =>
            enabled[branch] || !interpreter.runtime.Faults.Is(ExecutorFault.DisabledExpressionIsSkipped);

        private static bool Matches(Value pattern, Result<Value> result) =>
            pattern.Kind == ValueKind.Unit || (result.IsOk && result.Value == pattern);
    }
}
