namespace Conformance.Runner.Generation;

/// <summary>A name in scope while a program is built.</summary>
internal sealed class ScopedName(string name, NameKind kind, int body)
{
    /// <summary>The name.</summary>
    public string Name => name;

    /// <summary>What it may be used for.</summary>
    public NameKind Kind => kind;

    /// <summary>The number of the body that it was declared in.</summary>
    public int Body => body;

    /// <summary>Whether its one use is gone.</summary>
    public bool UsedUp { get; set; }
}

/// <summary>What a name may be used for.</summary>
[Flags]
internal enum NameKind
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>A value.</summary>
    Variable = 1,

    /// <summary>A counter.</summary>
    Counter = 2,

    /// <summary>A lazy future that nobody owns yet, or any eager promise.</summary>
    Future = 4,

    /// <summary>The handle of a task.</summary>
    Handle = 8,

    /// <summary>The handle of a job off the executor.</summary>
    Job = 16,

    /// <summary>A probe, to wake.</summary>
    Probe = 32,

    /// <summary>A future with many readers.</summary>
    Shared = 64,

    /// <summary>A promise that others may settle.</summary>
    Settleable = 128,

    /// <summary>An abort controller.</summary>
    Controller = 256,

    /// <summary>A task of a join set, to abort.</summary>
    Member = 512,

    /// <summary>A semaphore, to take permits of or give some to.</summary>
    Semaphore = 1024,

    /// <summary>A notify, to wait for or to notify.</summary>
    Notify = 2048,

    /// <summary>A channel, to send into.</summary>
    Channel = 4096,

    /// <summary>A worker.</summary>
    Worker = 1 << 20,
}
