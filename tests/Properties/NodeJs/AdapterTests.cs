using Conformance.Implementations.NodeJs;
using Conformance.Spec.Programs;
using Conformance.Spec.Traces;
using Conformance.Tests.Properties.Protocol;
using Xunit;

namespace Conformance.Tests.Properties.NodeJs;

public sealed class AdapterTests
{
    [NeedsFact("node")]
    public void Identity_is_read_from_the_runtime()
    {
        using var node = NodeJsRuntime.Create();
        Assert.Contains($"Node.js v{node.Description.Version}, V8 ", node.Description.Identity, StringComparison.Ordinal);
    }

    [NeedsFact("node")]
    public void Promise_in_its_own_executor_is_unsupported()
    {
        var trace = Run("program eager { p = promise { r = then p { log \"r\" } } }");
        Assert.Equal(Ending.Unsupported, trace.Ending);
        Assert.Contains("\"p\" inside its own executor", trace.Reason, StringComparison.Ordinal);
    }

    [NeedsFact("node")]
    public void Deadlock_says_who_waits()
    {
        var trace = Run("program eager { deferred d; f = async { await d }; await f }");
        Assert.Equal(Ending.Deadlock, trace.Ending);
        Assert.Contains("\"main\" waits for \"f\"", trace.Reason, StringComparison.Ordinal);
        Assert.Contains("\"f\" waits for \"d\"", trace.Reason, StringComparison.Ordinal);
    }

    [NeedsFact("node")]
    public void Jobs_run_on_other_threads_and_share_counters()
    {
        var trace = Run(
            """
            program eager {
              let n = 1
              a = blocking { n += 10; return 1 }
              b = blocking { n += 100; log "b" n; throw "x" }
              v = join a b
              log "joined" v n
            }
            """
        );
        Assert.Equal(Ending.Completed, trace.Ending);
        Assert.Equal("joined [1, error x] 111", trace.Lines()[^1]);
        Assert.All(
            trace.Events.ToArray(),
            item => Assert.Equal(trace.Code.Computations[item.Computation].Kind == ComputationKind.Blocking, item.Thread != 0)
        );
        Assert.Null(new WellFormed().Check(trace));
    }

    [NeedsFact("node")]
    public void Rejection_that_nobody_handles_is_reported()
    {
        var trace = Run("program eager { f = async { throw \"x\" } }");
        var last = trace.Events[^1];
        Assert.Equal((EventKind.Unhandled, 1, "x"), (last.Kind, last.Subject, last.Value.AsText));
    }

    [NeedsFact("node")]
    public void Names_with_dashes_are_kept_apart()
    {
        var trace = Run(
            "program eager { deferred d; resolve d 1; a-b = await d; deferred e; resolve e 2; a_b = await e; log \"got\" a-b a_b }"
        );
        Assert.Equal(["got 1 2"], trace.Lines());
    }

    [NeedsFact("node")]
    public void Worker_has_a_thread_and_copies_of_its_own()
    {
        var trace = Run(
            """
            program eager {
              let n = 1
              deferred d
              resolve d "far"
              how = await d
              w = worker {
                n += 10
                log "inside" n how
                m = on-message (v) {
                  log "heard" v
                  post v
                }
              }
              h = on-message w (u) {
                log "answer" u n
              }
              post w "hi"
              await w
            }
            """
        );
        Assert.Equal(Ending.Completed, trace.Ending);
        Assert.Equal(["inside 11 far", "heard hi", "answer hi 1"], trace.Lines());
        Assert.All(trace.Events.ToArray(), item => Assert.Equal(trace.Code.Computations[item.Computation].Worker >= 0, item.Thread == 100));
        Assert.Null(new WellFormed().Check(trace));
    }

    [NeedsFact("node")]
    public void Worker_that_waits_for_ever_is_discarded()
    {
        var trace = Run("program eager { w = worker { m = on-message { } }; log \"main\" }");
        Assert.Equal(Ending.Completed, trace.Ending);
        Assert.Equal(["main"], trace.Lines());
    }

    [NeedsFact("node")]
    public void Worker_that_throws_is_awaited_with_its_error()
    {
        var trace = Run("program eager { w = worker { throw \"broken\" }; try { await w } catch e { log \"got\" e } }");
        Assert.Equal(["got broken"], trace.Lines());
    }

    private static Trace Run(string text)
    {
        using var node = NodeJsRuntime.Create();
        return Adapters.Run(node, Code.Of(ProgramParser.Load(text)));
    }
}
