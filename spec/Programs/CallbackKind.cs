namespace Conformance.Spec.Programs;

/// <summary>Which queue of the event loop a callback is put on.</summary>
public enum CallbackKind
{
    /// <summary><c>queueMicrotask</c>.</summary>
    Microtask,

    /// <summary><c>process.nextTick</c>.</summary>
    NextTick,

    /// <summary><c>setImmediate</c>.</summary>
    Immediate,

    /// <summary><c>setTimeout</c>.</summary>
    Timer,
}
