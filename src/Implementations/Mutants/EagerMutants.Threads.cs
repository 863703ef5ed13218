using Conformance.Reference.EventLoop;

namespace Conformance.Implementations.Mutants;

/// <content>What is wrong beside the loop's thread: the pool, the network, workers.</content>
public static partial class EagerMutants
{
    private static Mutant[] Threads =>
        [
            Of(
                EventLoopFault.NewestJobFirst,
                "pool-newest-job-first",
                "POOL-01",
                "The pool starts the newest job first.",
                "expected jobs to start in the order of their submission"
            ),
            Of(
                EventLoopFault.UnboundedPool,
                "pool-without-bound",
                "POOL-01",
                "The pool runs any number of jobs at once.",
                "expected at most 4"
            ),
            Of(
                EventLoopFault.EchoUsesThePool,
                "echo-uses-the-pool",
                "POOL-02",
                "A network round trip holds a thread of the pool until it is answered.",
                "expected a network round trip to take no thread of the pool"
            ),
            Of(
                EventLoopFault.PoolAnswersOnItsThread,
                "pool-answers-on-its-thread",
                "POOL-03",
                "What waits for a job runs on the job's thread.",
                "expected the thread of the loop"
            ),
            Of(
                EventLoopFault.WorkersOnTheLoop,
                "workers-on-the-loop",
                "WORK-01",
                "Workers run only while the loop's thread is free.",
                "expected it to run on a thread of its own"
            ),
            Of(
                EventLoopFault.MessagesInline,
                "messages-inline",
                "WORK-02",
                "A message is handled while its worker posts it.",
                "expected messages to arrive in callbacks of their own"
            ),
            Of(
                EventLoopFault.NewestMessageFirst,
                "newest-message-first",
                "WORK-02",
                "Of the messages of a worker that wait together the newest is handled first.",
                "expected the order of posting"
            ),
            Of(
                EventLoopFault.MessagesWithoutDrain,
                "messages-without-drain",
                "WORK-02",
                "The messages of a worker that wait together are handled in one callback.",
                "expected the queues to be drained between messages"
            ),
            Of(
                EventLoopFault.WorkerSharesMemory,
                "worker-shares-memory",
                "WORK-03",
                "A worker's counters are those of its maker.",
                "changes only its own copy"
            ),
            Of(
                EventLoopFault.PromisesAreCopied,
                "promises-are-copied",
                "WORK-03",
                "A promise can be posted and arrives as nothing.",
                "expected \"not cloneable\" to be thrown"
            ),
            Of(
                EventLoopFault.TerminateWaits,
                "terminate-waits",
                "WORK-04",
                "A worker that is terminated ends only when its current step has ended.",
                "went on after it had been terminated"
            ),
        ];
}
