using Conformance.Reference.Executor;

namespace Conformance.Implementations.Mutants;

/// <content>Channels.</content>
public static partial class LazyMutants
{
    private static IReadOnlyList<Mutant> Channels =>
        [
            One(
                "channel-without-bound",
                "IO-03",
                ExecutorFault.ChannelWithoutBound,
                "A channel that is full takes one value more, and another.",
                "expected it to wait"
            ),
            One(
                "channel-loses-what-waited",
                "IO-03",
                ExecutorFault.ChannelLosesWhatWaited,
                "What was sent into a full channel is lost when its turn comes.",
                "expected"
            ),
            One(
                "channel-outlives-its-receiver",
                "IO-03",
                ExecutorFault.ChannelOutlivesItsReceiver,
                "A channel whose receiver is gone goes on taking values.",
                "was gone; expected the error"
            ),
        ];
}
