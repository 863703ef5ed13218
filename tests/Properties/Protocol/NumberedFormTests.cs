using System.Text.Json;
using Conformance.Spec.Programs;
using Conformance.Tests.Properties.Runner;
using FsCheck.Xunit;
using Xunit;

namespace Conformance.Tests.Properties.Protocol;

public sealed class NumberedFormTests
{
    [Property(Arbitrary = [typeof(RandomPrograms)])]
    public static void Numbers_are_those_of_the_code(RandomProgram random)
    {
        var code = Code.Of(random.Program);
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
            ProgramJson.WriteNumbered(random.Program, writer);
        using var document = JsonDocument.Parse(stream.ToArray());
        var ids = Block(document.RootElement.GetProperty("body"), code).ToList();
        Assert.Equal(Enumerable.Range(1, code.Computations.Length - 1), ids);
    }

    private static IEnumerable<int> Block(JsonElement statements, Code code) =>
        statements.EnumerateArray().SelectMany(statement => Statement(statement, code));

    private static IEnumerable<int> Statement(JsonElement statement, Code code)
    {
        var instruction = code.Instructions[statement.GetProperty("site").GetInt32()];
        switch (statement.GetProperty("do").GetString())
        {
            case "log":
                Assert.Equal((Op.Log, statement.GetProperty("text").GetString()), (instruction.Op, instruction.Text));
                break;
            case "throw":
                Assert.Equal((Op.Throw, statement.GetProperty("message").GetString()), (instruction.Op, instruction.Text));
                break;
            case "try":
                Assert.Equal(Op.EnterTry, instruction.Op);
                break;
        }

        if (statement.TryGetProperty("id", out var id))
        {
            var computation = code.Computations[id.GetInt32()];
            Assert.Equal((instruction.Site, statement.GetProperty("name").GetString()), (computation.Site, computation.Name));
            yield return computation.Id;
        }

        foreach (var member in (string[])["body", "handler"])
        {
            if (!statement.TryGetProperty(member, out var block))
                continue;
            foreach (var inner in Block(block, code))
                yield return inner;
        }
    }
}
