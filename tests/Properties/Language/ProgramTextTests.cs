using Conformance.Spec.Programs;
using Shouldly;
using Xunit;

namespace Conformance.Tests.Properties.Language;

public sealed class ProgramTextTests
{
    [Theory]
    [InlineData(Samples.Eager)]
    [InlineData(Samples.Lazy)]
    public void Text_canonical_prints_as_it_was(string text) => ProgramPrinter.Print(ProgramParser.Load(text)).ShouldBe(text);

    [Fact]
    public void Text_with_comments_and_semicolons_reads_as_the_canonical_one()
    {
        var loose = ProgramParser.Load("# a\nprogram lazy\n{\tp = probe 1; log \"a\" # b\r\n try{await p}\n catch e{log \"b\"};}");

        var strict = "program lazy {\n  p = probe 1 wakes 1\n  log \"a\"\n  try {\n    await p\n  } catch e {\n    log \"b\"\n  }\n}\n";
        ProgramPrinter.Print(loose).ShouldBe(strict);
        loose.ShouldBe(ProgramParser.Load(strict));
    }

    [Fact]
    public void Statement_and_its_words_have_their_places()
    {
        var parsed = ProgramParser.Parse("program eager {\n  a = async { }\n  join a b\n}", "my.program");

        parsed.Map.Of(parsed.Program.Body[1]).ShouldBe(new Position("my.program", 3, 3));
        parsed.Map.Of(parsed.Program.Body[1], "b").ShouldBe(new Position("my.program", 3, 10));
        parsed.Map.Of(new Yield()).ShouldBeNull();
    }
}
