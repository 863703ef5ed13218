using Conformance.Reference.Executor;

namespace Conformance.Implementations.Mutants;

/// <content>Selects.</content>
public static partial class LazyMutants
{
    private static IReadOnlyList<Mutant> Selecting =>
        [
            One(
                "select-keeps-the-losers",
                "SEL-01",
                ExecutorFault.SelectKeepsTheLosers,
                "select does not drop the branches that lost.",
                "expected the losers to be dropped"
            ),
            One(
                "select-goes-on-polling",
                "SEL-01",
                ExecutorFault.SelectGoesOnPolling,
                "select polls its other branches after one was ready.",
                "expected the first ready one to win at once"
            ),
            One(
                "biased-select-starts-anywhere",
                "SEL-02",
                ExecutorFault.BiasedSelectStartsAnywhere,
                "A biased select begins with any branch.",
                "expected a biased select to poll its branches from top to bottom"
            ),
            One(
                "disabled-expression-is-skipped",
                "SEL-03",
                ExecutorFault.DisabledExpressionIsSkipped,
                "select does not evaluate the expression of a branch whose condition is false.",
                "was not evaluated; expected all of them to be"
            ),
            One(
                "select-polls-the-disabled",
                "SEL-03",
                ExecutorFault.SelectPollsTheDisabled,
                "select polls a branch whose condition is false.",
                "that had disabled it; expected it never to be"
            ),
            One(
                "refuted-branch-wins",
                "SEL-03",
                ExecutorFault.RefutedBranchWins,
                "select takes the outcome of a branch though its pattern refutes it.",
                "expected that branch to be disabled"
            ),
            One(
                "refuted-branch-ends-select",
                "SEL-03",
                ExecutorFault.RefutedBranchEndsSelect,
                "select gives up with the first branch that its pattern refutes.",
                "expected it to wait for all that are enabled"
            ),
        ];
}
