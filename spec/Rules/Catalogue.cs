using Conformance.Spec.Model;

namespace Conformance.Spec.Rules;

/// <summary>All rules, in the order of the document.</summary>
public static class Catalogue
{
    private static readonly Lazy<IReadOnlyList<string>> AllIds = new(() => [.. Create().Select(rule => rule.Info.Id)]);

    /// <summary>The ids of all rules.</summary>
    public static IReadOnlyList<string> Ids => AllIds.Value;

    /// <summary>A fresh instance of every rule: rules are checkers with state, so each thread makes its own.</summary>
    public static IReadOnlyList<Rule> Create() =>
        [
            .. EagerStart.Rules(),
            .. MemoizedResolution.Rules(),
            .. SingleConsumer.Rules(),
            .. ReactionOrder.Rules(),
            .. EventLoopPhases.Rules(),
            .. RunToCompletion.Rules(),
            .. LoopPool.Rules(),
            .. Workers.Rules(),
            .. Aborting.Rules(),
            .. LazyStart.Rules(),
            .. Polling.Rules(),
            .. Join.Rules(),
            .. Selecting.Rules(),
            .. Spawning.Rules(),
            .. Scheduling.Rules(),
            .. BlockingPool.Rules(),
            .. Time.Rules(),
            .. TimeLimit.Rules(),
            .. Cancellation.Rules(),
            .. Failure.Rules(),
            .. Shutdown.Rules(),
            .. InputOutput.Rules(),
            new ModelRule(),
        ];
}
