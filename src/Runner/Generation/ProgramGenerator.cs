using Conformance.Spec.Programs;
using FsCheck;
using FsCheck.Fluent;

namespace Conformance.Runner.Generation;

/// <summary>Random valid programs of either dialect, for FsCheck properties and for campaigns.</summary>
public static class ProgramGenerator
{
    /// <summary>The size of a campaign's programs: about so many statements at the most.</summary>
    public const int CampaignSize = 30;

    private const int MostStatements = 60;

    /// <summary>A generator; the size is about the number of statements, of which there are about 60 at the most.</summary>
    public static Gen<Program> Programs(Dialect dialect) =>
        Gen.Sized(size =>
            from high in Gen.Choose(0, int.MaxValue)
            from low in Gen.Choose(0, int.MaxValue)
            from length in Gen.Choose(4, Math.Clamp(size, 5, MostStatements))
            select Build(dialect, ((ulong)high << 32) | (uint)low, length)
        );

    /// <summary>A generator with shrinking.</summary>
    public static Arbitrary<Program> Arbitrary(Dialect dialect) => Arb.ToArbitrary(Programs(dialect), ProgramShrinker.Shrink);

    /// <summary>The programs of a campaign.</summary>
    /// <param name="dialect">Their dialect.</param>
    /// <param name="seed">The same seed gives the same programs; the next seed begins with the second of them.</param>
    /// <param name="count">How many.</param>
    public static IEnumerable<Program> Sample(Dialect dialect, ulong seed, int count)
    {
        var generator = Programs(dialect);
        for (var i = 0; i < count; i++)
            yield return generator.Sample(1, new Rnd(seed + (ulong)i), CampaignSize).Single();
    }

    private static Program Build(Dialect dialect, ulong seed, int length) =>
        dialect == Dialect.Eager ? new EagerPrograms(seed, length).Build() : new LazyPrograms(seed, length).Build();
}
