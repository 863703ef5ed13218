using System.Runtime.CompilerServices;

namespace Conformance.Reference.Executor;

/// <summary>A <see cref="Future"/> that completes with a value. <c>async Future&lt;T&gt; F()</c> makes one.</summary>
[AsyncMethodBuilder(typeof(AsyncFutureMethodBuilder<>))]
public abstract class Future<T> : Future
{
    private T value = default!;

    /// <summary>For <c>await</c>, inside an async method that returns a future.</summary>
    public new FutureAwaiter<T> GetAwaiter() => new(this);

    /// <summary>For an <c>await</c> that returns an error, a panic too, instead of throwing it.</summary>
    public Settled<T> Settled() => new(this);

    /// <summary>Lends it: awaiting or dropping the loan leaves this one where it is, so that it can be awaited again if it is not over.</summary>
    /// <remarks>Rust: <c>&amp;mut future</c>.</remarks>
    public Future<T> Borrow() => new Borrowed<T>(this);

    /// <summary>Makes it readable many times; it still runs once. This future is used up.</summary>
    /// <remarks>Rust: <c>FutureExt::shared</c>.</remarks>
    public Shared<T> Share() => new(this);

    /// <summary>Sets the value that it completes with when the current poll answers Ready.</summary>
    protected void SetValue(T result) => value = result;

    /// <summary>Takes the result of a completed future, once.</summary>
    internal Result<T> Take()
    {
        var error = TakeError();
        return new Result<T>(value, error);
    }
}
