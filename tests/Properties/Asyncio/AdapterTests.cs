using System.Diagnostics;
using System.Globalization;
using Conformance.Implementations.Asyncio;
using Conformance.Runner.Generation;
using Conformance.Spec.Programs;
using Conformance.Spec.Runtimes;
using Conformance.Spec.Traces;
using Conformance.Tests.Properties.Protocol;
using Xunit;
using Trace = Conformance.Spec.Traces.Trace;

namespace Conformance.Tests.Properties.Asyncio;

public sealed class AdapterTests
{
    [NeedsAsyncioFact]
    public void Identity_is_read_from_the_interpreter()
    {
        using var asyncio = AsyncioRuntime.Create();
        Assert.Equal((Dialect.Lazy, ClockKind.Virtual), (asyncio.Description.Family, asyncio.Description.Clock));
        Assert.Contains($" {asyncio.Description.Version}", asyncio.Description.Identity, StringComparison.Ordinal);
        Assert.Matches(@"^3\.\d+\.\d+", asyncio.Description.Version);
    }

    [NeedsAsyncioFact]
    public void Time_is_virtual_and_counts_computing()
    {
        var trace = Run(
            "program lazy { a = async { compute 500000; log \"a\" now }; b = async { sleep 1000000; log \"b\" now }; join a b }"
        );
        Assert.Equal(["a 500000", "b 1500000"], trace.Lines());
    }

    [NeedsAsyncioFact]
    public void Timeout_of_a_coroutine_and_join_of_what_has_ended_take_no_turn_from_3_12_on()
    {
        using var asyncio = AsyncioRuntime.Create();
        var inPlace = int.Parse(asyncio.Description.Version.Split('.')[1], CultureInfo.InvariantCulture) >= 12;
        var trace = Run("program lazy { x = async { log \"x\" }; y = async { log \"y\" }; h = spawn y; timeout 10 x; log \"end\" }");
        Assert.Equal(inPlace ? ["x", "end", "y"] : ["y", "x", "end"], trace.Lines());
        var ended = Run("program lazy { x = async { }; h = spawn x; yield; y = async { log \"y\" }; g = spawn y; join h; log \"end\" }");
        Assert.Equal(inPlace ? ["end", "y"] : ["y", "end"], ended.Lines());
    }

    [NeedsAsyncioFact]
    public void Jobs_run_on_threads_of_the_pool_while_the_loop_computes()
    {
        var trace = Run(
            """
            program lazy {
              let n = 1
              a = blocking { compute 10; n += 10; return 1 }
              b = blocking { compute 20; n += 100; throw "x" }
              c = blocking { compute 5; log "c" now }
              compute 12
              log "main" n
              v = join a b c
              log "joined" v n now
            }
            """
        );
        Assert.Equal(["main 11", "c 15", "joined [1, error x, ()] 111 20"], trace.Lines());
        Assert.All(
            trace.Events.ToArray(),
            item => Assert.Equal(trace.Code.Computations[item.Computation].Kind == ComputationKind.Blocking, item.Thread != 0)
        );
        Assert.Null(new WellFormed().Check(trace));
    }

    [NeedsAsyncioFact]
    public void Cancellation_of_what_is_awaited_is_told_from_ones_own()
    {
        var trace = Run(
            """
            program lazy {
              x = async { sleep 10 }
              h = spawn x
              waits = async {
                try { await h } catch e { log "caught" e }
                sleep 10
                log "never"
              }
              w = spawn waits
              yield
              abort h
              yield
              yield
              abort w
              try { await w } catch f { log "main caught" f }
            }
            """
        );
        Assert.Equal(["caught cancelled", "main caught cancelled"], trace.Lines());
    }

    [NeedsAsyncioFact]
    public void Panic_passes_a_try_and_is_an_error_of_the_handle()
    {
        var trace = Run(
            "program lazy { x = async { try { panic \"p\" } catch c { log \"no\" } }; h = spawn x; try { await h } catch e { log \"caught\" e } }"
        );
        Assert.Equal(["caught panic: p"], trace.Lines());
    }

    [NeedsAsyncioFact]
    public void Deepest_nesting_runs()
    {
        var levels = Enumerable.Range(0, ProgramChecker.DeepestNesting).ToList();
        var blocks = string.Concat(levels.Select(at => $"try {{ log \"{at}\"; "));
        var ends = string.Concat(levels.Select(at => $"}} catch e{at} {{ }} "));
        var trace = Run($"program lazy {{ {blocks}{ends} }}");
        Assert.Equal((Ending.Completed, levels.Count), (trace.Ending, trace.Lines().Count()));
    }

    // asyncio itself cancels them in the order of a set, which earlier programs have a part in.
    [NeedsAsyncioFact]
    public void What_is_left_is_cancelled_in_the_order_of_creation()
    {
        var tasks = Enumerable
            .Range(0, 8)
            .Select(at => $"x{at} = async {{ {(at < 6 ? "log" : "sleep 9; log")} \"x\" }}; spawn{at} = spawn x{at}; ");
        var trace = Run($"program lazy {{ {string.Concat(tasks)} yield }}");
        var cancelled = trace.Events.ToArray().Where(item => item.Kind == EventKind.Cancelled).Select(item => item.Computation).ToList();
        Assert.Equal(2, cancelled.Count);
        Assert.Equal(cancelled.Order(), cancelled);
    }

    // No program can wait for ever, so the adapter learns a statement here that does.
    [NeedsAsyncioFact]
    public void Loop_that_nothing_can_wake_is_a_deadlock()
    {
        const string script = """
            import sys
            sys.path.insert(0, sys.argv[1])
            import asyncio
            from execution import Executor
            from statements import STATEMENTS

            def for_ever(p, s, body):
                return p.wait(s, body, lambda: asyncio.get_running_loop().create_future())

            STATEMENTS["for-ever"] = for_ever
            waits = {"do": "async", "site": 0, "id": 1, "name": "x", "body": [{"do": "for-ever", "site": 1}]}
            result = Executor().run({"dialect": "lazy", "body": [waits, {"do": "await", "site": 2, "target": "x"}]})
            print(result["ending"], result["reason"], [event[0] for event in result["events"]])
            """;
        var folder = Path.GetDirectoryName(AsyncioRuntime.Command.Arguments[^1])!;
        using var python = Process.Start(
            new ProcessStartInfo(AsyncioRuntime.Command.File, ["-B", "-c", script, folder])
            {
                RedirectStandardOutput = true,
                UseShellExecute = false,
            }
        )!;
        Assert.Equal(
            "Deadlock Nothing is ready, no timer is armed and no job runs: \"main\" waits for \"x\", \"x\" waits for more. "
                + "['Started', 'Creating', 'Created', 'Awaiting', 'Started', 'Awaiting']",
            python.StandardOutput.ReadToEnd().Trim()
        );
        python.WaitForExit();
    }

    [NeedsAsyncioFact]
    public void Same_program_gives_the_same_trace_in_another_process()
    {
        using var first = AsyncioRuntime.Create();
        using var second = AsyncioRuntime.Create();
        foreach (var code in ProgramGenerator.Sample(Dialect.Lazy, seed: 1, count: 60).Select(Code.Of))
            Assert.Equal(TraceHash.Of(Adapters.Run(first, code)), TraceHash.Of(Adapters.Run(second, code)));
    }

    private static Trace Run(string text)
    {
        using var asyncio = AsyncioRuntime.Create();
        return Adapters.Run(asyncio, Code.Of(ProgramParser.Load(text)));
    }
}
