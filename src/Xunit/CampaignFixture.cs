using Conformance.Runner.Campaigns;
using Conformance.Runner.Litmuses;
using Conformance.Spec.Litmus;
using Conformance.Spec.Rules;
using Conformance.Spec.Runtimes;

namespace Conformance.Xunit;

/// <summary>
/// The campaign behind a <see cref="ConformanceSuite{TCampaign}"/>: which runtime, how much. It runs once, when the first test asks for it.
/// Derive from it when the runtime needs more than a constructor without parameters, or to change how much is done.
/// </summary>
public abstract class CampaignFixture
{
    private readonly Lazy<RuntimeTally> tally;
    private readonly Lazy<RuntimeDescription> description;

    /// <summary>A campaign that has not run yet.</summary>
    protected CampaignFixture()
    {
        tally = new Lazy<RuntimeTally>(RunCampaign);
        description = new Lazy<RuntimeDescription>(() => Use(runtime => runtime.Description));
    }

    /// <summary>
    /// How much the campaign does. Default: 200 random programs, each under 6 schedules, with seed 1, besides the litmus tests:
    /// a few seconds for a simulated runtime. A runtime on the machine's clock needs fewer, for its sleeps are real.
    /// </summary>
    public virtual CampaignOptions Options => new() { Programs = 200, Schedules = 6 };

    /// <summary>Under how many schedules each litmus test runs in its own test. Default 100; at least 1.</summary>
    public virtual int LitmusSchedules => 100;

    /// <summary>
    /// How many checks must have run: the sum of how often each rule was really tested. Fewer fail the suite. Default 10 a program.
    /// </summary>
    public virtual long LeastChecks => 10L * Options.Programs;

    /// <summary>Why the runtime cannot be had on this machine, which skips the whole suite; null, the default, when it can.</summary>
    public virtual string? Missing => null;

    /// <summary>What the campaign counted; runs it when it has not run yet.</summary>
    public RuntimeTally Tally => tally.Value;

    /// <summary>Makes a runtime, one for each use.</summary>
    public abstract IRuntime Create();

    /// <summary>What the runtime says of itself.</summary>
    internal RuntimeDescription Description => description.Value;

    /// <summary>The rules that apply to the runtime, in the order of the document.</summary>
    internal IReadOnlyList<RuleInfo> Rules => Campaign.Rules(Description);

    /// <summary>The litmus tests that can be judged on the runtime.</summary>
    internal IEnumerable<LitmusTest> Litmuses => Campaign.Litmuses(Description.Family).Where(litmus => litmus.AppliesTo(Description));

    /// <summary>What the runtime shows for a litmus test.</summary>
    internal LitmusReport Survey(string litmus)
    {
        var test = Litmuses.Single(candidate => candidate.Name == litmus);
        return Use(runtime => new LitmusSurvey(runtime, LitmusSchedules, Options.Seed, Options.Level, limit: 0).Survey(test));
    }

    /// <summary>Makes a runtime, uses it, and disposes of it if it is disposable: an adapter may hold a process.</summary>
    internal T Use<T>(Func<IRuntime, T> use)
    {
        var runtime = Create();
        using (runtime as IDisposable)
            return use(runtime);
    }

    private RuntimeTally RunCampaign() => new Campaign([Create], Options).Run().Runtimes.Single();
}

/// <summary>The campaign of a runtime that is made without parameters.</summary>
/// <typeparam name="TRuntime">The adapter of the runtime under test.</typeparam>
public class CampaignFixture<TRuntime> : CampaignFixture
    where TRuntime : IRuntime, new()
{
    /// <inheritdoc/>
    public override IRuntime Create() => new TRuntime();
}
