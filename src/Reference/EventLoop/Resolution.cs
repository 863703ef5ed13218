namespace Conformance.Reference.EventLoop;

/// <summary>What a promise can be resolved with: a value, or a promise to follow. Both convert to it implicitly.</summary>
public readonly struct Resolution<T>
{
    private Resolution(T value, PromiseCore<T>? promise)
    {
        Value = value;
        Promise = promise;
    }

    internal T Value { get; }

    internal PromiseCore<T>? Promise { get; }

    /// <summary>A plain value.</summary>
    public static Resolution<T> Of(T value) => new(value, null);

    /// <summary>The outcome of a promise, two jobs later than a plain value.</summary>
    public static Resolution<T> Of(PromiseCore<T> promise) => new(default!, promise);

    /// <summary>A plain value.</summary>
    public static implicit operator Resolution<T>(T value) => Of(value);

    /// <summary>The outcome of a promise.</summary>
    public static implicit operator Resolution<T>(Promise<T> promise) => Of(promise);
}
