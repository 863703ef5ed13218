using System.Runtime.InteropServices;
using Conformance.Spec.Programs;

namespace Conformance.Spec.Traces;

/// <summary>One event of a trace. A struct of 40 bytes in a reused buffer: emitting one allocates nothing.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Outcome">How it ended, for kinds that end something.</param>
/// <param name="Thread">Which thread it happened on: 0 is the main or loop thread, others are numbered by the adapter.</param>
/// <param name="Computation">The computation whose code was running.</param>
/// <param name="Subject">The computation it is about, or -1.</param>
/// <param name="Site">The program point, or -1 for the events of a body as a whole.</param>
/// <param name="Time">The runtime's clock, in its units since the program began; never goes back.</param>
/// <param name="Value">A value, when the kind has one.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Event(
    EventKind Kind,
    Outcome Outcome,
    short Thread,
    int Computation,
    int Subject,
    int Site,
    long Time,
    Value Value
);
