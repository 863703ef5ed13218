using Conformance.Implementations.EventLoop;
using Conformance.Implementations.Executor;
using Conformance.Spec.Litmus;
using Conformance.Spec.Programs;
using Conformance.Spec.Rules;
using Conformance.Spec.Runtimes;
using Conformance.Spec.Schedules;
using Conformance.Spec.Traces;
using Shouldly;
using Xunit;

namespace Conformance.Tests.Properties.Language;

public sealed class LitmusOnReferencesTests
{
    private const ulong Seeds = 40;

    public static TheoryData<string> Names => [.. LitmusLibrary.Load().Select(litmus => litmus.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Litmus_is_judged_somewhere_and_forbids_nothing_that_a_reference_does(string name)
    {
        var litmus = LitmusLibrary.Load().Single(litmus => litmus.Name == name);
        var allowed = 0;
        foreach (var runtime in References(litmus.Program.Dialect))
        {
            foreach (var trace in Traces(litmus, runtime))
            {
                var judgement = litmus.Judge(trace);
                judgement.Verdict.ShouldNotBe(LitmusVerdict.Forbidden, $"{runtime.Description.Name}: {judgement.Reason}");
                trace.Ending.ShouldNotBe(Ending.AdapterError, trace.Reason);
                allowed += judgement.Verdict == LitmusVerdict.Allowed ? 1 : 0;
            }
        }

        allowed.ShouldBeGreaterThan(0);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Litmus_triggers_every_rule_it_names(string name)
    {
        var litmus = LitmusLibrary.Load().Single(litmus => litmus.Name == name);
        var triggered = new HashSet<string>(StringComparer.Ordinal);
        foreach (var runtime in References(litmus.Program.Dialect))
        {
            var checker = new Checker(Catalogue.Create(), runtime.Description);
            foreach (var trace in Traces(litmus, runtime))
            {
                checker.Check(trace);
                triggered.UnionWith(checker.Rules.Where(rule => rule.Triggers > 0).Select(rule => rule.Info.Id));
            }
        }

        litmus.Rules.Where(id => !triggered.Contains(id)).ShouldBeEmpty();
    }

    private static IRuntime[] References(Dialect dialect) =>
        dialect == Dialect.Eager
            ? [new EventLoopRuntime()]
            : [ExecutorRuntime.CurrentThread(), ExecutorRuntime.MultiThread(), ExecutorRuntime.PausedCurrentThread()];

    /// <summary>The same trace again and again, each time with another execution in it; the first is the natural one.</summary>
    private static IEnumerable<Trace> Traces(LitmusTest litmus, IRuntime runtime)
    {
        var trace = new Trace();
        var code = Code.Of(litmus.Program);
        for (var seed = 0UL; seed < Seeds; seed++)
        {
            var scheduler = new Scheduler(seed == 0 ? new Natural() : new RandomWalk());
            scheduler.Begin(seed);
            runtime.Run(code, scheduler, trace, RunOptions.Default);
            yield return trace;
        }
    }
}
