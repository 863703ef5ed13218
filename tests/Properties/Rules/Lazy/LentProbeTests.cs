using Conformance.Implementations.Executor;
using Conformance.Runner.Campaigns;
using Conformance.Spec.Programs;
using Conformance.Spec.Runtimes;
using Conformance.Spec.Schedules;
using Shouldly;
using Xunit;

namespace Conformance.Tests.Properties.Rules.Lazy;

/// <summary>A future that one task polls on loan and another one uses up belongs to no single task.</summary>
public sealed class LentProbeTests
{
    private const string Lent =
        "program lazy { p1 = probe 2 wakes 1; f1 = async { s1 = sleep 1; compute 1; await s1; yield }; h1 = spawn f1; await &p1; h4 = spawn p1 }";

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Right_executor_breaks_no_rule(int workers)
    {
        IRuntime runtime = workers == 1 ? ExecutorRuntime.CurrentThread() : ExecutorRuntime.MultiThread(workers);
        var judge = new Judge(runtime, Campaign.AllRules());
        var code = Code.Of(ProgramParser.Load(Lent, "test"));
        var scheduler = new Scheduler(new RandomWalk());
        for (var seed = 1UL; seed <= 300; seed++)
        {
            judge.Run(code, seed == 1 ? new Scheduler(new Natural()) : scheduler, seed);
            judge.Fault.ShouldBeNull();
            judge.Checker.Violations.ShouldBeEmpty();
        }
    }

    [Fact]
    public void Task_of_a_lent_probe_is_not_known_from_the_text()
    {
        var code = Code.Of(ProgramParser.Load(Lent, "test"));
        code.Tasks[code.Computations.Single(computation => computation.Name == "p1").Id].ShouldBe(-1);
        code.Tasks[code.Computations.Single(computation => computation.Name == "f1").Id].ShouldBeGreaterThan(0);
    }
}
