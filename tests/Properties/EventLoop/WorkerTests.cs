using Conformance.Reference.EventLoop;
using Conformance.Reference.Simulation;
using Xunit;
using Loop = Conformance.Reference.EventLoop.EventLoop;

namespace Conformance.Tests.Properties.EventLoop;

public sealed class WorkerTests
{
    [Fact]
    public void Messages_go_both_ways_in_order() =>
        Assert.Equal(
            "2 4 over",
            Loops.Log(
                async (loop, log) =>
                {
                    var worker = loop.StartWorker<int>(port =>
                    {
                        var left = 2;
                        port.OnMessage = message =>
                        {
                            port.Post(message * 2);
                            if (--left == 0)
                                port.OnMessage = null;
                        };
                    });
                    worker.OnMessage = message => log($"{message}");
                    worker.Post(1);
                    worker.Post(2);
                    await worker.Exit;
                    log("over");
                }
            )
        );

    [Fact]
    public void Queues_are_drained_between_messages_while_the_worker_lives() =>
        Assert.Equal(
            "1 tick 2 tick",
            Loops.Log(
                (loop, log) =>
                {
                    var worker = loop.StartWorker<int>(port =>
                    {
                        port.OnMessage = _ => { };
                        port.Post(1);
                        port.Post(2);
                    });
                    worker.OnMessage = message =>
                    {
                        log($"{message}");
                        loop.NextTick(() => log("tick"));
                    };
                    return loop.Sleep(5);
                }
            )
        );

    [Fact]
    public void Rest_of_the_messages_comes_with_the_exit() =>
        Assert.Equal(
            "1 2 tick tick over",
            Loops.Log(
                async (loop, log) =>
                {
                    var worker = loop.StartWorker<int>(port =>
                    {
                        port.Post(1);
                        port.Post(2);
                    });
                    worker.OnMessage = message =>
                    {
                        log($"{message}");
                        loop.NextTick(() => log("tick"));
                    };
                    loop.Compute(5);
                    await worker.Exit;
                    log("over");
                }
            )
        );

    [Fact]
    public void Worker_that_throws_rejects_its_exit() =>
        Assert.Equal(
            "broken",
            Loops.Log(
                async (loop, log) =>
                {
                    try
                    {
                        await loop.StartWorker<int>(_ => throw new InvalidOperationException("broken")).Exit;
                    }
                    catch (InvalidOperationException error)
                    {
                        log(error.Message);
                    }
                }
            )
        );

    [Fact]
    public void Terminated_worker_stops_in_the_middle_of_a_step() =>
        Assert.Equal(
            "begun over@5",
            Loops.Log(
                async (loop, log) =>
                {
                    var worker = loop.StartWorker(new Endless(log));
                    await loop.Sleep(5);
                    worker.Terminate();
                    worker.Terminate();
                    worker.Post(1);
                    await worker.Exit;
                    log($"over@{loop.Now}");
                }
            )
        );

    [Fact]
    public void Worker_that_only_listens_does_not_keep_the_loop() =>
        Assert.Equal("end", Loops.Log((loop, log) => Listening(loop, () => log("end"))));

    [Fact]
    public void Real_worker_has_a_thread_of_its_own_and_ends_with_the_run()
    {
        var loop = Loop.ForReal();
        var here = Environment.CurrentManagedThreadId;
        var there = 0;
        loop.Run(async Promise () =>
        {
            var worker = loop.StartWorker<int>(port => port.OnMessage = message => port.Post(Environment.CurrentManagedThreadId));
            var answer = new Deferred<int>();
            worker.OnMessage = thread => answer.Resolve(thread);
            worker.Post(1);
            there = await answer.Promise;
            Assert.Equal(here, Environment.CurrentManagedThreadId);
        });
        Assert.NotEqual(here, there);
    }

    [Fact]
    public void Real_worker_is_stopped_while_a_step_holds_its_thread()
    {
        var loop = Loop.ForReal();
        var lines = new List<string>();
        loop.Run(async Promise () =>
        {
            var worker = loop.StartWorker(new Endless(_ => { }));
            var idle = loop.StartWorker<int>(port => port.OnMessage = _ => { });
            await loop.Sleep(1);
            worker.Terminate();
            idle.Terminate();
            await worker.Exit;
            await idle.Exit;
            lines.Add("over");
        });
        Assert.Equal(["over"], lines);
    }

    private static async Promise Listening(Loop loop, Action end)
    {
        loop.StartWorker<int>(port => port.OnMessage = _ => { });
        await loop.Sleep(1);
        end();
    }

    /// <summary>Holds its thread for an hour at a time.</summary>
    private sealed class Endless(Action<string> log) : WorkerScript<int>
    {
        protected internal override bool Listens => false;

        public override WorkStep Step()
        {
            log("begun");
            return new WorkStep(Done: false, Hold: 3_600_000);
        }

        protected internal override void Receive(int message) { }
    }
}
