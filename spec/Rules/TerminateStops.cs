using Conformance.Spec.Programs;
using Conformance.Spec.Rules.Analyses;
using Conformance.Spec.Runtimes;
using Conformance.Spec.Traces;

namespace Conformance.Spec.Rules;

/// <summary>WORK-04: a worker does not have to give way to be stopped.</summary>
internal sealed class TerminateStops : Rule
{
    private long[] busyUntil = [];
    private int[] terminated = [];
    private bool[] gone = [];

    public override RuleInfo Info { get; } =
        new()
        {
            Id = "WORK-04",
            Title = "terminate stops a busy worker",
            Family = Family.Eager,
            Chapter = Workers.Chapter,
            Text =
                "worker.terminate() MUST stop a worker even in an endless loop (contrast BLOCK-02); nothing of it runs after its end has been told.",
            Trigger = "A worker is terminated while it computes.",
            Sources =
            [
                "https://nodejs.org/api/worker_threads.html#workerterminate",
                "nodejs/node test/parallel/test-worker-terminate-microtask-loop.js",
            ],
            Litmus = ["work-04-terminate-stops-a-busy-worker"],
            Mutants = ["terminate-waits"],
        };

    public override ReadOnlySpan<EventKind> Wants =>
        [
            EventKind.Started,
            EventKind.Completed,
            EventKind.Log,
            EventKind.ComputeBegin,
            EventKind.ComputeEnd,
            EventKind.Posting,
            EventKind.Terminating,
            EventKind.Terminated,
            EventKind.Resumed,
        ];

    public override bool Concerns(Code code) => code.Has(Op.Terminate);

    protected override void OnBegin()
    {
        var count = Index.Code.Computations.Length;
        Questions.Reset(ref busyUntil, count, -1);
        Questions.Reset(ref terminated, count, -1);
        Questions.Reset(ref gone, count, false);
    }

    protected override void OnEvent(in Event item, int at)
    {
        var worker = Index.Code.Computations[item.Computation].Worker;
        if (worker >= 0)
            GoesOn(worker, in item, at);
        else if (item.Kind == EventKind.Terminating && busyUntil[item.Subject] > item.Time)
            Trigger();
        else if (item.Kind == EventKind.Terminated && terminated[item.Subject] < 0)
            terminated[item.Subject] = at;
        else if (item.Kind == EventKind.Resumed && Index.Statement(in item) is { Op: Op.Await } wait && terminated[wait.Target] >= 0)
            Hears(in item, wait.Target, at);
    }

    // On threads of the machine it may take a moment until it has stopped.
    private void GoesOn(int worker, in Event item, int at)
    {
        if (gone[worker] || (terminated[worker] >= 0 && Index.Trace.Runtime.Clock != ClockKind.Real))
            Fail(
                at,
                $"The worker {Quote(worker)} went on after it had been terminated; expected nothing of it to run any more, also if it did not give way."
            );
        busyUntil[worker] = item.Kind == EventKind.ComputeBegin ? item.Time + Index.Statement(in item)!.Number : -1;
    }

    private void Hears(in Event item, int worker, int at)
    {
        gone[worker] = true;
        var begin = Index.Get<Waits>().BeginOf(at);
        if (Index.Trace.Runtime.Clock == ClockKind.Real || begin < 0)
            return;
        var idle = Index.Get<IdleTime>();
        var late = idle.At(at) - Math.Max(idle.At(begin), idle.At(terminated[worker]));
        if (late > 0)
            Fail(
                at,
                $"{Quote(item.Computation)} heard of the end of {Quote(worker)} late by {late} after it had been terminated; expected it to stop at once."
            );
    }
}
