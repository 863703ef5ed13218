using Conformance.Reference.Executor;
using Xunit;

namespace Conformance.Tests.Properties.Executor;

public sealed class CombinatorTests : ExecutorTest
{
    [Fact]
    public void Join_starts_in_declared_order_and_gives_results_by_position()
    {
        var results = Runtime.BlockOn(Future.Join(Guarded("slow", 20), Fails("e", 5), Guarded("fast", 10)));
        Assert.Equal(["slow", "fast", "fast woke", "fast left", "slow woke", "slow left"], Log);
        Assert.Equal(20, results[0].Value);
        Assert.Equal("e", results[1].Error?.Message);
        Assert.Equal(10, results[2].Value);
    }

    [Fact]
    public void Join_with_a_panic_drops_the_siblings_and_fails_at_once()
    {
        var panic = Assert.Throws<PanicException>(() => Runtime.BlockOn(Future.Join(Guarded("a", 20), Panics("p", 5), Guarded("b", 20))));
        Assert.Equal("p", panic.Message);
        Assert.Equal(["a", "b", "a left", "b left"], Log);
        Assert.Equal(5, Runtime.Now);
    }

    [Fact]
    public void TryJoin_stops_at_the_first_error_and_drops_the_rest()
    {
        var error = Assert.Throws<InvalidOperationException>(() => Runtime.BlockOn(Future.TryJoin(Guarded("a", 20), Fails("e", 5))));
        Assert.Equal("e", error.Message);
        Assert.Equal(["a", "a left"], Log);
    }

    [Fact]
    public void TryJoin_of_values_gives_them_by_position() =>
        Assert.Equal([20, 10], Runtime.BlockOn(Future.TryJoin(Guarded("a", 20), Guarded("b", 10))));

    [Fact]
    public void Select_drops_the_losers_before_it_completes()
    {
        Runtime.BlockOn(Main());
        Assert.Equal(["a", "b", "b woke", "b left", "a left", "1: 5"], Log);

        async Future Main()
        {
            var (index, result) = await Runtime.Select(Guarded("a", 20), Guarded("b", 5));
            Log.Add($"{index}: {result}");
        }
    }

    [Fact]
    public void Select_of_several_ready_branches_is_decided_by_the_choices()
    {
        var winners = new HashSet<int>();
        for (var seed = 0UL; seed < 20; seed++)
        {
            var runtime = Runtime.CurrentThread(new RuntimeOptions { Simulation = new RandomChoices(seed) });
            winners.Add(runtime.BlockOn(Main(runtime)));
        }

        Assert.Equal([0, 1], winners.Order());

        static async Future<int> Main(Runtime runtime) => (await runtime.Select(Ready(), Ready())).Index;
        static async Future<int> Ready() => 0;
    }

    [Fact]
    public void Select_never_polls_a_disabled_branch_but_drops_it()
    {
        var disabled = Polled(Guarded("disabled", 1));
        var (index, result) = Runtime.BlockOn(
            Runtime.SelectBiased<int>([new Branch<int>(disabled, isEnabled: false), new Branch<int>(Guarded("enabled", 5))])
        );
        Assert.Equal((1, 5), (index, result.Value));
        Assert.Equal(["disabled", "enabled", "enabled woke", "enabled left", "disabled left"], Log);
    }

    [Fact]
    public void Select_goes_on_when_a_branch_is_refuted()
    {
        var (index, result) = Runtime.BlockOn(
            Runtime.Select<int>([new Branch<int>(Guarded("a", 5), matches: value => value.Value == 7), new Branch<int>(Guarded("b", 10))])
        );
        Assert.Equal((1, 10), (index, result.Value));
        Assert.Equal(10, Runtime.Now);
    }

    [Fact]
    public void Select_with_else_gives_no_index_when_all_branches_are_disabled()
    {
        Branch<int>[] branches = [new(Fails("e", 5), matches: result => result.IsOk), new(Guarded("never", 1), isEnabled: false)];
        Assert.Equal(-1, Runtime.BlockOn(Runtime.Select(branches, hasElse: true)).Index);
        Assert.Equal(5, Runtime.Now);
        Assert.Empty(Log);
    }

    [Fact]
    public void Select_without_else_panics_when_all_branches_are_disabled()
    {
        var panic = Assert.Throws<PanicException>(() =>
            Runtime.BlockOn(Runtime.SelectBiased<int>([new Branch<int>(Guarded("a", 1), isEnabled: false)]))
        );
        Assert.Equal("all branches are disabled and there is no else branch", panic.Message);
    }

    [Fact]
    public void Select_passes_on_the_panic_of_a_branch_whatever_its_pattern()
    {
        var select = Runtime.Select<int>([new Branch<int>(Panics("p", 1), matches: _ => false)], hasElse: true);
        Assert.Equal("p", Assert.Throws<PanicException>(() => Runtime.BlockOn(select)).Message);
    }

    [Fact]
    public void Select_goes_on_with_a_child_that_holds_the_thread()
    {
        Runtime.BlockOn(Runtime.Select(Busy("a"), Busy("b")));
        Assert.Equal(["a", "a done"], Log);

        async Future<int> Busy(string name)
        {
            Log.Add(name);
            await Runtime.Compute(10);
            Log.Add($"{name} done");
            return 0;
        }
    }

    [Fact]
    public void Timeout_that_expires_drops_the_inner_before_the_caller_goes_on()
    {
        Runtime.BlockOn(Main());
        Assert.Equal(["a", "a left", "elapsed at 10"], Log);

        async Future Main()
        {
            var result = await Runtime.Timeout(10, Guarded("a", 20)).Settled();
            Log.Add($"{result.Error!.Message} at {Runtime.Now}");
        }
    }

    [Fact]
    public void Timeout_with_equal_deadlines_gives_the_value() => Assert.Equal(10, Runtime.BlockOn(Runtime.Timeout(10, Guarded("a", 10))));

    [Fact]
    public void Timeout_of_a_poll_that_outlasts_it_gives_the_value()
    {
        Assert.Equal(1, Runtime.BlockOn(Runtime.Timeout(10, Slow())));

        async Future<int> Slow()
        {
            await Runtime.Compute(20);
            await Future.YieldNow();
            return 1;
        }
    }

    [Fact]
    public void Sleep_deadline_is_fixed_when_it_is_made()
    {
        Assert.Equal(10, Runtime.BlockOn(Main()));

        async Future<long> Main()
        {
            var early = Runtime.Sleep(10);
            await Runtime.Sleep(7);
            await early;
            return Runtime.Now;
        }
    }

    [Fact]
    public void Equal_deadlines_fire_in_the_order_of_first_polls()
    {
        Runtime.BlockOn(Main());
        Assert.Equal(["b", "a", "b woke", "b left", "a woke", "a left"], Log);

        async Future Main()
        {
            var a = Runtime.Spawn(Guarded("b", 10));
            var b = Runtime.Spawn(Guarded("a", 10));
            _ = await Future.Join(a, b);
        }
    }

    [Fact]
    public void Compute_holds_the_thread_against_siblings_and_timers()
    {
        Runtime.BlockOn(Main());
        Assert.Equal(["a", "computed 20", "a woke", "a left"], Log);

        async Future Main() => _ = await Future.Join(Guarded("a", 5), Busy());

        async Future<int> Busy()
        {
            await Runtime.Compute(20);
            Log.Add($"computed {Runtime.Now}");
            return 0;
        }
    }
}
