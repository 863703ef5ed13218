using Conformance.Implementations.Interpreting;
using Conformance.Reference.EventLoop;
using Conformance.Spec.Programs;
using Conformance.Spec.Traces;

namespace Conformance.Implementations.EventLoop;

/// <content>Workers and their messages.</content>
internal sealed partial class Interpreter
{
    private Port[] ports = [];

    private void MakeWorker(Computation made)
    {
        foreach (var copy in made.Copies)
            Set(copy.To, Read(new Argument(ArgumentKind.Variable, Value.Unit, copy.From)));
        var port = new Port(new WorkerBody(this, made));
        var promise = new Promise<Value>(loop);
        (ports[made.Id], promises[made.Id]) = (port, promise);
        port.Worker = loop.StartWorker(port.Body);
        port.Worker.OnMessage = message => Handle(port, message);
        port.Worker.Exit.MarkHandled();
        port.Worker.Exited += error =>
        {
            if (error is null)
                promise.Fulfil(Value.Unit);
            else
                promise.RejectWith(error);
        };
    }

    private void MakeHandler(Computation made)
    {
        if (made.Worker >= 0)
            ports[made.Worker].Body.Add(made.Id);
        else
            ports[made.Subject].Handlers.Enqueue(made.Id);
    }

    private void Handle(Port port, Value message)
    {
        if (!port.Handlers.TryDequeue(out var handler))
            return;
        Set(Code.Computations[handler].Parameter, message);
        RunSync(handler, message);
    }

    private void Post(Instruction at)
    {
        var port = ports[at.Target];
        var value = ReadFirst(at);
        Emit(EventKind.Posting, at.Owner, at.Target, at.Site, Outcome.None, value);
        if (at.Adopted >= 0 && !port.Worker.HasExited && !loop.Faults.Is(EventLoopFault.PromisesAreCopied))
            throw new ProgramError("not cloneable");
        if (Code.Computations[at.Owner].Worker >= 0)
            port.Body.Send(value);
        else
            port.Worker.Post(value);
        Emit(EventKind.Posted, at.Owner, at.Target, at.Site);
    }

    private void Terminate(Instruction at)
    {
        Emit(EventKind.Terminating, at.Owner, at.Target, at.Site);
        ports[at.Target].Worker.Terminate();
        Emit(EventKind.Terminated, at.Owner, at.Target, at.Site);
    }

    /// <summary>Only a fault does so: what one side adds, the other side sees.</summary>
    private void AddShared(Instruction add)
    {
        foreach (var worker in Code.Computations)
        {
            foreach (var copy in worker.Copies)
            {
                if (copy.From == add.Variable || copy.To == add.Variable)
                    Add(copy.From == add.Variable ? copy.To : copy.From, add.Number);
            }
        }
    }

    /// <summary>The two ends of a worker's port.</summary>
    private sealed class Port(WorkerBody body)
    {
        internal WorkerBody Body => body;

        internal Worker<Value> Worker { get; set; } = null!;

        internal Queue<int> Handlers { get; } = new();
    }
}
