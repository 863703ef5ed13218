using Conformance.Runner.Campaigns;
using Conformance.Runner.Generation;
using Conformance.Spec.Programs;
using Conformance.Spec.Rules;
using Conformance.Spec.Runtimes;
using Conformance.Spec.Schedules;
using Conformance.Spec.Traces;

namespace Conformance.Runner.Shrinking;

/// <summary>Makes a violation small: first the program, then the schedule.</summary>
/// <remarks>Every step keeps the violation of the same rule; neither the program nor the schedule ever grows.</remarks>
public sealed class Minimizer
{
    private const int SchedulesPerCandidate = 24;
    private readonly Judge judge;
    private readonly Scheduler random = new(new RandomWalk());
    private readonly Scheduler natural = new(new Natural());
    private readonly string rule;
    private readonly CancellationToken stop;
    private int budget;

    /// <summary>A minimizer.</summary>
    /// <param name="runtime">The runtime that shows the violation.</param>
    /// <param name="rule">The rule that is violated.</param>
    /// <param name="stop">Ends it early, with what is smallest so far.</param>
    /// <param name="budget">How many executions it may take, at least 1.</param>
    /// <param name="strictness">How strictly; as the runtime has it when nothing is said.</param>
    public Minimizer(IRuntime runtime, Rule rule, CancellationToken stop = default, int budget = 4_000, Strictness? strictness = null)
    {
        this.stop = stop;
        judge = new Judge(runtime, [rule], strictness: strictness);
        this.rule = rule.Info.Id;
        this.budget = budget;
    }

    /// <summary>The trace of the last execution: after a search that found something, the one that shows it.</summary>
    public Trace Trace => judge.Trace;

    private bool Spent => budget <= 0 || stop.IsCancellationRequested;

    /// <summary>The smallest program and schedule found that still violate the rule.</summary>
    /// <param name="program">A program that does.</param>
    /// <param name="schedule">A schedule under which it does.</param>
    /// <returns>The program, the schedule and what the rule says; null when the violation does not show again.</returns>
    public (Program Program, Schedule Schedule, Violation Violation)? Minimize(Program program, Schedule schedule)
    {
        if (Replays(Code.Of(program), schedule) is null)
            return null;
        var found = true;
        while (found && !Spent)
        {
            found = false;
            foreach (var candidate in ProgramShrinker.Shrink(program))
            {
                if (Spent)
                    break;
                if (Search(Code.Of(candidate), schedule) is not { } shown)
                    continue;
                (program, schedule, found) = (candidate, shown, true);
                break;
            }
        }

        var code = Code.Of(program);
        budget = Math.Max(budget, 500);
        schedule = ScheduleShrinker.Shrink(schedule, candidate => !Spent && Replays(code, candidate) is not null);
        return Replays(code, schedule) is { } violation ? (program, schedule, violation) : null;
    }

    // The old schedule first, then the runtime's own order, then a few random ones.
    private Schedule? Search(Code code, Schedule schedule)
    {
        if (Replays(code, schedule) is not null)
            return schedule;
        if (Violates(code, natural, 0))
            return Schedule.Natural;
        if (!judge.Runtime.Description.Controlled)
            return null;
        for (var seed = 1UL; seed <= SchedulesPerCandidate; seed++)
        {
            if (Violates(code, random, seed) && random.Record is var record && record.Choices.Count <= schedule.Choices.Count)
                return record;
            if (random.Count == 0)
                break;
        }

        return null;
    }

    private Violation? Replays(Code code, Schedule schedule) =>
        Violates(code, new Scheduler(new Replay(schedule)), 0) ? judge.Checker.Violations.First(violation => violation.Rule == rule) : null;

    private bool Violates(Code code, Scheduler scheduler, ulong seed)
    {
        budget--;
        var ending = judge.Run(code, scheduler, seed);
        return ending is not (Ending.AdapterError or Ending.Unsupported)
            && judge.Checker.Violations.Any(violation => violation.Rule == rule);
    }
}
