using System.Diagnostics;
using Conformance.Runner.Shrinking;
using Conformance.Spec.Programs;
using Conformance.Spec.Rules;
using Conformance.Spec.Runtimes;
using Conformance.Spec.Schedules;
using Conformance.Spec.Traces;

namespace Conformance.Runner.Campaigns;

/// <summary>The part of a campaign that is about one runtime, on one thread.</summary>
internal sealed class RuntimeCampaign
{
    private const int ReplayEvery = 16;
    private readonly CampaignOptions options;
    private readonly IRuntime runtime;
    private readonly Judge judge;
    private readonly Expectations expectations;
    private readonly LitmusRule litmusRule;
    private readonly Dictionary<string, RuleTally> byId;
    private readonly Scheduler natural = new(new Natural());
    private readonly Scheduler random = new(new RandomWalk());
    private CancellationToken stop;
    private string? failure;

    /// <summary>A campaign on this runtime.</summary>
    public RuntimeCampaign(IRuntime runtime, CampaignOptions options)
    {
        this.runtime = runtime;
        this.options = options;
        expectations = runtime.Expectations;
        expectations.MustFit(runtime.Description);
        var rules = Campaign.AllRules();
        litmusRule = rules.OfType<LitmusRule>().Single();
        var all = rules.Where(Wanted).ToList();
        var strictness = options.Level ?? runtime.Strictness;
        judge = new Judge(runtime, all, strictness: strictness);
        var tallies = all.ConvertAll(rule => new RuleTally(
            rule.Info,
            rule.AppliesTo(runtime.Description),
            expectations.OfRule(rule.Info.Id)
        ));
        foreach (var tally in tallies.Where(tally => tally.Rule.Observed && strictness == Strictness.Portable))
            tally.Unsupported = "an order that is seen, not promised: it is tested at level strict";
        byId = tallies.ToDictionary(tally => tally.Rule.Id, StringComparer.Ordinal);
        Tally = new RuntimeTally(runtime.Description, tallies, expectations) { Strictness = strictness };
    }

    /// <summary>What was counted so far.</summary>
    public RuntimeTally Tally { get; }

    /// <summary>Runs the cases.</summary>
    /// <returns>False when cancelled; a time limit that was asked for is an end like any other.</returns>
    public bool Run(IEnumerable<TestCase> cases, int total, Stopwatch clock, Action<CampaignProgress>? progress, CancellationToken cancel)
    {
        stop = cancel;
        Tally.Planned = total;
        Tally.Interrupted = !RunAll(cases, total, clock, progress);
        TallyFailure();
        return !Tally.Interrupted;
    }

    private bool RunAll(IEnumerable<TestCase> cases, int total, Stopwatch clock, Action<CampaignProgress>? progress)
    {
        foreach (var test in Announced(cases))
        {
            for (var schedule = 0; schedule < options.Schedules; schedule++)
            {
                if (stop.IsCancellationRequested)
                    return false;
                var free = Execute(test, schedule);
                if (!free || (runtime.Description.Controlled && schedule > 0 && random.Count == 0))
                    break;
            }

            Tally.Programs++;
            Tally.Fitted(test.LeftOut);
            progress?.Invoke(
                new CampaignProgress(runtime.Description.Name, (int)Tally.Programs, total, Tally.Rules.Sum(rule => rule.Violations))
            );
            if (options.Time is { } limit && clock.Elapsed > limit)
                return true;
        }

        return true;
    }

    // A runtime that works on several programs at once is told early what it will be asked.
    private IEnumerable<TestCase> Announced(IEnumerable<TestCase> cases)
    {
        if (runtime.Lookahead == 0)
            return cases;
        return Ahead();

        IEnumerable<TestCase> Ahead()
        {
            var window = new Queue<TestCase>();
            long number = 0;
            foreach (var test in cases)
            {
                window.Enqueue(test);
                for (var schedule = 0; schedule < options.Schedules; schedule++)
                    runtime.Announce(test.Code, Seed(number, schedule));
                number++;
                while (window.Count * (long)options.Schedules > runtime.Lookahead)
                    yield return window.Dequeue();
            }

            foreach (var test in window)
                yield return test;
        }
    }

    private ulong Seed(long program, int schedule) => new RandomSource(options.Seed ^ ((ulong)program << 20) ^ (ulong)schedule).Next();

    private bool Wanted(Rule rule) => options.Rules.Count == 0 || options.Rules.Contains(rule.Info.Id, StringComparer.OrdinalIgnoreCase);

