namespace Conformance.Spec.Programs;

/// <summary>When the event loop runs a callback.</summary>
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

    /// <summary><c>process.on('exit')</c>: runs when the program ends, however it does.</summary>
    Exit,
}
