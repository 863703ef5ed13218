using Conformance.Implementations.EventLoop;
using Conformance.Implementations.Mutants;
using Conformance.Spec.Litmus;
using Conformance.Spec.Programs;
using Conformance.Spec.Rules;
using Conformance.Spec.Runtimes;
using Conformance.Spec.Schedules;
using Conformance.Spec.Traces;
using Xunit;

namespace Conformance.Tests.Properties.EventLoop;

public sealed class AdapterTests
{
    private const string Busy = """
        program eager {
          a = blocking {
            log "a1"
            compute 10
            log "a2"
          }
          b = blocking {
            log "b1"
            compute 10
            log "b2"
            throw "b"
          }
          s = sleep 10
          t = timer 10 {
            log "timer"
          }
          x = async {
            log "x1"
            compute 10
            log "x2"
            await s
            log "x3"
          }
          v = join a b x
          log "end" v
        }
        """;

    public static TheoryData<string> Mutants => [.. EagerMutants.All.Select(mutant => mutant.Name)];

    [Fact]
    public void Same_choices_give_the_same_trace()
    {
        var code = Code.Of(ProgramParser.Load(Busy));
        var distinct = new HashSet<string>(StringComparer.Ordinal);
        for (var seed = 0UL; seed < 40; seed++)
        {
            var first = Run(new EventLoopRuntime(), code, new Scheduler(new RandomWalk()), seed, out var schedule);
            var replayed = Run(new EventLoopRuntime(), code, new Scheduler(new Replay(schedule)), 0, out _);
            Assert.Equal(first, replayed);
            distinct.Add(first);
        }

        Assert.True(distinct.Count > 10, $"Only {distinct.Count} different traces: the schedule decides too little.");
    }

    [Fact]
    public void Reused_runtime_behaves_like_a_new_one()
    {
        var code = Code.Of(ProgramParser.Load(Busy));
        var reused = new EventLoopRuntime();
        for (var seed = 0UL; seed < 10; seed++)
        {
            var scheduler = new Scheduler(new RandomWalk());
            Assert.Equal(Run(new EventLoopRuntime(), code, scheduler, seed, out _), Run(reused, code, scheduler, seed, out _));
        }
    }

    [Theory]
    [InlineData("deferred d\nawait d", "Deadlock", "Nothing is left to run: \"main\" waits for \"d\", nobody settles \"d\".")]
    [InlineData("sleep 1\nthrow \"e\"", "Failed", "e")]
    [InlineData("x = async {\nsleep 5\n}\nv = timeout 3 x", "Failed", "elapsed")]
    [InlineData("deferred d\nresolve d d\nawait d", "Failed", "cycle")]
    [InlineData("deferred d\nreject d \"no\"\nv = any d", "Failed", "all rejected")]
    [InlineData("c = controller\nabort c\nsleep 5 signal c", "Failed", "aborted")]
    public void Ending_has_its_reason(string body, string ending, string reason)
    {
        var trace = Trace($"program eager {{\n{body}\n}}\n");
        Assert.Equal(ending, trace.Ending.ToString());
        Assert.Equal(reason, trace.Reason);
    }

    [Fact]
    public void Unhandled_rejection_is_an_event_and_the_loop_goes_on()
    {
        var trace = Trace("program eager {\nx = async {\nthrow \"e\"\n}\nt = timer 5 {\nlog \"later\"\n}\n}\n");
        Assert.Equal(Ending.Completed, trace.Ending);
        Assert.Equal(["later"], trace.Lines());
        var unhandled = Assert.Single(trace.Events.ToArray(), item => item.Kind == EventKind.Unhandled);
        Assert.Equal("x", trace.Code.Computations[unhandled.Subject].Name);
    }

    [Fact]
    public void Program_of_the_other_dialect_is_unsupported() =>
        Assert.Equal(Ending.Unsupported, Trace("program lazy {\nlog \"x\"\n}\n").Ending);

    [Theory]
    [MemberData(nameof(Mutants))]
    public void Mutant_reaches_its_fault_and_its_rule_says_so(string name)
    {
        var mutant = EagerMutants.All.Single(mutant => mutant.Name == name);
        var runtime = mutant.Create();
        var checker = new Checker(Catalogue.Create().Where(rule => rule.Info.Id == mutant.Rule), runtime.Description);
        var scheduler = new Scheduler(new RandomWalk());
        var trace = new Trace();
        var messages = new List<string>();
        var tests = LitmusLibrary.Load().Where(test => test.Program.Dialect == Dialect.Eager);
        foreach (var test in tests.OrderByDescending(test => test.Rules.Contains(mutant.Rule)))
        {
            for (
                var seed = 0UL;
                seed < 5 && !messages.Exists(message => message.Contains(mutant.Message, StringComparison.Ordinal));
                seed++
            )
            {
                scheduler.Begin(seed);
                runtime.Run(Code.Of(test.Program), scheduler, trace, RunOptions.Default);
                Assert.True(trace.Ending != Ending.AdapterError, $"{test.Name}: {trace.Reason}");
                checker.Check(trace);
                messages.AddRange(checker.Violations.Select(violation => violation.Message));
            }
        }

        Assert.True(runtime.FaultsReached > 0, "The fault was never reached.");
        Assert.Contains(messages, message => message.Contains(mutant.Message, StringComparison.Ordinal));
    }

    private static Trace Trace(string text)
    {
        var trace = new Trace();
        var scheduler = new Scheduler(new Natural());
        scheduler.Begin(0);
        new EventLoopRuntime().Run(Code.Of(ProgramParser.Load(text)), scheduler, trace, RunOptions.Default);
        return trace;
    }

    private static string Run(IRuntime runtime, Code code, Scheduler scheduler, ulong seed, out Schedule schedule)
    {
        var trace = new Trace();
        scheduler.Begin(seed);
        runtime.Run(code, scheduler, trace, RunOptions.Default);
        schedule = scheduler.Record;
        Assert.Equal(Ending.Completed, trace.Ending);
        return string.Join('\n', trace.Events.ToArray().Select(item => item.ToString()));
    }
}
