using Conformance.Implementations;
using Conformance.Runner.Campaigns;
using Conformance.Spec.Programs;
using Conformance.Spec.Runtimes;
using Conformance.Spec.Schedules;
using Conformance.Spec.Traces;
using Conformance.Tests.Mutants;
using Conformance.Xunit;
using Shouldly;
using Xunit;

namespace Conformance.Tests.Suites;

/// <summary>What a suite says of runtimes that do not conform. The suites are not public, so xunit does not run them by itself.</summary>
public sealed class SuiteVerdictTests
{
    [Fact]
    public void Pass_says_how_often_the_rule_was_tested()
    {
        var check = new SuiteCheck("EAGER-01");
        Suite(RuntimeCatalogue.Find("event-loop")!).Rule_holds(check);
        check.Output.ShouldStartWith("tested ");
        check.SkipReason.ShouldBeNull();
    }

    [Fact]
    public void Violation_fails_with_the_rule_the_program_and_the_command_to_replay_it()
    {
        var error = Fails(RuntimeCatalogue.Find("late-executor")!, "EAGER-01");
        error.ShouldStartWith("EAGER-01 Executor runs in the constructor — violated by late-executor");
        error.ShouldContain("p = promise {");
        error.ShouldContain("<-- here");
        error.ShouldContain("conformance replay c1-");
    }

    [Fact]
    public void Adapter_that_skips_statements_fails() =>
        Fails(Null("skips the body"), "EAGER-01").ShouldContain("\"main\" completed; expected its statement at program point 0 (Create).");

    [Fact]
    public void Rule_that_was_never_tested_is_vacuous()
    {
        var must = new RuleTally(Campaign.AllRules().First(rule => rule.Info.Id == "EAGER-01").Info, applies: true);
        must.Verdict(adapterWorks: true).ShouldBe(Verdict.Vacuous);
        must.Verdict(adapterWorks: false).ShouldBe(Verdict.Error);
    }

    [Theory]
    [InlineData("always throws", "InvalidOperationException: no")]
    [InlineData("never ends", "100000 steps")]
    [InlineData("always says unsupported", "The adapter refused every program, so nothing is known of the runtime.\n  unsupported in ")]
    public void Broken_adapter_fails_with_what_is_wrong(string kind, string expected)
    {
        Fails(Null(kind), "EAGER-01").ShouldContain(expected);
        Should.Throw<ConformanceException>(() => Suite(Null(kind)).Adapter_works(new SuiteCheck(""))).Message.ShouldContain(expected);
    }

    [Fact]
    public void Rule_whose_programs_are_unsupported_is_skipped_with_the_reason()
    {
        var check = new SuiteCheck("EAGER-01");
        Suite(() => new WithoutExecutors()).Rule_holds(check);
        check.SkipReason.ShouldBe("unsupported: no executors");
    }

    [Fact]
    public void Documented_difference_passes_and_says_so()
    {
        var suite = Suite("EAGER-01\tIt starts later.\thttps://example.org/late\n");
        var check = new SuiteCheck("EAGER-01");
        suite.Rule_holds(check);
        check.Output.ShouldStartWith("differs, as documented, in ");
        check.Output.ShouldContain("It starts later. (https://example.org/late)");
        check.SkipReason.ShouldBeNull();

        var litmus = new SuiteCheck("eager-01-executor-runs-at-once");
        suite.Litmus_conforms(litmus);
        litmus.Output.ShouldContain("differs, as documented (EAGER-01): It starts later.");
    }

    [Fact]
    public void Documented_difference_that_does_not_show_fails()
    {
        var suite = Suite("EAGER-02\tOnce it was so.\neager-02-body-runs-to-its-first-await\tOnce it was so.\n");
        Should
            .Throw<ConformanceException>(() => suite.Rule_holds(new SuiteCheck("EAGER-02")))
            .Message.ShouldStartWith("mine.tsv:1:1: EAGER-02 is listed as a difference, but \"late-executor\" conforms.");
        Should
            .Throw<ConformanceException>(() => suite.Litmus_conforms(new SuiteCheck("eager-02-body-runs-to-its-first-await")))
            .Message.ShouldStartWith("mine.tsv:2:1: ");
    }

    [Fact]
    public void Flaky_difference_passes_either_way()
    {
        var suite = Suite("EAGER-01\tAt times.\t\tflaky\nEAGER-02\tAt times.\t\tflaky\n");
        foreach (var rule in (string[])["EAGER-01", "EAGER-02"])
        {
            var check = new SuiteCheck(rule);
            suite.Rule_holds(check);
            check.Output.ShouldStartWith("flaky, as documented;");
        }
    }

    [Fact]
    public void Too_few_checks_fail() =>
        Should
            .Throw<ConformanceException>(() => Suite(Null("skips the body")).Enough_checks_ran(new SuiteCheck("")))
            .Message.ShouldContain("fewer than the floor of");

    [Fact]
    public void Forbidden_outcome_fails()
    {
        var suite = Suite(RuntimeCatalogue.Find("late-executor")!);
        var check = new SuiteCheck("eager-01-executor-runs-at-once");
        Should.Throw<ConformanceException>(() => suite.Litmus_conforms(check)).Message.ShouldContain("forbidden");
    }

    private static Func<IRuntime> Expecting(string expectations) =>
        () => new WithExpectations(RuntimeCatalogue.Find("late-executor")!(), Expectations.Parse(expectations, "mine.tsv"));

    private static Func<IRuntime> Null(string kind) => () => new NullRuntime(kind, Dialect.Eager, NullRuntime.Kinds[kind]);

    private static Sample Suite(Func<IRuntime> create) => new(new SampleCampaign { Make = create });

    // The litmus tests alone: some random programs are too much for the wrong runtime.
    private static Sample Suite(string expectations) => new(new SampleCampaign { Make = Expecting(expectations), Programs = 0 });

    private static string Fails(Func<IRuntime> create, string rule) =>
        Should.Throw<ConformanceException>(() => Suite(create).Rule_holds(new SuiteCheck(rule))).Message;

    private sealed class Sample(SampleCampaign campaign) : ConformanceSuite<SampleCampaign>(campaign);

    private sealed class SampleCampaign : CampaignFixture
    {
        public Func<IRuntime> Make { get; init; } = RuntimeCatalogue.Find("event-loop")!;

        public int Programs { get; init; } = 20;

        public override CampaignOptions Options => new() { Programs = Programs, Schedules = 2 };

        public override IRuntime Create() => Make();
    }

    private sealed class WithoutExecutors : IRuntime
    {
        private readonly IRuntime inner = RuntimeCatalogue.Find("event-loop")!();

        public RuntimeDescription Description => inner.Description;

        public void Run(Code code, Scheduler scheduler, Trace trace, RunOptions options)
        {
            if (code.Computations.All(computation => computation.Kind != ComputationKind.Promise))
            {
                inner.Run(code, scheduler, trace, options);
                return;
            }

            trace.Begin(code, Description);
            trace.End(Ending.Unsupported, natural: true, "no executors");
        }
    }
}
