using Conformance.Implementations;
using Conformance.Runner.Campaigns;
using Conformance.Spec.Programs;
using Conformance.Spec.Schedules;
using Conformance.Spec.Traces;
using Shouldly;
using Xunit;

namespace Conformance.Tests.Campaigns;

/// <summary>The model as a runtime: what it holds possible is judged like what any other does.</summary>
public sealed class ModelRuntimeTests
{
    public static TheoryData<string> Machines => ["model-eager", "model-lazy", "model-lazy-paused", "model-lazy-multi"];

    [Theory]
    [MemberData(nameof(Machines))]
    public void Model_conforms_to_every_rule(string name)
    {
        var options = new CampaignOptions { Programs = 100, Schedules = 2 };
        var result = new Campaign([RuntimeCatalogue.Find(name)!], options).Run();

        var tally = result.Runtimes[0];
        tally.Rules.SelectMany(rule => rule.Findings).ShouldBeEmpty();
        tally.Errors.ShouldBe(0, string.Join('\n', tally.ErrorMessages));
        tally.Executions.ShouldBeGreaterThan(200);
        tally.Replays.ShouldBeGreaterThan(0);
        tally.Rules.Single(rule => rule.Rule.Id == "MODEL-01").Triggers.ShouldBeGreaterThan(tally.Executions * 9 / 10);
    }

    [Fact]
    public void Schedule_decides_what_the_model_does()
    {
        var code = Code.Of(
            ProgramParser.Load(
                """
                program lazy {
                  a = async {
                    log "a"
                  }
                  b = async {
                    log "b"
                  }
                  g = spawn a
                  h = spawn b
                  await g
                  await h
                }
                """
            )
        );
        var outcomes = Enumerable.Range(1, 100).Select(seed => Lines(code, (ulong)seed)).ToList();

        outcomes.Distinct().Order().ShouldBe(["a b", "b a"]);
        Enumerable.Range(1, 100).Select(seed => Lines(code, (ulong)seed)).ShouldBe(outcomes);
    }

    [Theory]
    [InlineData("model-eager", "program lazy { log \"a\" }", "The program is of the other dialect.")]
    [InlineData("model-lazy", "program lazy { advance 1 }", "\"advance\": only a paused clock can be advanced.")]
    public void Program_that_the_machine_does_not_know_is_unsupported(string name, string program, string reason)
    {
        var trace = new Trace();
        RuntimeCatalogue.Find(name)!().Run(Code.Of(ProgramParser.Load(program)), new Scheduler(new Natural()), trace, new());

        (trace.Ending, trace.Reason).ShouldBe((Ending.Unsupported, reason));
    }

    private static string Lines(Code code, ulong seed)
    {
        var trace = new Trace();
        var scheduler = new Scheduler(new RandomWalk());
        scheduler.Begin(seed);
        RuntimeCatalogue.Find("model-lazy-multi")!().Run(code, scheduler, trace, new());
        return string.Join(' ', trace.Lines());
    }
}
