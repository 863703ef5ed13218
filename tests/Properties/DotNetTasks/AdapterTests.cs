using System.Runtime.InteropServices;
using Conformance.Implementations.DotNetTasks;
using Conformance.Spec.Programs;
using Conformance.Spec.Runtimes;
using Conformance.Spec.Schedules;
using Conformance.Spec.Traces;
using Xunit;

namespace Conformance.Tests.Properties.DotNetTasks;

public sealed class AdapterTests
{
    private const string Busy = """
        program eager {
          let n = 0
          a = blocking {
            log "a1"
            compute 10
            n += 1
            log "a2"
          }
          b = blocking {
            compute 10
            n += 10
            throw "b"
          }
          s = sleep 10
          t = timer 10 {
            log "timer"
          }
          x = async {
            compute 10
            await s
            log "x" n
          }
          v = join a b x
          log "end" v n
        }
        """;

    [Fact]
    public void Identity_is_read_from_the_runtime()
    {
        IRuntime[] both = [new DotNetTasksRuntime(), DotNetTasksRuntime.ForReal()];
        Assert.All(
            both,
            runtime => Assert.StartsWith(RuntimeInformation.FrameworkDescription, runtime.Description.Identity, StringComparison.Ordinal)
        );
        Assert.Equal([true, false], both.Select(runtime => runtime.Description.Controlled));
        Assert.True(both[1].Description.Workers > 1);
    }

    [Fact]
    public void Same_choices_give_the_same_trace()
    {
        var code = Code.Of(ProgramParser.Load(Busy));
        var distinct = new HashSet<string>(StringComparer.Ordinal);
        for (var seed = 0UL; seed < 40; seed++)
        {
            var scheduler = new Scheduler(new RandomWalk());
            var first = Programs.Text(Programs.Run(new DotNetTasksRuntime(), code, scheduler, seed));
            var replay = new Replay(scheduler.Record);
            Assert.Equal(first, Programs.Text(Programs.Run(new DotNetTasksRuntime(), code, new Scheduler(replay), 0)));
            Assert.Empty(replay.Divergence);
            distinct.Add(first);
        }

        Assert.True(distinct.Count > 10, $"Only {distinct.Count} different traces: the schedule decides too little.");
    }

    [Fact]
    public void Jobs_run_on_threads_of_their_own_while_the_main_thread_computes()
    {
        var trace = Programs.Run(Busy);
        Assert.Equal("end [(), error b, ()] 11", trace.Lines()[^1]);
        Assert.Equal(10, trace.Events[^1].Time);
        Assert.All(
            trace.Events.ToArray(),
            item => Assert.Equal(trace.Code.Computations[item.Computation].Kind == ComputationKind.Blocking, item.Thread != 0)
        );
    }

    [Fact]
    public void Cancellation_that_leaves_a_method_is_seen_as_such_by_all_who_wait()
    {
        var trace = Programs.Run(
            """
            program eager {
              c = controller
              f = async { sleep 50 signal c }
              g = async { await f }
              r = catch g (e) { return e }
              abort c
              v = join f g r
              log "all" v
            }
            """
        );
        Assert.Equal(["all [error aborted, error aborted, aborted]"], trace.Lines());
    }

    [Fact]
    public void Failures_of_any_kind_reach_the_main_body()
    {
        Assert.Equal("elapsed", Programs.Run("program eager { deferred d; timeout 5 d }").Reason);
        Assert.Equal("x", Programs.Run("program eager { f = async { throw \"x\" }; await f }").Reason);
        Assert.Equal("all rejected", Programs.Run("program eager { f = async { throw \"x\" }; any f f }").Reason);
        Assert.Equal(Ending.Failed, Programs.Run("program eager { f = async { throw \"x\" }; race f }").Ending);
    }

    [Fact]
    public void Deadlock_says_who_waits()
    {
        var trace = Programs.Run("program eager { deferred d; f = async { await d }; r = then f { log \"r\" }; await r }");
        Assert.Equal(Ending.Deadlock, trace.Ending);
        Assert.Contains("\"main\" waits for \"r\", \"r\" waits for \"f\", \"f\" waits for \"d\"", trace.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("program eager { m = microtask { log \"m\" } }", "no queue that is drained")]
    [InlineData("program eager { m = next-tick { log \"m\" } }", "no queue that goes before")]
    [InlineData("program eager { m = immediate { log \"m\" } }", "no phases")]
    [InlineData("program eager { deferred d; deferred e; resolve d e }", "not a task that it would follow")]
    [InlineData("program eager { c = controller; abort c \"why\" }", "carries none")]
    [InlineData("program eager { s = echo 5 }", "no network")]
    [InlineData("program eager module { log \"x\" }", "no ES modules")]
    [InlineData("program eager { exit }", "ends the process")]
    [InlineData("program eager { x = on-exit { log \"x\" } }", "ends the process")]
    [InlineData("program eager { u = on-uncaught { log \"u\" } }", "changes nothing")]
    [InlineData("program eager { t = timer 1 { throw \"x\" } }", "ends the process")]
    [InlineData("program lazy { log \"x\" }", "lazy dialect")]
    public void What_tasks_cannot_express_is_unsupported(string program, string reason)
    {
        var trace = Programs.Run(program);
        Assert.Equal(Ending.Unsupported, trace.Ending);
        Assert.Contains(reason, trace.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Steps_are_limited()
    {
        var trace = new Trace();
        var scheduler = new Scheduler(new Natural());
        scheduler.Begin(0);
        var code = Code.Of(ProgramParser.Load("program eager { yield; yield; yield }"));
        new DotNetTasksRuntime().Run(code, scheduler, trace, new RunOptions(StepLimit: 2));
        Assert.Equal(Ending.StepLimit, trace.Ending);
    }
}
