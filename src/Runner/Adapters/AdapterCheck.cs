using Conformance.Implementations.Protocol;
using Conformance.Runner.Reports;
using Conformance.Spec.Runtimes;

namespace Conformance.Runner.Adapters;

/// <summary>Walks through what an adapter has to do and tells its author what is wrong with it, before a campaign tells what is wrong with its runtime.</summary>
/// <param name="command">How the adapter is started.</param>
/// <param name="limits">How long it may take. Default: as in a campaign, but 5 s a run, for the author is waiting.</param>
/// <param name="expectations">What the runtime does otherwise by design; nothing by default.</param>
public sealed class AdapterCheck(AdapterCommand command, ProtocolLimits? limits = null, Expectations? expectations = null)
{
    /// <summary>After so many faults the rest would only say the same.</summary>
    private const int MostFaults = 5;
    private readonly ProtocolLimits limits = limits ?? new ProtocolLimits { Run = TimeSpan.FromSeconds(5) };
    private int faults;

    /// <summary>Everything found, as it is found.</summary>
    public IEnumerable<Remark> Run()
    {
        foreach (var remark in Steps())
        {
            if (remark.Mark == Mark.Wrong)
                faults++;
            yield return remark;
            if (faults < MostFaults)
                continue;
            yield return new Remark(Mark.Note, $"The check ends here, after {MostFaults} faults: put these right first.");
            yield break;
        }
    }

    private IEnumerable<Remark> Steps()
    {
        var (runtime, refusal) = Start();
        if (runtime is null)
        {
            yield return refusal!;
            yield break;
        }

        using (runtime)
        {
            yield return Introduction(runtime.Description);
            var programs = new StatementPrograms(runtime.Description.Family);
            foreach (var remark in new StatementCheck(runtime, programs).Run())
                yield return remark;
            foreach (var remark in new Repetition(runtime).Run())
                yield return remark;
        }

        foreach (var remark in new Manners(command, limits).Run())
            yield return remark;
    }

    private (ProcessRuntime? Runtime, Remark? Refusal) Start()
    {
        try
        {
            return (new ProcessRuntime(command, limits, expectations), null);
        }
        catch (AdapterFaultException fault)
        {
            return (null, new Remark(Mark.Wrong, fault.Message, Advice.For(fault.Message)));
        }
    }

    private static Remark Introduction(RuntimeDescription runtime) =>
        runtime.Name.Length == 0 || runtime.Identity.Length == 0
            ? new Remark(
                Mark.Wrong,
                "Its answer to \"hello\" leaves \"name\" or \"identity\" empty.",
                "Name the runtime, and read the identity from the runtime itself while it runs, such as its version."
            )
            : new Remark(
                Mark.Ok,
                $"It says hello: {runtime.Name} {runtime.Version} in {runtime.Language}, {Json.Lower(runtime.Family)} dialect, {Json.Lower(runtime.Clock)} clock, async code on {runtime.Workers} and jobs on {runtime.PoolSize} threads. \"{runtime.Identity}\""
            );
}
