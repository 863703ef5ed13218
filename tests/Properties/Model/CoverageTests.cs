using Conformance.Implementations.Executor;
using Conformance.Runner.Generation;
using Conformance.Runner.Litmuses;
using Conformance.Spec.Litmus;
using Conformance.Spec.Model;
using Conformance.Spec.Programs;
using Conformance.Spec.Runtimes;
using Shouldly;
using Xunit;

namespace Conformance.Tests.Properties.Model;

public sealed class CoverageTests
{
    private const int Programs = 300;
    private const int TooMany = 65;

    [Theory]
    [InlineData(Dialect.Eager)]
    [InlineData(Dialect.Lazy)]
    public void Model_knows_every_word_of_random_programs(Dialect dialect) =>
        ProgramGenerator
            .Sample(dialect, seed: 8_000_000, Programs)
            .Select(Code.Of)
            .Select(ModelChecker.Beyond)
            .ShouldAllBe(word => word == null);

    [Fact]
    public void Model_knows_every_word_of_the_litmus_tests() =>
        LitmusLibrary.Load().Where(litmus => ModelChecker.Beyond(Code.Of(litmus.Program)) is not null).ShouldBeEmpty();

    [Fact]
    public void What_the_model_does_not_know_is_named()
    {
        var code = Code.Of(ProgramParser.Load($"program lazy {{\n{SelectOfTooManyBranches()}\n}}"));
        var outcomes = PossibleOutcomes.Of(code, ExecutorRuntime.CurrentThread().Description);

        ModelChecker.Covers(code).ShouldBeFalse();
        outcomes.WhyNot.ShouldBe("the model does not know a select of more than 64 branches");
    }

    [Fact]
    public void Clock_that_is_not_exact_is_named()
    {
        var code = Code.Of(ProgramParser.Load("program lazy { log \"a\" }"));

        PossibleOutcomes
            .Of(code, ExecutorRuntime.RealCurrentThread().Description)
            .WhyNot.ShouldBe("the clock is the machine's, and the model enumerates on an exact one only");
        PossibleOutcomes
            .Of(code, ExecutorRuntime.PausedCurrentThread().Description with { Workers = 2 })
            .WhyNot.ShouldBe("the clock is paused, and the model enumerates on such a one for one lazy worker only");
        PossibleOutcomes.Of(code, ExecutorRuntime.PausedCurrentThread().Description).WhyNot.ShouldBeEmpty();
    }

    private static string SelectOfTooManyBranches()
    {
        var names = Enumerable.Range(1, TooMany).Select(number => $"x{number}").ToList();
        return string.Join(
            '\n',
            [.. names.Select(name => $"{name} = sleep 1"), "select {", .. names.Select(name => $"branch {name}"), "}"]
        );
    }
}
