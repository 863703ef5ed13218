namespace Conformance.Spec.Rules.Analyses;

/// <summary>What a promise job does when its turn comes.</summary>
internal enum JobKind : byte
{
    /// <summary>Continues a body after an await: visible.</summary>
    Resume,

    /// <summary>Runs a reaction's handler: visible. For the other outcome the reaction only passes it on: invisible.</summary>
    React,

    /// <summary>Runs a microtask callback: visible.</summary>
    Callback,

    /// <summary>Calls <c>then</c> of the promise that another was resolved with: invisible (NewPromiseResolveThenableJob).</summary>
    Adopt,

    /// <summary>Settles a promise as the one it follows: invisible.</summary>
    Follow,

    /// <summary>Settles the promise of a combinator, whose continuation is then queued: invisible.</summary>
    Combine,
}

/// <summary>Which rule says when a job runs.</summary>
internal enum JobNature : byte
{
    /// <summary>The order of the queue alone.</summary>
    Plain,

    /// <summary>It is the one hop of an await of something already settled.</summary>
    SettledAwait,

    /// <summary>It waited for a promise that was resolved with another promise.</summary>
    Adoption,

    /// <summary>It waited for a combinator whose inputs had decided it already.</summary>
    Combination,

    /// <summary>It waited for the promise of a finally, which passes an outcome on.</summary>
    Finally,
}

/// <summary>Where a job is.</summary>
internal enum JobPlace : byte
{
    /// <summary>Registered with a promise that is not settled.</summary>
    Waiting,

    /// <summary>In the queue.</summary>
    Queued,

    /// <summary>It ran.</summary>
    Done,

    /// <summary>The trace does not say.</summary>
    Unclear,
}

/// <summary>A promise job as the trace lets us know it. A struct in a reused array.</summary>
internal struct Job
{
    public JobKind Kind;
    public JobNature Nature;
    public JobPlace Place;

    /// <summary>The outcome that its reaction has no handler for, or pending for none.</summary>
    public PromiseState Skips;

    /// <summary>Whether it passes an outcome on instead of running its handler.</summary>
    public bool Passes;

    /// <summary>Whether other jobs were queued before it when it was queued.</summary>
    public bool Behind;

    /// <summary>Whether it was registered while the order of the jobs that no program sees was unknown.</summary>
    public bool Astray;

    /// <summary>The body that continues, the reaction, the callback, or the promise to settle.</summary>
    public int Target;

    /// <summary>The promise it waits for, or -1.</summary>
    public int Source;

    /// <summary>The event that registered it.</summary>
    public int At;

    /// <summary>The next job registered with the same promise, or -1.</summary>
    public int Next;

    /// <summary>Whether a program can see it run.</summary>
    public readonly bool IsVisible => !Passes && Kind is (JobKind.Resume or JobKind.React or JobKind.Callback);
}
