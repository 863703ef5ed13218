using System.Runtime.CompilerServices;

namespace Conformance.Reference.EventLoop;

/// <summary>
/// The memoized outcome of work that has begun already. <c>async Promise&lt;T&gt;</c> methods are eager: the body runs at once, to its
/// first <c>await</c>; every <c>await</c> suspends, also on a settled promise, and costs exactly one microtask.
/// </summary>
/// <remarks>
/// Any number of readers, early or late, see the same outcome. Returning a value from an async method settles at once;
/// <c>return await p</c> costs one microtask more, <c>return await p.Adopt()</c>, the spelling of JavaScript's <c>return p</c>, two more.
/// Source: ECMA-262, Promise Objects and Async Function Definitions.
/// </remarks>
[AsyncMethodBuilder(typeof(PromiseMethodBuilder<>))]
public sealed class Promise<T> : PromiseCore<T>
{
    internal Promise(EventLoop loop)
        : base(loop) { }

    /// <summary>For the compiler: awaits it.</summary>
    public PromiseAwaiter<T> GetAwaiter() => new(this);

    /// <summary>
    /// In <c>return await p.Adopt()</c>: what <c>return p</c> is in a JavaScript async function. One microtask registers with the promise,
    /// a second brings its outcome.
    /// </summary>
    public AdoptAwaitable<T> Adopt() => new(this);
}
