using Conformance.Implementations.Mutants;
using Conformance.Runner.Campaigns;
using Conformance.Spec.Litmus;
using Conformance.Spec.Programs;
using Conformance.Spec.Rules;
using Conformance.Spec.Schedules;

namespace Conformance.Runner.Document;

/// <summary>What a rule says of a wrong runtime.</summary>
internal static class MutantMessage
{
    private const ulong Schedules = 16;

    /// <summary>The first message about one of these tests; when none of them shows the fault, the part of the message that is certain.</summary>
    /// <param name="mutant">The wrong runtime.</param>
    /// <param name="tests">The tests, the best examples of the rule first.</param>
    public static string Of(Mutant mutant, IEnumerable<LitmusTest> tests)
    {
        var runtime = mutant.Create();
        var judge = new Judge(runtime, Catalogue.Create().Where(rule => rule.Info.Id == mutant.Rule));
        foreach (var test in tests.Where(test => test.Program.Dialect == runtime.Description.Family))
        {
            var code = Code.Of(test.Program);
            for (var seed = 0UL; seed < Schedules; seed++)
            {
                judge.Run(code, new Scheduler(seed == 0 ? new Natural() : new RandomWalk()), seed);
                var said = judge.Checker.Violations.FirstOrDefault(violation =>
                    violation.Message.Contains(mutant.Message, StringComparison.Ordinal)
                );
                if (said is not null)
                    return said.Message;
            }
        }

        return $"… {mutant.Message} …";
    }
}
