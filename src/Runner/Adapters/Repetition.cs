using System.Diagnostics;
using System.Globalization;
using Conformance.Implementations.Protocol;
using Conformance.Runner.Campaigns;
using Conformance.Runner.Generation;
using Conformance.Spec.Programs;
using Conformance.Spec.Runtimes;
using Conformance.Spec.Schedules;
using Conformance.Spec.Traces;

namespace Conformance.Runner.Adapters;

/// <summary>Many programs, there and back: are the traces well-formed, are they the same again, how fast is it?</summary>
internal sealed class Repetition(ProcessRuntime runtime)
{
    private const int Programs = 100;
    private const int ProgramsOnTheMachinesClock = 20;
    private readonly Judge judge = new(runtime, []);
    private readonly List<string> faults = [];
    private TimeSpan running;

    public IEnumerable<Remark> Run()
    {
        var there = Supported().Take(IsReal ? ProgramsOnTheMachinesClock : Programs).ToList();
        var elapsed = running;
        foreach (var fault in faults)
            yield return new Remark(Mark.Wrong, fault, Advice.For(fault));
        if (faults.Count > 0)
            yield break;
        if (there.Count == 0)
        {
            yield return new Remark(
                Mark.Note,
                "It was asked for no random program, for nothing is left of them without the statements that are not among its capabilities.",
                "A campaign begins to tell something with log, async, await and sleep."
            );
            yield break;
        }

        yield return new Remark(Mark.Ok, $"Of {there.Count} random programs every trace is well-formed.");
        var others = there.AsEnumerable().Reverse().Count(run => Trace(run.Code) != run.Hash);
        yield return Determinism(there.Count, others);
        yield return Speed(there.Count / elapsed.TotalSeconds);
    }

    private bool IsReal => runtime.Description.Clock == ClockKind.Real;

    // Runs each program that it supports, until one shows a fault.
    private IEnumerable<(Code Code, ulong Hash)> Supported()
    {
        foreach (var program in ProgramGenerator.Sample(runtime.Description.Family, seed: 1, Programs * 2))
        {
            var code = Code.Of(FittedProgram.Of(program, runtime.Lacks).Program);
            if (Trace(code) is { } hash)
                yield return (code, hash);
            if (faults.Count > 0)
                yield break;
        }
    }

    private ulong? Trace(Code code)
    {
        var start = Stopwatch.GetTimestamp();
        var ending = judge.Run(code, new Scheduler(new Natural()), seed: 1);
        if (ending != Ending.Unsupported)
            running += Stopwatch.GetElapsedTime(start);
        if (judge.Fault is { } fault)
            faults.Add($"{fault}\n{ProgramPrinter.Print(code.Program)}");
        return ending == Ending.Unsupported || judge.Fault is not null ? null : TraceHash.Of(judge.Trace);
    }

    private Remark Determinism(int count, int others)
    {
        if (others == 0)
            return new Remark(Mark.Ok, $"The same {count} programs gave the same traces once more, in another order.");
        if (IsReal)
            return new Remark(
                Mark.Note,
                $"{others} of {count} programs gave another trace the second time, as the machine's clock lets them."
            );
        return new Remark(
            Mark.Note,
            $"{others} of {count} programs gave another trace the second time.",
            "Where jobs run on threads of the machine, that is their nature, and a violation may not show again. Otherwise something of one program is left behind when the next one begins, or the seed is not used."
        );
    }

    private Remark Speed(double programs)
    {
        var found = string.Create(CultureInfo.InvariantCulture, $"It runs {programs:N0} programs a second, one at a time.");
        if (runtime.Lookahead > 0)
            return new Remark(Mark.Ok, $"{found} A campaign sends up to {runtime.Lookahead} ahead.");
        return IsReal
            ? new Remark(
                Mark.Ok,
                $"{found} Its sleeps are real: give campaigns few programs and one schedule (--programs 200 --schedules 1)."
            )
            : new Remark(
                Mark.Note,
                found,
                "If it reads a line and answers it before it reads the next, let it say \"pipeline\":32 in its \"hello\": campaigns then send programs ahead."
            );
    }
}
