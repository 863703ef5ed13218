using Conformance.Reference.EventLoop;
using Xunit;

namespace Conformance.Tests.Properties.EventLoop;

public sealed class SettlementTests
{
    [Fact]
    public void First_settlement_wins() =>
        Assert.Equal(
            "1",
            Loops.Log(
                async (_, log) =>
                {
                    var promise = Promise.Create<int>(deferred =>
                    {
                        deferred.Resolve(1);
                        deferred.Resolve(2);
                        deferred.Reject(new InvalidOperationException("late"));
                        throw new InvalidOperationException("later");
                    });
                    log($"{await promise}");
                }
            )
        );

    [Fact]
    public void Executor_that_throws_rejects() =>
        Assert.Equal(
            "made boom",
            Loops.Log(
                async (_, log) =>
                {
                    var promise = Promise.Create<int>(_ => throw new InvalidOperationException("boom"));
                    log("made");
                    await promise.Catch(error =>
                    {
                        log(error.Message);
                        return 0;
                    });
                }
            )
        );

    [Fact]
    public void Promise_that_follows_another_is_locked_in() =>
        Assert.Equal(
            "inner",
            Loops.Log(
                async (_, log) =>
                {
                    var inner = new Deferred<string>();
                    var outer = new Deferred<string>();
                    outer.Resolve(inner.Promise);
                    outer.Resolve("other");
                    outer.Reject(new InvalidOperationException("other"));
                    inner.Resolve("inner");
                    log(await outer.Promise);
                }
            )
        );

    [Fact]
    public void Promise_resolved_with_itself_is_rejected()
    {
        Loops.Log((_, _) => Check());

        static async Promise Check()
        {
            var deferred = new Deferred<int>();
            deferred.Resolve(deferred.Promise);
            SelfResolutionException? found = null;
            try
            {
                await deferred.Promise;
            }
            catch (SelfResolutionException error)
            {
                found = error;
            }

            Assert.NotNull(found);
        }
    }

    [Fact]
    public void Reactions_never_run_inside_the_call_that_settles() =>
        Assert.Equal(
            "resolving resolved first second",
            Loops.Log(
                (_, log) =>
                {
                    var deferred = new Deferred<int>();
                    var first = deferred.Promise.Then(_ => log("first"));
                    var second = deferred.Promise.Then(_ => log("second"));
                    log("resolving");
                    deferred.Resolve(1);
                    log("resolved");
                    Assert.Equal(PromiseState.Pending, first.State);
                    Assert.Equal(PromiseState.Pending, second.State);
                    return Promise.Resolve();
                }
            )
        );

    [Fact]
    public void Finally_replaces_the_outcome_only_by_throwing() =>
        Assert.Equal(
            "1 failed replaced",
            Loops.Log(
                async (_, log) =>
                {
                    log($"{await Promise.Resolve(1).Finally(() => { })}");
                    var failed = Promise.Reject<int>(new InvalidOperationException("failed"));
                    await failed.Finally(() => { }).Catch(error => Note(error, log));
                    await failed.Finally(() => throw new InvalidOperationException("replaced")).Catch(error => Note(error, log));
                }
            )
        );

    [Fact]
    public void Combinators_settle_as_their_inputs_say() =>
        Assert.Equal(
            "all 1,2 settled 1,b race 2 any 2 none 2",
            Loops.Log(
                async (loop, log) =>
                {
                    var slow = loop.Sleep(20, 1);
                    var fast = loop.Sleep(10, 2);
                    var race = Promise.Race(slow, fast);
                    var any = Promise.Any(Promise.Reject<int>(new InvalidOperationException("a")), fast);
                    log($"all {string.Join(',', await Promise.All(slow, fast))}");
                    var settled = await Promise.AllSettled(slow, Promise.Reject<int>(new InvalidOperationException("b")));
                    log($"settled {settled[0].Value},{settled[1].Reason!.Message}");
                    log($"race {await race}");
                    log($"any {await any}");
                    try
                    {
                        var failed = Promise.Reject<int>(new InvalidOperationException("c"));
                        await Promise.Any(failed, failed);
                    }
                    catch (AllRejectedException error)
                    {
                        log($"none {error.Errors.Count}");
                    }
                }
            )
        );

    private static int Note(Exception error, Action<string> log)
    {
        log(error.Message);
        return 0;
    }
}
