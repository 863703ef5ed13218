using Conformance.Implementations.DotNetTasks;
using Conformance.Runner.Generation;
using Conformance.Spec.Programs;
using FsCheck.Xunit;
using Shouldly;
using Xunit;

namespace Conformance.Tests.Properties.Runner;

/// <summary>Random programs are made for what a runtime has words for.</summary>
[Properties(Arbitrary = [typeof(RandomPrograms)])]
public sealed class FittedProgramTests
{
    private const string NoWord = "no such word";

    [Property]
    public void Program_that_lacks_nothing_stays_as_it_is(RandomProgram random)
    {
        var fitted = FittedProgram.Of(random.Program, _ => null);
        fitted.Program.ShouldBeSameAs(random.Program);
        fitted.LeftOut.ShouldBeEmpty();
    }

    [Property(MaxTest = 300)]
    public void Whatever_word_is_missing_a_program_fits_and_is_valid(RandomProgram random, int which)
    {
        var program = random.Program with { Body = [new Log("stays", []), .. random.Program.Body] };
        string[] words = [.. ProgramJson.WordsOf(program).Where(word => word != "log")];
        if (words.Length == 0)
            return;
        var missing = words[(int)((uint)which % (uint)words.Length)];
        string? Lacks(Code code) => ProgramJson.WordsOf(code.Program).Contains(missing, StringComparer.Ordinal) ? NoWord : null;
        var fitted = FittedProgram.Of(program, Lacks);
        ProgramChecker.Check(fitted.Program).ShouldBeEmpty();
        Lacks(Code.Of(fitted.Program)).ShouldBeNull($"without {missing}: {ProgramPrinter.Print(program)}");
        fitted.LeftOut.ShouldBe([NoWord]);
        ProgramShape.Weight(fitted.Program).CompareTo(ProgramShape.Weight(program)).ShouldBeLessThanOrEqualTo(0);
    }

    [Fact]
    public void Random_programs_fit_the_tasks_of_dotnet_and_keep_most_of_their_statements()
    {
        var programs = ProgramGenerator.Sample(Dialect.Eager, seed: 1, count: 500).ToList();
        var fitted = programs.ConvertAll(program => FittedProgram.Of(program, Support.Lacks).Program);
        fitted.Count(program => Support.Lacks(Code.Of(program)) is null).ShouldBe(500);
        fitted.Sum(ProgramShape.Count).ShouldBeGreaterThan(programs.Sum(ProgramShape.Count) / 2);
    }

    [Fact]
    public void What_is_missing_is_made_simpler_or_taken_out_with_all_that_needs_it()
    {
        var fitted = FittedProgram.Of(
            ProgramParser.Load(
                """
                program eager module {
                  c = controller
                  m = microtask {
                    log "in a microtask"
                  }
                  p = promise {
                    q = async {
                      k = next-tick {
                        log "in a tick"
                      }
                      log "stays"
                    }
                    resolve p q
                  }
                  w = worker {
                    log "in a worker"
                  }
                  await w
                  abort c "reason"
                }
                """
            ),
            Support.Lacks
        );
        ProgramPrinter
            .Print(fitted.Program)
            .ReplaceLineEndings("\n")
            .ShouldBe(
                """
                program eager {
                  c = controller
                  p = promise {
                    q = async {
                      log "stays"
                    }
                    resolve p
                  }
                  abort c
                }

                """.ReplaceLineEndings("\n")
            );
        fitted.LeftOut.Count.ShouldBe(6);
    }

    [Fact]
    public void What_uses_the_value_of_a_select_goes_with_its_branches()
    {
        string? Lacks(Code code) => ProgramJson.WordsOf(code.Program).Contains("branch", StringComparer.Ordinal) ? NoWord : null;
        var program = ProgramParser.Load(
            """
            program lazy {
              v = select {
                s = sleep 0
                branch s
              }
              log "got" v
            }
            """
        );
        var fitted = FittedProgram.Of(program, Lacks);
        fitted.LeftOut.ShouldBe([NoWord]);
        ProgramPrinter.Print(fitted.Program).ReplaceLineEndings("\n").ShouldBe("program lazy {\n  log \"got\"\n}\n");
    }

    [Fact]
    public void Program_of_which_nothing_would_be_left_stays_and_is_refused()
    {
        var program = ProgramParser.Load("program eager { w = worker { } ; await w }");
        FittedProgram.Of(program, Support.Lacks).ShouldBe(new FittedProgram(program, []));
        FittedProgram.Of(program, _ => NoWord).Program.ShouldBeSameAs(program);
    }
}
