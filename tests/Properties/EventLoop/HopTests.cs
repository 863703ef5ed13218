using Conformance.Reference.EventLoop;
using Xunit;

namespace Conformance.Tests.Properties.EventLoop;

/// <summary>How many microtasks things cost, by ECMA-262: the tested reaction logs between the hops of a chain that began just before it.</summary>
public sealed class HopTests
{
    public static TheoryData<string, int> Table =>
        new()
        {
            { "await of a settled promise", 1 },
            { "await of nothing", 1 },
            { "then of a settled promise", 1 },
            { "then of a settled promise's then", 2 },
            { "async return of a value", 1 },
            { "async return of an awaited promise", 2 },
            { "async return of a promise", 3 },
            { "async return of a promise without a value", 3 },
            { "await of an async return of a promise", 3 },
            { "then whose handler returns a promise", 4 },
            { "resolve with a settled promise", 3 },
            { "catch passes a value through", 2 },
            { "then passes a rejection through", 2 },
            { "finally passes a value through", 4 },
            { "finally passes a rejection through", 4 },
            { "all of settled promises", 2 },
            { "all of none", 1 },
            { "allSettled of settled promises", 2 },
            { "race of settled promises", 2 },
            { "any of settled promises", 2 },
            { "any of rejected promises", 2 },
        };

    [Theory]
    [MemberData(nameof(Table))]
    public void Reaction_runs_at_its_hop(string what, int hop)
    {
        var log = Loops.Log(
            (loop, log) =>
            {
                Loops.LogHops(loop, log, 6);
                var begun = Begin(what, () => log("x"));
                Assert.NotEqual(PromiseState.Rejected, begun.State);
                return Promise.Resolve();
            }
        );
        var expected = string.Join(' ', Enumerable.Range(1, 6).Select(at => at == hop ? $"{at} x" : $"{at}"));
        Assert.Equal(expected, log);
    }

    private static PromiseCore Begin(string what, Action seen)
    {
        var one = Promise.Resolve(1);
        return what switch
        {
            "await of a settled promise" => Await(one, seen),
            "await of nothing" => AwaitNothing(seen),
            "then of a settled promise" => one.Then(_ => seen()),
            "then of a settled promise's then" => one.Then(value => value + 1).Then(_ => seen()),
            "async return of a value" => Return(1).Then(_ => seen()),
            "async return of an awaited promise" => ReturnAwait(one).Then(_ => seen()),
            "async return of a promise" => Adopt(one).Then(_ => seen()),
            "async return of a promise without a value" => AdoptNothing().Then(_ => seen()),
            "await of an async return of a promise" => Await(Adopt(one), seen),
            "then whose handler returns a promise" => one.Then(_ => one).Then(_ => seen()),
            "resolve with a settled promise" => Follow(one).Then(_ => seen()),
            "catch passes a value through" => one.Catch(_ => 0).Then(_ => seen()),
            "then passes a rejection through" => Failed().Then(value => value).Catch(_ => Seen(seen)),
            "finally passes a value through" => one.Finally(() => { }).Then(_ => seen()),
            "finally passes a rejection through" => Failed().Finally(() => { }).Catch(_ => Seen(seen)),
            "all of settled promises" => Promise.All(one, one).Then(_ => seen()),
            "all of none" => Promise.All<int>().Then(_ => seen()),
            "allSettled of settled promises" => Promise.AllSettled(one, Failed()).Then(_ => seen()),
            "race of settled promises" => Promise.Race(one, one).Then(_ => seen()),
            "any of settled promises" => Promise.Any(one, one).Then(_ => seen()),
            "any of rejected promises" => Promise.Any(Failed(), Failed()).Catch(_ => Seen(seen)),
            _ => throw new ArgumentOutOfRangeException(nameof(what), what, "No such case."),
        };
    }

    private static Promise<int> Follow(Promise<int> promise)
    {
        var deferred = new Deferred<int>();
        deferred.Resolve(promise);
        return deferred.Promise;
    }

    private static Promise<int> Failed() => Promise.Reject<int>(new InvalidOperationException("failed"));

    private static int Seen(Action seen)
    {
        seen();
        return 0;
    }

    private static async Promise Await(Promise<int> promise, Action seen)
    {
        await promise;
        seen();
    }

    private static async Promise AwaitNothing(Action seen)
    {
        await Promise.Resolve();
        seen();
    }

    // Without an await on purpose: the body runs to its end inside the call.
    private static async Promise<int> Return(int value) => value;

    private static async Promise<int> ReturnAwait(Promise<int> promise) => await promise;

    private static async Promise<int> Adopt(Promise<int> promise) => await promise.Adopt();

    private static async Promise AdoptNothing() => await Promise.Resolve().Adopt();
}
