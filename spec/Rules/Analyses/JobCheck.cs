namespace Conformance.Spec.Rules.Analyses;

/// <summary>How the beginning of a job compares with the order in which jobs were queued.</summary>
internal enum JobOrder : byte
{
    /// <summary>Not a job, or the trace does not determine its place.</summary>
    Unknown,

    /// <summary>It was the head of the queue.</summary>
    InOrder,

    /// <summary>It ran before a job that was queued earlier.</summary>
    Overtook,

    /// <summary>It ran while a body still held the thread.</summary>
    Inline,

    /// <summary>It ran before the promise it waits for had adopted the outcome of the promise it follows.</summary>
    TooEarly,

    /// <summary>A macrotask began although a job was still queued.</summary>
    Undrained,

    /// <summary>A macrotask began, and nothing was queued.</summary>
    Drained,

    /// <summary>It ran before a next-tick that was queued, as the first job after a callback or a tick.</summary>
    BeforeTick,

    /// <summary>A next-tick began in the middle of the promise jobs.</summary>
    TickBetween,

    /// <summary>A next-tick began when all promise jobs before it had run.</summary>
    TickAfter,
}

/// <summary>What is known of the turn that an event begins.</summary>
/// <param name="Order">How it compares.</param>
/// <param name="Contested">Whether a wrong runtime could have shown here: other jobs or events were near enough.</param>
/// <param name="Job">The job that began, or -1.</param>
/// <param name="Other">The job that should have run before, or -1.</param>
internal readonly record struct JobCheck(JobOrder Order, bool Contested, int Job, int Other);
