namespace Conformance.Spec.Programs;

/// <summary>What kind of body a statement stands in; it decides which statements are allowed.</summary>
internal enum BodyPlace
{
    /// <summary>The main body or an async body: everything of the dialect.</summary>
    Async,

    /// <summary>A job off the executor.</summary>
    Blocking,

    /// <summary>The executor of a promise: synchronous.</summary>
    Executor,

    /// <summary>A then, catch or finally: synchronous, with a result.</summary>
    Reaction,

    /// <summary>A callback of the event loop: synchronous, without result; nobody awaits what it throws.</summary>
    Callback,

    /// <summary>A listener: synchronous, without result or failure.</summary>
    Listener,

    /// <summary>A worker's body, or the handler of a message in it: synchronous, on a thread of its own.</summary>
    Worker,

    /// <summary>A deferred block.</summary>
    Defer,

    /// <summary>An <c>in-place</c> block.</summary>
    InPlace,

    /// <summary>The block of a select: the expressions of its branches.</summary>
    Select,
}

/// <summary>A body while it is checked.</summary>
/// <param name="place">What kind of body it is.</param>
/// <param name="name">The computation whose body it is; <c>main</c> for the main body.</param>
/// <param name="parent">The body it is written in, or null.</param>
internal sealed class Body(BodyPlace place, string name, Body? parent)
{
    public BodyPlace Place => place;

    public string Name => name;

    /// <summary>Whether this is <paramref name="other"/> or written somewhere inside it.</summary>
    public bool IsWithin(Body other)
    {
        for (var body = this; body is not null; body = body.Parent)
        {
            if (body == other)
                return true;
        }

        return false;
    }

    /// <summary>Whether this statement may stand here; the dialect is another question.</summary>
    public bool Allows(Statement statement) =>
        place switch
        {
            BodyPlace.Blocking => statement is Log or Let or Add or Compute or Return or Throw or Panic or BlockOn,
            BodyPlace.Worker => statement is Log or Let or Add or Compute or Throw or Post or OnMessage,
            BodyPlace.Executor => IsSynchronous(statement) || statement is Throw or Try,
            BodyPlace.Reaction => IsSynchronous(statement) || statement is Throw or Try or Return,
            BodyPlace.Callback => IsSynchronous(statement) || statement is Throw or Try,
            BodyPlace.Listener => IsSynchronous(statement),
            BodyPlace.Defer => statement is Log,
            BodyPlace.InPlace => statement is Log or Let or Add or Compute,
            BodyPlace.Select => statement
                is Branch
                    or Log
                    or Add
                    or Async
                    or SleepLater
                    or Blocking
                    or Spawn { Set: null }
                    or Share
                    or Probe
                    or Acquire
                    or Notified
                    or Send,
            _ => statement is not Branch,
        };

    /// <summary>What may stand here, for messages.</summary>
    public string Allowed =>
        place switch
        {
            BodyPlace.Blocking => "a statement that a blocking job may use (log, let, +=, compute, return, throw, panic, block-on)",
            BodyPlace.Worker => "a statement that a worker may use (log, let, +=, compute, throw, post, on-message)",
            BodyPlace.Executor =>
                "a statement that a promise's executor may use (log, let, +=, compute, try, throw, resolve, reject, abort, clear, post, terminate, exit, a definition)",
            BodyPlace.Reaction =>
                "a statement that a reaction may use (log, let, +=, compute, try, throw, return, resolve, reject, abort, clear, post, terminate, exit, a definition)",
            BodyPlace.Callback =>
                "a statement that a callback may use (log, let, +=, compute, try, throw, resolve, reject, abort, clear, post, terminate, exit, a definition)",
            BodyPlace.Listener =>
                "a statement that a listener may use (log, let, +=, compute, resolve, reject, abort, clear, post, terminate, exit, a definition)",
            BodyPlace.InPlace => "a statement that may stand in place (log, let, +=, compute)",
            BodyPlace.Select =>
                "a branch, or what makes one ready (log, +=, async, sleep, blocking, spawn in no set, share, probe, acquire, notified, send)",
            BodyPlace.Async => "a statement of a body",
            _ => "log, the only statement of a deferred block",
        };

    /// <summary>What to do with a statement that may not stand here.</summary>
    public string Advice =>
        place switch
        {
            BodyPlace.Blocking => "only async bodies wait or make computations",
            BodyPlace.Worker => "post a message and do it where that is handled",
            BodyPlace.Defer => "do it before the body is left",
            BodyPlace.InPlace => "do it before or after: nobody waits in place",
            BodyPlace.Select => "do it before the select or after it",
            BodyPlace.Async => "a branch stands in the block of a select",
            _ => "put it in an async computation made here",
        };

    private Body? Parent => parent;

    private static bool IsSynchronous(Statement statement) =>
        statement is Log or Let or Add or Compute or Definition or Resolve or Reject or Abort or Clear or Post or Terminate or Exit;
}
