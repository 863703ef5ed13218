using Conformance.Runner.Generation;
using Conformance.Spec.Programs;
using FsCheck;
using FsCheck.Fluent;

namespace Conformance.Tests.Properties.Runner;

/// <summary>A random program, so that both dialects take part in one property.</summary>
public sealed record RandomProgram(Program Program)
{
    /// <inheritdoc/>
    public override string ToString() => ProgramPrinter.Print(Program);
}

/// <summary>The generator and shrinker that campaigns use, for properties.</summary>
public static class RandomPrograms
{
    /// <summary>Programs of both dialects.</summary>
    public static Arbitrary<RandomProgram> Programs() =>
        Arb.ToArbitrary(
            Gen.OneOf(ProgramGenerator.Programs(Dialect.Eager), ProgramGenerator.Programs(Dialect.Lazy))
                .Select(program => new RandomProgram(program)),
            random => ProgramShrinker.Shrink(random.Program).Select(program => new RandomProgram(program))
        );
}
