using Conformance.Runner.Generation;
using Conformance.Spec.Model;
using Conformance.Spec.Programs;
using Conformance.Spec.Rules;
using Conformance.Spec.Runtimes;
using Conformance.Spec.Schedules;
using Conformance.Spec.Traces;
using Shouldly;
using Xunit;

namespace Conformance.Tests.Properties.Model;

/// <summary>Rules and model are written apart. What the model can do the rules must accept, and what it does it must know again.</summary>
public sealed class WalkTests
{
    private const int Programs = 400;

    public static TheoryData<Dialect, ClockKind, int> Machines =>
        new()
        {
            { Dialect.Eager, ClockKind.Virtual, 1 },
            { Dialect.Lazy, ClockKind.Virtual, 1 },
            { Dialect.Lazy, ClockKind.Virtual, 2 },
            { Dialect.Lazy, ClockKind.Paused, 1 },
        };

    [Theory]
    [MemberData(nameof(Machines))]
    public void Every_rule_accepts_what_the_model_does(Dialect family, ClockKind clock, int workers)
    {
        var checker = new Checker(Catalogue.Create(), Describe(family, clock, workers));
        var wellFormed = new WellFormed();
        foreach (var trace in Executions(family, clock, workers))
        {
            wellFormed.Check(trace).ShouldBeNull(ProgramPrinter.Print(trace.Code.Program));
            checker.Check(trace);
            checker.Violations.ShouldBeEmpty(ProgramPrinter.Print(trace.Code.Program));
        }
    }

    [Fact]
    public void Same_seed_gives_the_same_execution()
    {
        var again = Executions(Dialect.Lazy, ClockKind.Virtual, 2).Select(TraceHash.Of);

        Executions(Dialect.Lazy, ClockKind.Virtual, 2).Select(TraceHash.Of).ShouldBe(again);
    }

    [Fact]
    public void Counter_has_the_additions_of_bodies_that_were_seen_to_end()
    {
        // The job races for the counter, but by then the addition has been made, and main was seen to go on after it.
        const string Text =
            "program lazy {\nlet n = 0\nf = async { n += 1 }\nawait f\nj = blocking { log \"n\" n }\n"
            + "select-biased {\ng = async { }\nbranch g if n\n}\nlog \"enabled\"\n}";
        var code = Code.Of(ProgramParser.Load(Text));
        var trace = new Trace();
        for (var seed = 1ul; seed <= 20; seed++)
        {
            var source = new RandomSource(seed);

            Walk.TryTake(code, Describe(Dialect.Lazy, ClockKind.Virtual, workers: 1), count => source.Next(count), trace).ShouldBeTrue();

            trace.Ending.ShouldBe(Ending.Completed);
        }
    }

    [Fact]
    public void Program_that_the_model_does_not_know_is_refused()
    {
        var code = Code.Of(ProgramParser.Load("program lazy { log \"a\" }"));
        var real = new RuntimeDescription
        {
            Name = "real",
            Family = Dialect.Lazy,
            Clock = ClockKind.Real,
        };

        Should.Throw<ArgumentException>(() => Walk.TryTake(code, real, _ => 0, new Trace()));
    }

    private static IEnumerable<Trace> Executions(Dialect family, ClockKind clock, int workers)
    {
        var runtime = Describe(family, clock, workers);
        var trace = new Trace();
        var ended = 0;
        var known = ProgramGenerator.Sample(family, seed: 4_000_000, Programs * 2).Select(Code.Of).Where(IsKnown);
        foreach (var code in known.Take(Programs))
        {
            var source = new RandomSource(seed: 1);
            if (!Walk.TryTake(code, runtime, count => source.Next(count), trace))
                continue;
            ended++;
            yield return trace;
        }

        ended.ShouldBeGreaterThan(Programs * 9 / 10);

        // A clock that is not paused cannot be advanced.
        bool IsKnown(Code code) => ModelChecker.Covers(code) && (clock == ClockKind.Paused || !code.Has(Op.Advance));
    }

    private static RuntimeDescription Describe(Dialect family, ClockKind clock, int workers) =>
        new()
        {
            Name = "model",
            Family = family,
            Clock = clock,
            Workers = workers,
            Controlled = clock == ClockKind.Paused,
        };
}
