using Conformance.Spec.Programs;
using Conformance.Spec.Rules.Analyses;
using Conformance.Spec.Traces;

namespace Conformance.Spec.Rules;

/// <summary>WORK-02: first in, first out, each in a callback of its own.</summary>
internal sealed class MessagesInOrder : Rule
{
    private readonly List<(int Worker, bool Outward, int At, Value Value)> messages = [];
    private int[] nextOut = [];
    private int[] nextIn = [];
    private int open;

    public override RuleInfo Info { get; } =
        new()
        {
            Id = "WORK-02",
            Title = "Messages are asynchronous and FIFO per port",
            Family = Family.Eager,
            Chapter = Workers.Chapter,
            Text =
                "Messages on one port MUST arrive in the order of sending, each as its own callback (queues drained in between), never synchronously inside the post. "
                + "What is not delivered yet when the loop takes notice of a worker's end MAY come in one callback with that, without a drain in between.",
            Trigger = "A message is handed to its handler.",
            Sources =
            [
                Articles.TokioAndNode("inter-thread communication overhead"),
                "https://nodejs.org/api/worker_threads.html#class-messageport",
                "https://html.spec.whatwg.org/multipage/web-messaging.html#message-ports",
                "nodejs/node lib/internal/worker.js, kOnExit: what is left in the ports is drained before the exit is told",
            ],
            Litmus = ["work-02-messages-arrive-in-order", "work-02-queues-drain-between-messages", "work-02-the-rest-comes-with-the-exit"],
            Mutants = ["messages-inline", "newest-message-first", "messages-without-drain"],
        };

    public override ReadOnlySpan<EventKind> Wants => [EventKind.Posting, EventKind.Posted, EventKind.Started];

    public override bool Concerns(Code code) => code.Has(Op.Post);

    protected override void OnBegin()
    {
        messages.Clear();
        open = -1;
        Questions.Reset(ref nextOut, Index.Code.Computations.Length, 0);
        Questions.Reset(ref nextIn, Index.Code.Computations.Length, 0);
    }

    protected override void OnEvent(in Event item, int at)
    {
        if (item.Kind == EventKind.Posting)
        {
            // What cannot be copied is not posted.
            if (Index.Statement(in item) is { Adopted: >= 0 })
                return;
            messages.Add((item.Subject, IsInWorker(item.Computation), at, item.Value));
            open = messages.Count - 1;
        }
        else if (item.Kind == EventKind.Posted)
        {
            open = -1;
        }
        else if (Index.Kind(item.Computation) == ComputationKind.Message)
        {
            Trigger();
            Arrives(in item, at);
        }
    }

    private bool IsInWorker(int computation) => Index.Code.Computations[computation].Worker >= 0;

    private void Arrives(in Event item, int at)
    {
        var handler = Index.Code.Computations[item.Computation];
        var outward = !IsInWorker(handler.Id);
        var match = Match(handler, outward, item.Value, at);
        if (outward && Index.Get<Turns>().Interrupted(at) is >= 0 and var busy)
            Fail(
                at,
                $"The message for {Quote(handler.Id)} was handled while {Quote(busy)} held the thread; expected a callback of its own."
            );
        else if (match >= 0 && match == open && Index.Trace.Runtime.Controlled)
            Fail(
                at,
                $"{Quote(handler.Id)} ran inside the post of {Quote(Index.Trace[messages[open].At].Computation)}; expected messages to arrive in callbacks of their own."
            );
        else if (outward && Index.Get<MicrotaskOrder>()[at] is { Order: JobOrder.Undrained } check)
            Fail(
                at,
                $"{Quote(handler.Id)} began while {Index.Get<MicrotaskOrder>().DescribeLeft(check.Other)} was still queued; expected the queues to be drained between messages."
            );
    }

    // Which of the messages it is, or -1. What was posted after the handler had begun to wait for it cannot have been lost for want of a handler.
    private int Match(Computation handler, bool outward, Value value, int at)
    {
        ref var next = ref (outward ? nextOut : nextIn)[handler.Subject];
        var waits = Index.First(EventKind.Creating, handler.Id);
        for (var i = next; i < messages.Count; i++)
        {
            var message = messages[i];
            if (message.Worker != handler.Subject || message.Outward != outward)
                continue;
            if (message.Value == value)
            {
                next = i + 1;
                return i;
            }

            if (message.At > waits)
            {
                Fail(
                    at,
                    $"{Quote(handler.Id)} was handed {value} though {message.Value} had been posted before and was not delivered yet; expected the order of posting."
                );
                return -1;
            }
        }

        Fail(
            at,
            $"{Quote(handler.Id)} was handed {value}, which is not among the messages that are still to come; expected the order of posting."
        );
        return -1;
    }
}
