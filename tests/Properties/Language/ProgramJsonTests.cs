using Conformance.Spec.Litmus;
using Conformance.Spec.Programs;
using Shouldly;
using Xunit;

namespace Conformance.Tests.Properties.Language;

public sealed class ProgramJsonTests
{
    [Theory]
    [InlineData(Samples.Eager)]
    [InlineData(Samples.Lazy)]
    public void Json_of_every_statement_reads_back_as_the_same_program(string text)
    {
        var program = ProgramParser.Load(text);

        ProgramJson.Read(ProgramJson.Write(program)).ShouldBe(program);
    }

    [Fact]
    public void Json_of_every_litmus_reads_back_as_the_same_program()
    {
        var litmusTests = LitmusLibrary.Load();

        litmusTests.ShouldNotBeEmpty();
        foreach (var litmus in litmusTests)
            ProgramJson.Read(ProgramJson.Write(litmus.Program)).ShouldBe(litmus.Program, litmus.Name);
    }

    [Fact]
    public void Json_has_the_documented_shape()
    {
        const string Text = """
            program lazy {
              x = async { log "a \u0001" 1 "b" now; return }
              h = spawn x
              v = await &h
              p = probe 1; timeout 3 p
              try { } catch e { log "" e }
            }
            """;

        ProgramJson
            .Write(ProgramParser.Load(Text))
            .ShouldBe(
                """{"dialect":"lazy","body":["""
                    + """{"do":"async","name":"x","body":[{"do":"log","text":"a \u0001","values":[1,"b",{"now":true}]},{"do":"return"}]},"""
                    + """{"do":"spawn","name":"h","target":"x"},{"do":"await","binding":"v","target":"h","borrow":true},"""
                    + """{"do":"probe","name":"p","pending":1,"wakes":1},{"do":"timeout","duration":3,"target":"p"},"""
                    + """{"do":"try","body":[],"binding":"e","handler":[{"do":"log","text":"","values":[{"name":"e"}]}]}]}"""
            );
    }

    [Theory]
    [InlineData("[]", "found an array at $, expected an object")]
    [InlineData("{}", "found no member \"dialect\" at $, expected a text")]
    [InlineData("""{"dialect":1,"body":[]}""", "found 1 at $.dialect, expected a text")]
    [InlineData("""{"dialect":"Lazy","body":[]}""", "found \"Lazy\" at $.dialect, expected \"eager\" or \"lazy\"")]
    [InlineData("""{"dialect":"lazy","body":{}}""", "found an object at $.body, expected an array")]
    [InlineData("""{"dialect":"lazy","body":[7]}""", "found 7 at $.body[0], expected an object")]
    [InlineData(
        """{"dialect":"lazy","body":[],"seed":1}""",
        "found the members \"dialect\", \"body\", \"seed\" at $, expected the members of a program only"
    )]
    [InlineData(
        """{"dialect":"lazy","body":[{"do":"yeild"}]}""",
        "found \"yeild\" at $.body[0].do, expected a statement's word; did you mean \"yield\"?"
    )]
    [InlineData(
        """{"dialect":"lazy","body":[{"do":"yield","name":"x"}]}""",
        "found the members \"do\", \"name\" at $.body[0], expected the members of \"yield\" only"
    )]
    [InlineData(
        """{"dialect":"lazy","body":[{"do":"compute","duration":1.5}]}""",
        "found 1.5 at $.body[0].duration, expected a whole number of 64 bits"
    )]
    [InlineData(
        """{"dialect":"lazy","body":[{"do":"probe","name":"p","pending":5000000000,"wakes":1}]}""",
        "found 5000000000 at $.body[0].pending, expected a small number"
    )]
    [InlineData(
        """{"dialect":"lazy","body":[{"do":"await","target":"x","borrow":false}]}""",
        "found false at $.body[0].borrow, expected true"
    )]
    [InlineData(
        """{"dialect":"lazy","body":[{"do":"join","targets":["x",null]}]}""",
        "found null at $.body[0].targets[1], expected a name"
    )]
    [InlineData(
        """{"dialect":"lazy","body":[{"do":"return","value":null}]}""",
        "found null at $.body[0].value, expected a whole number, a text, {\"name\": …} or {\"now\": true}"
    )]
    [InlineData(
        """{"dialect":"lazy","body":[{"do":"return","value":{"name":"v","x":1}}]}""",
        "found the members \"name\", \"x\" at $.body[0].value, expected the members of a value only"
    )]
    [InlineData(
        """{"dialect":"lazy","body":[{"do":"throw","message":"\ud800"}]}""",
        "found a text with half a character, expected a text that UTF-8 can carry"
    )]
    public void Json_that_is_no_program_is_refused_with_its_path(string json, string message) =>
        Should.Throw<ProgramException>(() => ProgramJson.Read(json)).Message.ShouldBe(message);

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("""{"dialect":"lazy","dialect":"eager","body":[]}""")]
    [InlineData("\u0000\u0001")]
    [InlineData("\ud800")]
    [InlineData("""{"dialect":"lazy","body":[{"do":"yield","\ud800":1}]}""")]
    public void Json_that_is_broken_is_refused(string json) => Should.Throw<ProgramException>(() => ProgramJson.Read(json));

    [Fact]
    public void Json_that_nests_too_deep_is_refused()
    {
        var json = string.Concat(Enumerable.Repeat("""{"do":"defer","body":[""", 10_000));

        Should
            .Throw<ProgramException>(() => ProgramJson.Read($$"""{"dialect":"lazy","body":[{{json}}"""))
            .Message.ShouldContain("not JSON");
    }
}
