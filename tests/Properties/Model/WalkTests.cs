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

    [Theory]
    [InlineData("sleep 1\ny = async { log \"y\" }\nhy = spawn y\nx = async { }\nhx = spawn x\nabort hx", "compute 1")]
    [InlineData("sleep 1\ncompute 9\ny = async { log \"y\" }\nhy = spawn y", "in-place {\ncompute 5\n}")]
    public void Worker_that_is_left_alone_polls_all_that_it_scheduled(string scheduling, string before)
    {
        var code = Code.Of(
            ProgramParser.Load(
                "program lazy {\nother = async { compute 20 }\ng = spawn other\n"
                    + $"first = async {{\n{before}\n}}\nh = spawn first\nlast = async {{\n{scheduling}\n}}\nk = spawn last\nsleep 30\n}}"
            )
        );
        var trace = new Trace();
        for (var seed = 1ul; seed <= 20; seed++)
        {
            var source = new RandomSource(seed);

            Walk.TryTake(code, Describe(Dialect.Lazy, ClockKind.Virtual, workers: 2), count => source.Next(count), trace).ShouldBeTrue();

            trace.Lines().ShouldBe(["y"]);
        }
    }

    [Fact]
    public void Who_always_chooses_alike_gets_to_an_end()
    {
        const string Text =
            "program lazy {\na = async {\nf = async { sleep 10 }\nh = spawn f\ng = async { sleep 10 }\ni = spawn g\nj = async { sleep 10 }\n"
            + "k = spawn j\nx = async { log \"x\" }\ny = spawn x\n}\nb = spawn a\nawait b\n}";
        var code = Code.Of(ProgramParser.Load(Text));
        for (var answer = 0; answer < 3; answer++)
        {
            var runtime = Describe(Dialect.Lazy, ClockKind.Virtual, workers: 2);

            Walk.TryTake(code, runtime, count => Math.Min(answer, count - 1), new Trace()).ShouldBeTrue();
        }
    }

    // In which order so many jobs may be told of is more than can be tried where none of it leads on.
    [Fact]
    public void Many_jobs_that_race_do_not_keep_a_walk_from_ending()
    {
        // The bodies of its jobs: how long each computes.
        int[] computes = [0, 10, -1, 0, 20, -1, -1, -1, -1, -1, 5, 0, 0, -1, 20];
        var jobs = string.Concat(
            computes.Select((time, n) => $"j{n} = blocking {{\nlog \"{n}\"\n{(time < 0 ? "" : $"compute {time}\n")}return {n}\n}}\n")
        );
        var asked = 0;

        Walk.TryTake(
                Code.Of(ProgramParser.Load($"program eager {{\nf = async {{\n{jobs}}}\nsleep 2\nk = next-tick {{\ncompute 5\n}}\n}}")),
                Describe(Dialect.Eager, ClockKind.Virtual, 1),
                _ => asked++ < 100_000 ? 0 : throw new InvalidOperationException("The walk does not end."),
                new Trace()
            )
            .ShouldBeTrue();
    }

    [Fact]
    public void Worker_goes_on_with_the_task_that_it_keeps_before_the_one_that_gave_way()
    {
        const string Text =
            "program lazy {\nf = async {\ng = async { log \"g\" }\nh = spawn g\nyield\nlog \"f\"\n}\nk = spawn f\nawait k\nsleep 1\n}";
        var code = Code.Of(ProgramParser.Load(Text));
        var trace = new Trace();
        for (var seed = 1ul; seed <= 100; seed++)
        {
            var source = new RandomSource(seed);

            Walk.TryTake(code, Describe(Dialect.Lazy, ClockKind.Virtual, workers: 2), count => source.Next(count), trace).ShouldBeTrue();

            var logged = Events(trace).Where(item => item.Kind == EventKind.Log).ToList();
            var yields = Events(trace).Single(item => item.Kind == EventKind.Awaiting && code.Instructions[item.Site].Op == Op.Yield);
            logged.Count.ShouldBe(2);
            if (logged[0].Value.AsText == "f")
                logged[0].Thread.ShouldNotBe(yields.Thread);
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

        ended.ShouldBeGreaterThan(Programs * 99 / 100);

        // A clock that is not paused cannot be advanced.
        bool IsKnown(Code code) => ModelChecker.Covers(code) && (clock == ClockKind.Paused || !code.Has(Op.Advance));
    }

    private static IEnumerable<Event> Events(Trace trace) => Enumerable.Range(0, trace.Count).Select(at => trace[at]);

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
