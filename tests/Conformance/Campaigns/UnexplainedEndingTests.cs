using Conformance.Runner.Campaigns;
using Conformance.Spec.Programs;
using Conformance.Spec.Schedules;
using Conformance.Spec.Traces;
using Conformance.Tests.Mutants;
using Shouldly;
using Xunit;

namespace Conformance.Tests.Campaigns;

public sealed class UnexplainedEndingTests
{
    [Theory]
    [InlineData(Ending.StepLimit, "", "The adapter ended the program with StepLimit, because it went on for too long, and gave no reason.")]
    [InlineData(Ending.AdapterError, "", "The adapter ended the program with AdapterError, because it broke, and gave no reason.")]
    [InlineData(Ending.StepLimit, "9 steps", "9 steps")]
    public void Ending_without_a_reason_is_put_in_words(Ending ending, string reason, string fault)
    {
        var judge = new Judge(new NullRuntime("fails", Dialect.Eager, (_, trace) => trace.End(ending, natural: true, reason)), []);
        judge.Run(Code.Of(new Program(Dialect.Eager, [])), new Scheduler(new Natural()), seed: 1).ShouldBe(ending);
        judge.Fault.ShouldBe(fault);
    }
}
