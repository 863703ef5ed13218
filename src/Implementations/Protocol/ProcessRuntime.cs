using Conformance.Spec.Programs;
using Conformance.Spec.Runtimes;
using Conformance.Spec.Schedules;
using Conformance.Spec.Traces;

namespace Conformance.Implementations.Protocol;

/// <summary>
/// A runtime behind the adapter protocol (spec/adapter-protocol.md), in a process of its own. Whatever breaks there ends that
/// program as <see cref="Ending.AdapterError"/> with the reason; the next program meets a new process.
/// </summary>
public sealed class ProcessRuntime : IRuntime, IDisposable
{
    private readonly AdapterCommand command;
    private readonly ProtocolLimits limits;
    private readonly IReadOnlySet<string> capabilities;
    private readonly IReadOnlyDictionary<string, string> lacks;
    private AdapterProcess? process;
    private long seq;

    /// <summary>Starts the adapter and asks what it is.</summary>
    /// <exception cref="AdapterFaultException">It does not start, or its answer is none.</exception>
    public ProcessRuntime(AdapterCommand command, ProtocolLimits? limits = null, Expectations? expectations = null)
    {
        ArgumentNullException.ThrowIfNull(command);
        this.command = command;
        Expectations = expectations ?? Expectations.None;
        this.limits = limits ?? ProtocolLimits.Default;
        (Description, capabilities, lacks) = Connect();
    }

    /// <inheritdoc/>
    public RuntimeDescription Description { get; }

    /// <inheritdoc/>
    public Expectations Expectations { get; }

    /// <inheritdoc/>
    public void Run(Code code, Scheduler scheduler, Trace trace, RunOptions options)
    {
        ArgumentNullException.ThrowIfNull(code);
        ArgumentNullException.ThrowIfNull(scheduler);
        ArgumentNullException.ThrowIfNull(trace);
        trace.Begin(code, Description);
        if (Lacks(code.Program) is { } reason)
        {
            trace.End(Ending.Unsupported, natural: true, reason);
            return;
        }

        try
        {
            Run(code.Program, scheduler.Seed, trace);
        }
        catch (AdapterFaultException fault)
        {
            process?.Dispose();
            process = null;
            // Half a trace is none: nothing may be concluded from its beginning.
            trace.Begin(code, Description);
            trace.End(Ending.AdapterError, natural: false, fault.Message);
        }
    }

    /// <summary>Says goodbye to the adapter; a process that stays is killed with all it started.</summary>
    public void Dispose()
    {
        process?.Dispose();
        process = null;
    }

    private void Run(Program program, ulong seed, Trace trace)
    {
        if (process is null && Connect().Description is var now && now != Description)
            throw new AdapterFaultException($"The restarted adapter says it is \"{now.Identity}\"; it was \"{Description.Identity}\".");
        var number = ++seq;
        var line = process!.Ask(Messages.Run(number, program, seed, Description.Workers), limits.Run);
        try
        {
            TraceReader.Read(line, number, trace);
        }
        catch (FormatException wrong)
        {
            throw process.Fault($"gave an answer to \"run\" that is none: {wrong.Message}");
        }
    }

    private Hello Connect()
    {
        process = new AdapterProcess(command, limits);
        try
        {
            var line = process.Ask(Messages.Hello(), limits.Hello);
            try
            {
                return Hello.Read(line);
            }
            catch (FormatException wrong)
            {
                throw process.Fault($"gave an answer to \"hello\" that is none: {wrong.Message}");
            }
        }
        catch (AdapterFaultException)
        {
            Dispose();
            throw;
        }
    }

    private string? Lacks(Program program)
    {
        if (program.Dialect != Description.Family)
            return $"The program is of the {program.Dialect} dialect; \"{Description.Name}\" runs the {Description.Family} one.".ToLowerInvariant();
        return Statements.WordsOf(program).FirstOrDefault(word => !capabilities.Contains(word)) is { } lacking
            ? $"\"{Description.Name}\" has no \"{lacking}\"{(lacks.TryGetValue(lacking, out var reason) ? $": {reason}" : ".")}"
            : null;
    }
}
