using Conformance.Spec.Programs;
using Conformance.Spec.Rules;
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
    private readonly IReadOnlyDictionary<string, string> lacks;
    private readonly bool lacksPlaces;
    private readonly Pipeline pipeline;
    private AdapterProcess? process;

    /// <summary>Starts the adapter and asks what it is.</summary>
    /// <exception cref="AdapterFaultException">It does not start, or its answer is none.</exception>
    public ProcessRuntime(AdapterCommand command, ProtocolLimits? limits = null, Expectations? expectations = null)
    {
        ArgumentNullException.ThrowIfNull(command);
        this.command = command;
        Expectations = expectations ?? Expectations.None;
        this.limits = limits ?? ProtocolLimits.Default;
        var hello = Connect();
        (Description, Capabilities, lacks) = (hello.Description, hello.Capabilities, hello.Lacks);
        lacksPlaces = lacks.Keys.Any(word => word.Contains(' ', StringComparison.Ordinal));
        pipeline = new Pipeline(hello.Pipeline, Description.Workers);
        Lookahead = hello.Pipeline > 1 ? hello.Pipeline : 0;
    }

    /// <inheritdoc/>
    public RuntimeDescription Description { get; }

    /// <summary>The statements it says it can run, by the word in the member <c>do</c> of their JSON.</summary>
    public IReadOnlySet<string> Capabilities { get; }

    /// <inheritdoc/>
    public Expectations Expectations { get; }

    /// <inheritdoc/>
    public Strictness Strictness { get; init; } = Strictness.Strict;

    /// <inheritdoc/>
    public int Lookahead { get; }

    /// <inheritdoc/>
    public string? Lacks(Code code)
    {
        ArgumentNullException.ThrowIfNull(code);
        var program = code.Program;
        if (program.Dialect != Description.Family)
            return $"The program is of the {program.Dialect} dialect; \"{Description.Name}\" runs the {Description.Family} one.".ToLowerInvariant();
        var lacking =
            ProgramJson.WordsOf(program).FirstOrDefault(word => !Capabilities.Contains(word))
            ?? (lacksPlaces ? ProgramJson.PlacesOf(program).FirstOrDefault(lacks.ContainsKey) : null);
        return lacking is null
            ? null
            : $"\"{Description.Name}\" has no \"{lacking}\"{(lacks.TryGetValue(lacking, out var reason) ? $": {reason}" : ".")}";
    }

    /// <inheritdoc/>
    public void Announce(Code code, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(code);
        if (Lookahead > 0 && Lacks(code) is null)
            pipeline.Announce(code, seed);
    }

    /// <inheritdoc/>
    public void Run(Code code, Scheduler scheduler, Trace trace, RunOptions options)
    {
        ArgumentNullException.ThrowIfNull(code);
        ArgumentNullException.ThrowIfNull(scheduler);
        ArgumentNullException.ThrowIfNull(trace);
        trace.Begin(code, Description);
        if (Lacks(code) is { } reason)
        {
            trace.End(Ending.Unsupported, natural: true, reason);
            return;
        }

        try
        {
            Run(code, scheduler.Seed, trace);
        }
        catch (AdapterFaultException fault)
        {
            Break();
            pipeline.Abandon();
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

    private void Run(Code code, ulong seed, Trace trace)
    {
        pipeline.Turn(code, seed);
        var adapter = Ready();
        var (line, seq) = pipeline.Ask(adapter, limits.Run);
        try
        {
            TraceReader.Read(line, seq, trace);
        }
        catch (FormatException wrong)
        {
            throw adapter.Fault($"gave an answer to \"run\" that is none: {wrong.Message}");
        }
    }

    // A process that owes no other answer.
    private AdapterProcess Ready()
    {
        if (process is not null)
        {
            try
            {
                pipeline.Drain(process, limits.Run);
                return process;
            }
            catch (AdapterFaultException)
            {
                // It broke over a program whose outcome nobody asks for any more.
                Break();
            }
        }

        if (Connect().Description is var now && now != Description)
            throw new AdapterFaultException($"The restarted adapter says it is \"{now.Identity}\"; it was \"{Description.Identity}\".");
        return process!;
    }

    private void Break()
    {
        process?.Dispose();
        process = null;
        pipeline.Restart();
    }

    private Hello Connect()
    {
        process = new AdapterProcess(command, limits);
        try
        {
            process.Send(Messages.Hello());
            var line = process.Receive(limits.Hello);
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
}
