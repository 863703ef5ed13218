using Conformance.Runner.Campaigns;
using Conformance.Runner.Replays;
using Conformance.Spec.Litmus;
using Conformance.Spec.Model;
using Conformance.Spec.Programs;
using Conformance.Spec.Rules;
using Conformance.Spec.Runtimes;
using Conformance.Spec.Schedules;
using Conformance.Spec.Traces;

namespace Conformance.Runner.Litmuses;

/// <summary>Runs litmus tests under many schedules, counts their outcomes and asks the model about each execution, as a campaign does.</summary>
/// <param name="runtime">The runtime.</param>
/// <param name="schedules">Under how many schedules each is run, the runtime's own among them; at least 1.</param>
/// <param name="seed">The seed of the schedules.</param>
/// <param name="strictness">How strictly it is judged; as the runtime has it when nothing is said.</param>
/// <param name="limit">After how many configurations of the model the enumeration of what is possible gives up; 0 not to begin.</param>
public sealed class LitmusSurvey(
    IRuntime runtime,
    int schedules,
    ulong seed,
    Strictness? strictness = null,
    int limit = PossibleOutcomes.DefaultLimit
)
{
    private static readonly RuleInfo Model = new ModelRule().Info;
    private readonly Judge judge = new(runtime, [new ModelRule()], strictness: strictness);

    /// <summary>What the runtime shows for a litmus test of its family.</summary>
    /// <param name="test">The test.</param>
    /// <param name="cancel">Ends it early; what was seen so far is returned.</param>
    /// <exception cref="AdapterException">The adapter failed.</exception>
    public LitmusReport Survey(LitmusTest test, CancellationToken cancel = default)
    {
        var code = Code.Of(test.Program);
        var counts = new Dictionary<Observed, SeenOutcome>();
        var execution = 0UL;
        string? notJudged = null;
        var judged = false;
        var judgedByModel = 0;
        for (var ahead = 0; runtime.Lookahead > 0 && ahead < schedules; ahead++)
            runtime.Announce(code, seed + (ulong)ahead);
        foreach (var scheduler in Schedulers())
        {
            if (execution > 0 && cancel.IsCancellationRequested)
                break;
            if (judge.Run(code, scheduler, seed + execution++) == Ending.Unsupported)
                return new LitmusReport(test.File, test.Name, runtime.Description.Name, [], $"unsupported: {judge.Trace.Reason}");
            if (judge.Fault is { } fault)
                throw new AdapterException($"\"{runtime.Description.Name}\" failed on the litmus \"{test.Name}\": {fault}");
            var outcome = Observed.Of(judge.Trace);
            var judgement = test.Judge(judge.Trace);
            if (judgement.Verdict == LitmusVerdict.NotJudged)
                notJudged = judgement.Reason;
            else
                judged = true;
            if (!counts.TryGetValue(outcome, out var seen))
                counts[outcome] = seen = new SeenOutcome();
            var model = ModelJudgement.Of(judge);
            judgedByModel += model.IsJudged ? 1 : 0;
            seen.Add(judgement.Verdict, model, scheduler.Record);
        }

        var possible = PossibleOutcomes.Of(code, runtime.Description, limit);
        var marks = new OutcomeMarks(test, code, runtime.Description, possible);
        var outcomes = counts
            .OrderByDescending(pair => pair.Value.Count)
            .Select(pair => Shown(test, pair.Key, pair.Value, possible, marks))
            .Concat(
                NeverSeen(test, possible, counts.Keys)
                    .Select(outcome => Count(outcome, 0, marks.MayCome(outcome), possible) with { Mark = marks.Unseen(outcome) })
            )
            .ToList();
        return new LitmusReport(test.File, test.Name, runtime.Description.Name, outcomes, judged ? null : notJudged)
        {
            Level = strictness ?? runtime.Strictness,
            Replayable = runtime.Description.Controlled,
            Expected = ExpectationOf(test, outcomes),
            Possible = possible,
            JudgedByModel = judgedByModel,
        };
    }

    private OutcomeCount Shown(LitmusTest test, Observed outcome, SeenOutcome seen, PossibleOutcomes possible, OutcomeMarks marks)
    {
        var count = Count(outcome, seen.Count, seen.Allowed, possible) with
        {
            Judged = seen.Judged,
            Mark = marks.Seen(outcome, seen),
            Rejection = seen.Rejection,
            Possible = possible.All?.Contains(outcome) ?? (seen.Accepted ? true : null),
        };
        if (!count.IsViolation)
            return count;
        var rule = count.Allowed ? Model.Id : LitmusRule.Id;
        return count with
        {
            Replay = new ReplayToken(runtime.Description.Name, rule, test.Program, seen.Schedule) { Litmus = test with { File = "" } },
        };
    }

    // What the model is known to reject excuses nothing that the file forbids.
    private ExpectedFailure? ExpectationOf(LitmusTest test, List<OutcomeCount> outcomes) =>
        runtime.Expectations.OfLitmus(test)
        ?? (
            outcomes.Exists(outcome => outcome.IsViolation)
            && outcomes.TrueForAll(outcome => outcome is { IsViolation: false } or { Allowed: true })
                ? runtime.Expectations.OfRule(Model.Id)
                : null
        );

    // An allowed outcome that never came is worth a look: the test is weaker than it seems.
    private static IEnumerable<Observed> NeverSeen(LitmusTest test, PossibleOutcomes possible, IReadOnlyCollection<Observed> seen) =>
        test
            .Expectations.Where(line => line.Kind != ExpectationKind.Never)
            .Select(line => line.Outcome)
            .Concat((possible.All ?? new HashSet<Observed>()).OrderBy(outcome => outcome.ToString(), StringComparer.Ordinal))
            .Distinct()
            .Except(seen);

    private static OutcomeCount Count(Observed outcome, int count, bool allowed, PossibleOutcomes possible)
    {
        var ending = outcome.Ending switch
        {
            Ending.Completed => "",
            Ending.Failed or Ending.Crashed => $"{outcome.Ending.ToString().ToLowerInvariant()} {outcome.Message}",
            var other => other.ToString().ToLowerInvariant(),
        };
        return new OutcomeCount([.. outcome.Lines], ending, count, allowed, possible.All?.Contains(outcome));
    }

    private IEnumerable<Scheduler> Schedulers()
    {
        yield return new Scheduler(new Natural());
        var random = new Scheduler(new RandomWalk());
        for (var i = 1; i < schedules; i++)
        {
            yield return random;
            if (runtime.Description.Controlled && random.Count == 0)
                yield break;
        }
    }
}
