using Conformance.Reference.Simulation;

namespace Conformance.Reference.EventLoop;

/// <summary>What a worker does, as a sequence of steps: its body first, then the handler of each message. What a step throws ends the worker.</summary>
public abstract class WorkerScript<T> : Work
{
    internal Action<T> Poster { get; set; } = null!;

    /// <summary>Whether the worker goes on when its steps are done, waiting for messages; if not, it ends.</summary>
    protected internal abstract bool Listens { get; }

    /// <summary>A message has come: the next steps handle it.</summary>
    protected internal abstract void Receive(T message);

    /// <summary>Sends a message to the maker, from a step.</summary>
    protected void Post(T message) => Poster(message);
}

/// <summary>The worker's end of the port to its maker.</summary>
public sealed class WorkerPort<T>
{
    private readonly Action<T> post;

    internal WorkerPort(Action<T> post) => this.post = post;

    /// <summary>Called on the worker's thread for each message. The worker ends when its function has returned and this is null.</summary>
    public Action<T>? OnMessage { get; set; }

    /// <summary>Sends a message to the maker.</summary>
    public void Post(T message) => post(message);
}

/// <summary>A plain function as a script: the body is one step, each message another.</summary>
internal sealed class FunctionScript<T> : WorkerScript<T>
{
    private readonly WorkerPort<T> port;
    private Action next;

    internal FunctionScript(Action<WorkerPort<T>> body)
    {
        port = new WorkerPort<T>(Post);
        next = () => body(port);
    }

    protected internal override bool Listens => port.OnMessage is not null;

    public override WorkStep Step()
    {
        next();
        return new WorkStep(Done: true, Hold: 0);
    }

    protected internal override void Receive(T message) => next = () => port.OnMessage?.Invoke(message);
}
