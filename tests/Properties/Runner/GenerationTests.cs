using Conformance.Runner.Generation;
using Conformance.Spec.Programs;
using FsCheck.Xunit;
using Shouldly;
using Xunit;

namespace Conformance.Tests.Properties.Runner;

[Properties(Arbitrary = [typeof(RandomPrograms)])]
public sealed class GenerationTests
{
    [Property(MaxTest = 500)]
    public void Generated_programs_are_valid(RandomProgram random) => ProgramChecker.Check(random.Program).ShouldBeEmpty();

    [Property(MaxTest = 60)]
    public void Shrinks_are_valid_and_strictly_smaller(RandomProgram random)
    {
        var size = ProgramShape.Weight(random.Program);
        foreach (var smaller in ProgramShrinker.Shrink(random.Program).Take(200))
        {
            ProgramChecker.Check(smaller).ShouldBeEmpty(ProgramPrinter.Print(smaller));
            ProgramShape.Weight(smaller).CompareTo(size).ShouldBeLessThan(0);
        }
    }

    [Property]
    public void Repair_leaves_a_valid_program_alone(RandomProgram random) => ProgramRepair.Repair(random.Program).ShouldBe(random.Program);

    [Property]
    public void Text_round_trips(RandomProgram random) =>
        ProgramParser.Parse(ProgramPrinter.Print(random.Program), "random").Program.ShouldBe(random.Program);

    [Theory]
    [InlineData(Dialect.Eager)]
    [InlineData(Dialect.Lazy)]
    public void Same_seed_gives_the_same_programs(Dialect dialect)
    {
        var first = ProgramGenerator.Sample(dialect, 42, 50).ToList();
        ProgramGenerator.Sample(dialect, 42, 50).ShouldBe(first);
        ProgramGenerator.Sample(dialect, 43, 50).ShouldNotBe(first);
        first.Distinct().Count().ShouldBeGreaterThan(45);
    }

    [Fact]
    public void Shrinking_reaches_a_program_of_one_statement()
    {
        var program = ProgramGenerator.Sample(Dialect.Lazy, 3, 1).Single();
        while (ProgramShrinker.Shrink(program).FirstOrDefault(candidate => candidate.Body.Count > 0) is { } smaller)
            program = smaller;
        ProgramShape.Count(program).ShouldBe(1);
    }
}
