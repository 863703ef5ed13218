using System.Diagnostics;
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
    public void What_Python_does_not_compile_is_unsupported()
    {
        var blocks = string.Concat(Enumerable.Range(0, 25).Select(at => $"try {{ log \"{at}\"; "));
        var ends = string.Concat(Enumerable.Range(0, 25).Select(at => $"}} catch e{at} {{ }} "));
        var trace = Run($"program lazy {{ {blocks}{ends} }}");
        Assert.Equal(Ending.Unsupported, trace.Ending);
        Assert.Contains("too many statically nested blocks", trace.Reason, StringComparison.Ordinal);
    }

    // No program can wait for ever, so the code that programs become is written by hand here.
    [NeedsAsyncioFact]
    public void Loop_that_nothing_can_wake_is_a_deadlock()
    {
        const string script = """
            import sys
            sys.path.insert(0, sys.argv[1])
            import execution
            source = '''
            async def body_1():
                with r.body(1), r.waiting(1, -1, 0):
                    await asyncio.get_running_loop().create_future()

            async def body_0():
                with r.body(0), r.waiting(0, 1, 1):
                    await body_1()
            '''
            result = execution.run(source, {0: "main", 1: "x"})
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
                + "['Started', 'Awaiting', 'Started', 'Awaiting']",
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
