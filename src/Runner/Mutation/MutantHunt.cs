using Conformance.Implementations.Mutants;
using Conformance.Runner.Campaigns;
using Conformance.Runner.Generation;
using Conformance.Spec.Litmus;
using Conformance.Spec.Model;
using Conformance.Spec.Programs;
using Conformance.Spec.Rules;
using Conformance.Spec.Schedules;
using Conformance.Spec.Traces;

namespace Conformance.Runner.Mutation;

/// <summary>Proves that a rule bites: runs a wrong runtime until the rule that must fail it does, with the stated message.</summary>
public static class MutantHunt
{
    /// <summary>Within how many executions a mutant must be caught.</summary>
    public const int Limit = 2_000;

    private const int SchedulesPerProgram = 8;
    private const ulong Seed = 7;

    /// <summary>Whether its rule can be asked at a level: at <see cref="Strictness.Portable"/> no rule speaks of an order that is only seen.</summary>
    public static bool IsAsked(Mutant mutant, Strictness level) =>
        level == Strictness.Strict
        || (!mutant.IsOrder && !Catalogue.Create().Any(rule => rule.Info.Id == mutant.Rule && rule.Info.Observed));

    /// <summary>Hunts one mutant: the litmus tests of its rule first, then random programs.</summary>
    /// <param name="mutant">The wrong runtime.</param>
    /// <param name="level">How strictly it is judged.</param>
    public static MutantResult Hunt(Mutant mutant, Strictness level = Strictness.Strict)
    {
        var runtime = mutant.Create();
        var rule = Catalogue.Create().FirstOrDefault(candidate => candidate.Info.Id == mutant.Rule);
        if (rule is null)
            return new MutantResult(mutant, false, "", 0, 0, $"There is no rule \"{mutant.Rule}\".");
        if (!rule.AppliesTo(runtime.Description))
            return new MutantResult(mutant, false, "", 0, 0, $"{mutant.Rule} does not apply to \"{runtime.Description.Name}\".");
        var judge = new Judge(runtime, [rule], strictness: level);
        var executions = 0;
        var otherwise = "";
        foreach (var _ in Executions(judge, mutant).Take(Limit))
        {
            executions++;
            foreach (var violation in judge.Checker.Violations)
            {
                if (!violation.Message.Contains(mutant.Message, StringComparison.Ordinal))
                    otherwise = violation.Message;
                else if (runtime.FaultsReached > 0)
                    return new MutantResult(mutant, true, violation.Rule, executions, runtime.FaultsReached, violation.Message);
            }
        }

        return Survived();

        MutantResult Survived()
        {
            var why =
                otherwise.Length > 0 ? $"{mutant.Rule} failed, but said: {otherwise}"
                : runtime.FaultsReached == 0 ? "The faulty code was never reached."
                : judge.Fault is { } fault ? $"The adapter failed: {fault}"
                : $"{mutant.Rule} held throughout.";
            return new MutantResult(mutant, false, "", executions, runtime.FaultsReached, why);
        }
    }

    /// <summary>Whether the model alone finds it out too.</summary>
    public static bool IsRejectedByModel(Mutant mutant)
    {
        var runtime = mutant.Create();
        var model = new ModelRule();
        if (!model.AppliesTo(runtime.Description))
            return false;
        var judge = new Judge(runtime, [model]);
        return Executions(judge, mutant).Take(Limit).Any(_ => judge.Checker.Violations.Count > 0 && runtime.FaultsReached > 0);
    }

    private static IEnumerable<Ending> Executions(Judge judge, Mutant mutant)
    {
        foreach (var program in Programs(judge.Runtime.Description.Family, mutant.Rule))
        {
            var code = Code.Of(program);
            foreach (var (scheduler, seed) in Schedules())
                yield return judge.Run(code, scheduler, seed);
        }
    }

    private static IEnumerable<Program> Programs(Dialect dialect, string rule) =>
        LitmusLibrary
            .Load()
            .Where(litmus => litmus.Program.Dialect == dialect && litmus.Rules.Contains(rule, StringComparer.Ordinal))
            .Select(litmus => litmus.Program)
            .Concat(ProgramGenerator.Sample(dialect, Seed, Limit));

    private static IEnumerable<(Scheduler Scheduler, ulong Seed)> Schedules()
    {
        yield return (new Scheduler(new Natural()), 0);
        var random = new Scheduler(new RandomWalk());
        for (var seed = 1UL; seed < SchedulesPerProgram; seed++)
        {
            yield return (random, seed);
            if (random.Count == 0)
                yield break;
        }
    }
}
