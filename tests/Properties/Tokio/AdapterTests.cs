using Conformance.Implementations.Tokio;
using Conformance.Spec.Programs;
using Conformance.Spec.Runtimes;
using Conformance.Spec.Traces;
using Conformance.Tests.Properties.Protocol;
using Xunit;

namespace Conformance.Tests.Properties.Tokio;

public sealed class AdapterTests
{
    [NeedsTokioFact]
    public void Identity_names_the_version_and_the_scheduler()
    {
        using var tokio = TokioRuntime.CurrentThread();
        Assert.Equal(ClockKind.Paused, tokio.Description.Clock);
        Assert.StartsWith($"Tokio {tokio.Description.Version} current_thread", tokio.Description.Identity, StringComparison.Ordinal);
        Assert.Matches(@"^1\.\d+\.\d+$", tokio.Description.Version);
    }

    [NeedsTokioFact]
    public void Identity_of_several_workers_names_their_scheduler_and_clock()
    {
        using var tokio = TokioRuntime.MultiThread();
        Assert.Equal((ClockKind.Real, 2, JoinOrder.Rotating), (tokio.Description.Clock, tokio.Description.Workers, tokio.Description.Join));
        Assert.StartsWith($"Tokio {tokio.Description.Version} multi_thread", tokio.Description.Identity, StringComparison.Ordinal);
    }

    [NeedsTokioTheory]
    [InlineData(false)]
    [InlineData(true)]
    public void Deadlock_says_who_waits(bool several)
    {
        var trace = Run("program lazy { p = probe 1 wakes 0; f = async { await p }; await f }", several);
        Assert.Equal(Ending.Deadlock, trace.Ending);
        Assert.Contains("\"main\" waits for \"f\", \"f\" waits for \"p\"", trace.Reason, StringComparison.Ordinal);
    }

    [NeedsTokioTheory]
    [InlineData("sleep 5")]
    [InlineData("yield")]
    [InlineData("j = blocking { compute 5 }; await j")]
    [InlineData("f = async { sleep 5 }; h = spawn f; abort h; try { await h } catch e { }")]
    [InlineData("f = async { yield }; h = spawn f; timeout 1000 h")]
    [InlineData("p = probe 1; await p")]
    public void What_the_runtime_will_wake_is_no_deadlock(string wait)
    {
        string[] programs = [$"program lazy {{ {wait} }}", $"program lazy {{ w = async {{ {wait} }}; t = spawn w; await t }}"];
        foreach (var program in programs)
        {
            Assert.Equal(Ending.Completed, Run(program).Ending);
            Assert.Equal(Ending.Completed, Run(program, several: true).Ending);
        }
    }

    [NeedsTokioFact]
    public void More_branches_than_the_adapter_has_calls_for_are_refused()
    {
        var names = Enumerable.Range(1, 9).Select(number => $"s{number}").ToList();
        var trace = Run(
            $"program lazy {{ {string.Join("; ", names.Select(name => $"{name} = sleep 1"))}; join {string.Join(' ', names)} }}"
        );
        Assert.Equal((Ending.Unsupported, "No more than 8 branches can be combined here."), (trace.Ending, trace.Reason));
    }

    [NeedsTokioFact]
    public void Panic_of_a_sibling_cancels_what_is_suspended()
    {
        var trace = Run("program lazy { a = async { sleep 10 }; b = async { panic \"b\" }; join a b }");
        Assert.Equal((Ending.Failed, "b"), (trace.Ending, trace.Reason));
        Assert.Equal(
            [(EventKind.Completed, 2), (EventKind.Cancelled, 1), (EventKind.Completed, 0)],
            trace
                .Events.ToArray()
                .Where(item => item.Kind is EventKind.Completed or EventKind.Cancelled)
                .Select(item => (item.Kind, item.Subject))
        );
    }

    [NeedsTokioFact]
    public void Jobs_run_on_other_threads_and_share_counters()
    {
        var trace = Run(
            """
            program lazy {
              let n = 1
              a = blocking { n += 10; return 1 }
              b = blocking { n += 100; throw "x" }
              v = join a b
              log "joined" v n
            }
            """
        );
        Assert.Equal(["joined [1, error x] 111"], trace.Lines());
        Assert.All(
            trace.Events.ToArray(),
            item => Assert.Equal(trace.Code.Computations[item.Computation].Kind == ComputationKind.Blocking, item.Thread != 0)
        );
        Assert.Null(new WellFormed().Check(trace));
    }

    [NeedsFact("cargo")]
    public void Failing_build_says_which_command_failed_and_what_to_install()
    {
        var folder = Directory.CreateTempSubdirectory("conformance-");
        try
        {
            var sources = folder.CreateSubdirectory("sources").FullName;
            File.WriteAllText(Path.Combine(sources, "Cargo.toml"), "nonsense");
            var problem = CargoBuild.Of(sources, folder.FullName).Problem;
            Assert.NotNull(problem);
            Assert.Contains("\"cargo build --quiet ", problem, StringComparison.Ordinal);
            Assert.Contains("nonsense", problem, StringComparison.Ordinal);
            Assert.Contains("install librust-tokio-dev", problem, StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static Trace Run(string text, bool several = false)
    {
        using var tokio = several ? TokioRuntime.MultiThread() : TokioRuntime.CurrentThread();
        return Adapters.Run(tokio, Code.Of(ProgramParser.Load(text)));
    }
}
