using Conformance.Reference.EventLoop;
using Conformance.Reference.Simulation;
using Xunit;
using Loop = Conformance.Reference.EventLoop.EventLoop;

namespace Conformance.Tests.Properties.EventLoop;

public sealed class PoolTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public void Jobs_start_in_order_and_at_most_as_many_run_as_there_are_threads(int size)
    {
        for (var seed = 0u; seed < 100; seed++)
        {
            var running = 0;
            var most = 0;
            var started = new List<int>();
            var loop = Loop.Simulated(new SeededChoices(seed), size);
            loop.Run(() =>
            {
                var jobs = Enumerable.Range(0, 9).Select(number => loop.Offload(new Job(number, Begin, () => running--))).ToArray();
                return Promise.All(jobs);
            });
            Assert.Equal(Enumerable.Range(0, 9), started);
            Assert.Equal(size, most);
            Assert.Equal(0, running);

            void Begin(int number)
            {
                started.Add(number);
                most = Math.Max(most, ++running);
            }
        }
    }

    [Theory]
    [InlineData(nameof(EventLoopFault.None), "0 1 2 3", 2)]
    [InlineData(nameof(EventLoopFault.NewestJobFirst), "3 2 1 0", 2)]
    [InlineData(nameof(EventLoopFault.UnboundedPool), "0 1 2 3", 4)]
    public void Faults_of_the_pool_show_in_the_order_and_the_number_of_jobs(string name, string order, int most)
    {
        var fault = Enum.Parse<EventLoopFault>(name);
        var running = 0;
        var seen = 0;
        var started = new List<int>();
        var loop = Loop.Simulated(new NaturalChoices(), 2, fault);
        loop.Run(() =>
            Promise.All(Enumerable.Range(0, 4).Select(number => loop.Offload(new Job(number, Begin, () => running--))).ToArray())
        );
        Assert.Equal(order, string.Join(' ', started));
        Assert.Equal(most, seen);
        Assert.Equal(fault != EventLoopFault.None, loop.Faults.Reached > 0);

        void Begin(int number)
        {
            started.Add(number);
            seen = Math.Max(seen, ++running);
        }
    }

    [Fact]
    public void Fifth_job_waits_for_a_thread() =>
        Assert.Equal(
            "0@10 1@10 2@10 3@10 4@20",
            Loops.Log(
                async (loop, log) =>
                {
                    var jobs = new List<Promise<Unit>>();
                    for (var number = 0; number < 5; number++)
                    {
                        var mine = number;
                        jobs.Add(loop.Offload(new Job(number, _ => { }, () => { })).Then(_ => log($"{mine}@{loop.Now}")));
                    }

                    await Promise.All(jobs.ToArray());
                }
            )
        );

    [Fact]
    public void Completion_is_a_callback_of_its_own_on_the_loops_thread() =>
        Assert.Equal(
            "timer job micro next",
            Loops.Log(
                async (loop, log) =>
                {
                    loop.SetTimer(5, () => log("timer"));
                    var first = loop.Offload(new Job(0, _ => { }, () => { }));
                    var second = loop.Offload(new Job(1, _ => { }, () => { }));
                    var after = first.Then(_ =>
                    {
                        Assert.Equal(0, loop.CurrentThread);
                        log("job");
                        loop.QueueMicrotask(() => log("micro"));
                    });
                    await second;
                    log("next");
                    await after;
                }
            )
        );

    [Fact]
    public void Job_that_throws_rejects_its_promise() =>
        Assert.Equal(
            "broken",
            Loops.Log(
                async (loop, log) =>
                {
                    try
                    {
                        await loop.Offload<int>(() => throw new InvalidOperationException("broken"));
                    }
                    catch (InvalidOperationException error)
                    {
                        log(error.Message);
                    }
                }
            )
        );

    [Fact]
    public void Pool_works_while_the_loop_computes() =>
        Assert.Equal(
            "computed@30 job@30",
            Loops.Log(
                async (loop, log) =>
                {
                    var job = loop.Offload(new Job(0, _ => { }, () => Assert.Equal(10, loop.Now)));
                    loop.Compute(30);
                    log($"computed@{loop.Now}");
                    await job;
                    log($"job@{loop.Now}");
                }
            )
        );

    [Fact]
    public void Schedule_decides_between_a_due_timer_and_a_finished_job()
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var seed = 0u; seed < 50; seed++)
        {
            seen.Add(
                Loops.Log(
                    async (loop, log) =>
                    {
                        var job = loop.Offload(new Job(0, _ => { }, () => { })).Then(_ => log("job"));
                        await loop.Sleep(10);
                        log("timer");
                        await job;
                    },
                    new SeededChoices(seed)
                )
            );
        }

        Assert.Equal(["job timer", "timer job"], seen.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Network_answers_while_every_thread_of_the_pool_is_busy() =>
        Assert.Equal(
            "answer@5 job@10",
            Loops.Log(
                async (loop, log) =>
                {
                    var jobs = Enumerable.Range(0, 4).Select(number => loop.Offload(new Job(number, _ => { }, () => { }))).ToArray();
                    log($"{await loop.Echo("answer", 5)}@{loop.Now}");
                    await Promise.All(jobs);
                    log($"job@{loop.Now}");
                }
            )
        );

    [Fact]
    public void Network_answers_in_the_order_of_their_times_each_in_a_callback_of_its_own() =>
        Assert.Equal(
            "first micro second",
            Loops.Log(
                async (loop, log) =>
                {
                    var second = loop.Echo("second", 2).Then(log);
                    var first = loop.Echo("first", 1)
                        .Then(answer =>
                        {
                            log(answer);
                            loop.QueueMicrotask(() => log("micro"));
                        });
                    loop.Compute(5);
                    await Promise.All(first, second);
                }
            )
        );

    [Fact]
    public void Network_cannot_answer_before_it_is_asked()
    {
        var loop = Loop.Simulated(new NaturalChoices());
        Assert.Throws<ArgumentOutOfRangeException>(() => loop.Run(() => loop.Echo(0, -1)));
    }

    [Fact]
    public void Size_must_be_at_least_one() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Loop.Simulated(new NaturalChoices(), poolSize: 0));

    /// <summary>Begins, occupies its thread for 10 ms, ends.</summary>
    private sealed class Job(int number, Action<int> begin, Action end) : PoolJob<int>
    {
        private bool begun;

        protected override int Result => number;

        public override WorkStep Step()
        {
            if (begun)
            {
                end();
                return new WorkStep(Done: true, Hold: 0);
            }

            begun = true;
            begin(number);
            return new WorkStep(Done: false, Hold: 10);
        }
    }
}
