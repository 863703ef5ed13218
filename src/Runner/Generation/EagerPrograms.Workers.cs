using Conformance.Spec.Programs;

namespace Conformance.Runner.Generation;

/// <content>Workers and their messages.</content>
internal sealed partial class EagerPrograms
{
    // A worker with handlers for its messages, and messages for it; now and then it is stopped.
    private void StartWorker(List<Statement> block)
    {
        if (Chance(50))
            AddCounter(block);
        var worker = Fresh("w");
        block.Add(new Worker(worker, Scoped(inner => FillWorker(inner, 1 + Pick(5), mayListen: true))));
        Declare(worker, NameKind.Future);
        Declare(worker, NameKind.Worker);
        for (var handlers = Pick(4); handlers > 0; handlers--)
            block.Add(new OnMessage(Fresh("h"), worker, null, LogsAndCallbacks()));
        for (var messages = Pick(3); messages > 0; messages--)
            block.Add(new Post(worker, AnyOperand()));
        if (Chance(40))
            block.Add(new Compute(Duration()));
        if (AnyKnown(NameKind.Counter) is { } counter && Chance(60))
        {
            block.Add(new Add(counter, 1));
            block.Add(new Log(Fresh("n"), [new Name(counter)]));
        }

        if (Chance(15))
            block.Add(new Terminate(worker));
        else if (Chance(20))
            block.Add(new Callback(CallbackKind.Timer, Fresh("t"), Duration(), [LogLine(), new Terminate(worker), LogLine()]));
    }

    // What only bodies that wait, and catch, can do with a worker.
    private void UseWorker(List<Statement> block)
    {
        if (AnyVisible(NameKind.Worker) is not { } worker)
        {
            StartWorker(block);
            return;
        }

        if (Chance(40) && AnyVisible(NameKind.Future) is { } promise)
            AddGuarded(block, new Post(worker, new Name(promise)), null);
        else
            block.Add(Chance(50) ? new Post(worker, AnyOperand()) : new Terminate(worker));
        if (Chance(50))
            AddGuarded(block, new Await(null, worker, Borrow: false), null);
    }

    private void FillWorker(List<Statement> block, int length, bool mayListen)
    {
        for (var i = 0; i < length; i++)
        {
            // log compute post counter listen
            ReadOnlySpan<int> weights = [4, 3, 4, 2, mayListen ? 3 : 0];
            switch (Weighted(weights))
            {
                case 1:
                    block.Add(new Compute(Duration()));
                    break;
                case 2:
                    block.Add(new Post(null, AnyOperand()));
                    break;
                case 3:
                    AddCounter(block);
                    break;
                case 4:
                    var parameter = Fresh("v");
                    var body = Scoped(inner =>
                    {
                        DeclareBinding(parameter);
                        FillWorker(inner, 1 + Pick(2), mayListen: Chance(20));
                    });
                    block.Add(new OnMessage(Fresh("h"), null, parameter, body));
                    break;
                default:
                    block.Add(LogLine());
                    break;
            }
        }

        if (Chance(8))
            block.Add(new Throw(Fresh("x")));
    }

    private Sequence<Statement> LogsAndCallbacks()
    {
        var block = new List<Statement> { LogLine() };
        if (Chance(40))
            block.Add(new Callback(CallbackKind.NextTick, Fresh("k"), 0, LogsOnly()));
        if (Chance(40))
            block.Add(new Callback(CallbackKind.Microtask, Fresh("m"), 0, LogsOnly()));
        return Sequence.From(block);
    }
}
