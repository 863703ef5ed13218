using System.Globalization;
using System.Text;
using Conformance.Implementations;
using Conformance.Runner.Campaigns;
using Conformance.Runner.Generation;
using Conformance.Spec.Programs;
using Conformance.Spec.Rules;
using Conformance.Spec.Schedules;
using Shouldly;
using Xunit;
using Xunit.Abstractions;

namespace Conformance.Tests.Campaigns;

public sealed class TriggerTests(ITestOutputHelper output)
{
    private const int Programs = 1_000;
    private const int Schedules = 4;
    private const int Floor = 20;

    public static TheoryData<string> Simulated => [.. RuntimeCatalogue.Default, "executor-paused"];

    [Theory]
    [MemberData(nameof(Simulated))]
    public void Random_programs_test_every_rule(string runtime)
    {
        var instance = RuntimeCatalogue.Find(runtime)!();
        var judge = new Judge(instance, Catalogue.Create());
        var triggers = new long[judge.Checker.Rules.Count];
        Scheduler[] schedulers = [new(new Natural()), .. Enumerable.Repeat(new Scheduler(new RandomWalk()), Schedules - 1)];
        foreach (var program in ProgramGenerator.Sample(instance.Description.Family, seed: 1, Programs))
        {
            var code = Code.Of(program);
            for (var seed = 0; seed < schedulers.Length; seed++)
            {
                judge.Run(code, schedulers[seed], (ulong)seed);
                judge.Fault.ShouldBeNull(ProgramPrinter.Print(program));
                for (var at = 0; at < triggers.Length; at++)
                    triggers[at] += judge.Checker.Rules[at].Triggers;
            }
        }

        var table = new StringBuilder();
        for (var at = 0; at < triggers.Length; at++)
            table.Append(CultureInfo.InvariantCulture, $"{judge.Checker.Rules[at].Info.Id, -10} {triggers[at], 9}\n");
        output.WriteLine(table.ToString());
        triggers.ShouldAllBe(count => count >= Floor, $"On {runtime} each rule must be tested {Floor} times:\n{table}");
    }
}
