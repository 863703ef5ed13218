using System.Runtime.InteropServices;

namespace Conformance.Spec.Programs;

/// <summary>A variable or counter of a worker's own, under the name of the outer one that it is a copy of.</summary>
/// <param name="From">The slot of the outer one.</param>
/// <param name="To">The worker's own slot.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct VariableCopy(int From, int To);