    // One execution; false when more schedules of this program are pointless.
    private bool Execute(TestCase test, int schedule)
    {
        var scheduler = schedule == 0 ? natural : random;
        var seed = Seed(Tally.Programs, schedule);
        litmusRule.Litmus = test.Litmus;
        var ending = judge.Run(test.Code, scheduler, seed);
        if (ending == Ending.Unsupported)
        {
            Tally.Refused(judge.Trace.Reason, test.Litmus is not null);
            foreach (var id in test.Litmus?.Rules ?? [])
                byId.GetValueOrDefault(id)?.Unsupported ??= judge.Trace.Reason;
            return false;
        }

        // What is refused may never have reached the adapter, so no time has passed since the failure.
        TallyFailure();
        if (judge.Fault is not null)
        {
            failure = $"{test.Origin}, schedule {schedule}: {judge.Fault}";
            return false;
        }

        Tally.Executions++;
        if (ending == Ending.Deadlock)
            Tally.Deadlocks++;
        var hash = TraceHash.Of(judge.Trace);
        Tally.Saw(hash);
        Count();
        var violations = judge.Checker.Violations.ToArray();
        Tally.Choices += scheduler.Count;
        var record = scheduler.Record;
        if (runtime.Description.Controlled && schedule == 1 && Tally.Programs % ReplayEvery == 0)
            CompareReplay(test, record, hash);
        foreach (var violation in violations)
            Keep(violation, test, record);
        return true;
    }

    private void Count()
    {
        foreach (var rule in judge.Checker.Rules)
        {
            var tally = byId[rule.Info.Id];
            tally.Undecided += rule.IsUndecided ? 1 : 0;
            if (rule.Triggers == 0)
                continue;
            tally.Triggers += rule.Triggers;
            tally.Executions++;
        }

        foreach (var violation in judge.Checker.Violations.DistinctBy(violation => violation.Rule, StringComparer.Ordinal))
        {
            var tally = byId[violation.Rule];
            tally.Violations++;
            // What breaks a rule before its trigger has tested it all the same.
            if (judge.Checker.Rules.Any(rule => rule.Info.Id == violation.Rule && rule.Triggers == 0))
                tally.Executions++;
            if (IsDocumented(violation))
                tally.Documented++;
        }

        if (litmusRule is not { Litmus: { } test, Triggers: > 0 })
            return;
        var litmus = Tally.Of(test);
        litmus.Judged++;
        foreach (var violation in judge.Checker.Violations.Where(violation => violation.Rule == litmusRule.Info.Id))
        {
            litmus.Forbidden++;
            litmus.Message = violation.Message;
        }
    }

    private bool IsDocumented(Violation violation) =>
        violation.Rule == litmusRule.Info.Id
            ? litmusRule.Litmus is { } test && expectations.OfLitmus(test) is not null
            : expectations.OfRule(violation.Rule) is not null;

    private void CompareReplay(TestCase test, Schedule record, ulong hash)
    {
        var replay = new Replay(record);
        judge.Run(test.Code, new Scheduler(replay), 0);
        Tally.Replays++;
        if (replay.Divergence.Length > 0 || judge.Fault is not null || TraceHash.Of(judge.Trace) != hash)
            failure = $"{test.Origin}: the same schedule gave another trace. {replay.Divergence} Is the runtime fully deterministic?";
    }

    private void Keep(Violation violation, TestCase test, Schedule schedule)
    {
        var tally = byId[violation.Rule];
        // What is known needs no search for the smallest program.
        if (IsDocumented(violation))
            tally.Excuse(tally.Rule.Id == LitmusRule.Id ? test.Origin : DifferenceKind.Of(violation.Message), Found);
        else if (tally.Findings.Count == 0)
            tally.Findings.Add(Smaller(Found()));

        Finding Found() =>
            new(runtime.Description.Name, tally.Rule, test.Code.Program, schedule, violation, test.Origin, runtime.Description.Controlled)
            {
                Level = Tally.Strictness,
                Timeline = Timeline.Print(judge.Trace, violation.Event),
            };
    }

    // A failure counts when the campaign goes on after it: what interrupts a campaign reaches its adapters too, and may end them first.
    private void TallyFailure()
    {
        if (failure is not null && !stop.IsCancellationRequested)
            Tally.Broke(failure);
        failure = null;
    }

    // As it is, when it does not show again. A litmus outcome belongs to its program; a made-up program has no expected outcome.
    private Finding Smaller(Finding found)
    {
        var rule = judge.Checker.Rules.First(candidate => candidate.Info.Id == found.Rule.Id);
        if (rule is LitmusRule)
            return found;
        var minimizer = new Minimizer(runtime, rule, stop, strictness: options.Level);
        if (minimizer.Minimize(found.Program, found.Schedule) is not var (program, schedule, violation))
            return found;
        return found with
        {
            Program = program,
            Schedule = schedule,
            Violation = violation,
            Timeline = Timeline.Print(minimizer.Trace, violation.Event),
        };
    }
}
