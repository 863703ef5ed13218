using Conformance.Implementations.Mutants;
using Conformance.Runner.Campaigns;
using Conformance.Runner.Generation;
using Conformance.Spec.Programs;
using Conformance.Spec.Rules;
using Conformance.Spec.Schedules;

namespace Conformance.Tests.Mutants;

/// <summary>A violation of a mutant as it was found, not yet made small.</summary>
internal sealed record Caught(Mutant Mutant, Program Program, Schedule Schedule)
{
    /// <summary>The first violation of the mutant's rule by a random program under a random schedule.</summary>
    public static Caught First(string name)
    {
        var mutant = MutantCatalogue.All.Single(candidate => candidate.Name == name);
        var runtime = mutant.Create();
        var judge = new Judge(runtime, Catalogue.Create().Where(rule => rule.Info.Id == mutant.Rule));
        var scheduler = new Scheduler(new RandomWalk());
        foreach (var program in ProgramGenerator.Sample(runtime.Description.Family, seed: 3, 1_000))
        {
            judge.Run(Code.Of(program), scheduler, seed: 1);
            if (judge.Checker.Violations.Count > 0)
                return new Caught(mutant, program, scheduler.Record);
        }

        throw new InvalidOperationException($"No random program shows the fault of \"{name}\".");
    }
}
