using Conformance.Spec.Runtimes;

namespace Conformance.Cli.Commands;

/// <summary>A runtime that a command is about.</summary>
/// <param name="Create">Makes it.</param>
/// <param name="Adapter">The command line of <c>--adapter</c>; null when it was chosen by its name.</param>
internal sealed record ChosenRuntime(Func<IRuntime> Create, string? Adapter = null);
