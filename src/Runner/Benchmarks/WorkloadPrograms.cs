using Conformance.Spec.Programs;

namespace Conformance.Runner.Benchmarks;

/// <summary>The programs of the checked workloads.</summary>
internal static class WorkloadPrograms
{
    /// <summary>So many spawned tasks that yield so many times each, all awaited.</summary>
    public static Program Spawn(int tasks, int yields)
    {
        var body = new List<Statement>();
        for (var i = 0; i < tasks; i++)
        {
            body.Add(new Async($"f{i}", Sequence.From(Enumerable.Repeat<Statement>(new Yield(), yields))));
            body.Add(new Spawn($"h{i}", $"f{i}"));
        }

        for (var i = 0; i < tasks; i++)
            body.Add(new Await(null, $"h{i}", Borrow: false));
        return new Program(Dialect.Lazy, Sequence.From(body));
    }

    /// <summary>So many async functions of so many awaits each, under <c>all</c>.</summary>
    public static Program Promises(int functions, int awaits)
    {
        var body = new List<Statement>();
        for (var i = 0; i < functions; i++)
            body.Add(new Async($"f{i}", Sequence.From(Enumerable.Repeat<Statement>(new Yield(), awaits))));
        body.Add(new Combine(CombinatorKind.TryJoin, null, Sequence.From(Enumerable.Range(0, functions).Select(i => $"f{i}"))));
        return new Program(Dialect.Eager, Sequence.From(body));
    }
}
