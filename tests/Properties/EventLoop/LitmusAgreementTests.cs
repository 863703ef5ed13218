using Conformance.Implementations.EventLoop;
using Conformance.Spec.Litmus;
using Conformance.Spec.Programs;
using Conformance.Spec.Runtimes;
using Conformance.Spec.Schedules;
using Conformance.Spec.Traces;
using Xunit;

namespace Conformance.Tests.Properties.EventLoop;

public sealed class LitmusAgreementTests
{
    private const int Schedules = 50;

    public static TheoryData<string> Names =>
        [.. LitmusLibrary.Load().Where(test => test.Program.Dialect == Dialect.Eager).Select(test => test.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Simulated_loop_shows_only_allowed_outcomes(string name)
    {
        var test = LitmusLibrary.Load().Single(test => test.Name == name);
        var runtime = new EventLoopRuntime();
        var scheduler = new Scheduler(new RandomWalk());
        var code = Code.Of(test.Program);
        var trace = new Trace();
        for (var seed = 0UL; seed < Schedules; seed++)
        {
            scheduler.Begin(seed);
            runtime.Run(code, scheduler, trace, RunOptions.Default);
            Assert.NotEqual(Ending.AdapterError, trace.Ending);
            var judgement = test.Judge(trace);
            Assert.True(judgement.Verdict != LitmusVerdict.Forbidden, judgement.Reason);
        }
    }
}
