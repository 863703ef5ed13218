using System.Text;
using System.Text.Json;
using Conformance.Implementations.Protocol;
using Conformance.Spec.Programs;
using Conformance.Spec.Runtimes;
using Conformance.Spec.Traces;
using Conformance.Tests.Properties.Architecture;
using Xunit;

namespace Conformance.Tests.Properties.Protocol;

/// <summary>The document and the schema of the protocol say what the host does.</summary>
public sealed class ProtocolDocumentTests
{
    private static readonly string[] Lines = Repository.Read("spec/adapter-protocol.md").Split('\n');

    private static readonly Code Example = Code.Of(
        new Spec.Programs.Program(
            Dialect.Eager,
            [
                new MakePromise("p", [new Resolve("p", new Literal(Value.Of(7)))]),
                new Await("v", "p", Borrow: false),
                new Log("got", [new Name("v")]),
            ]
        )
    );

    [Fact]
    public void Requests_of_the_example_are_what_the_host_sends() =>
        Assert.Equal(
            [Text(Messages.Hello()), Text(Messages.Run(1, Example.Program, seed: 1, workers: 1)), Text(Messages.Bye())],
            Lines.Where(line => line.StartsWith("> ", StringComparison.Ordinal)).Select(line => line[2..])
        );

    [Fact]
    public void Answers_of_the_example_are_understood()
    {
        var answers = Lines
            .Where(line => line.StartsWith("< ", StringComparison.Ordinal))
            .Select(line => Encoding.UTF8.GetBytes(line[2..]))
            .ToList();
        var hello = Hello.Read(answers[0]);
        Assert.Equal(
            ("nodejs", Dialect.Eager, ClockKind.Real),
            (hello.Description.Name, hello.Description.Family, hello.Description.Clock)
        );
        var trace = new Trace();
        trace.Begin(Example, hello.Description);
        TraceReader.Read(answers[1], 1, trace);
        Assert.Equal(Ending.Completed, trace.Ending);
        Assert.Equal(["got 7"], trace.Lines());
        Assert.Null(new WellFormed().Check(trace));
    }

    [Fact]
    public void Schema_knows_the_same_words()
    {
        using var schema = JsonDocument.Parse(Repository.Read("spec/adapter-protocol.schema.json"));
        var definitions = schema.RootElement.GetProperty("$defs");
        var items = definitions.GetProperty("event").GetProperty("prefixItems");
        Assert.Equal(Enum.GetNames<EventKind>(), Words(items[0]));
        Assert.Equal(Enum.GetNames<Outcome>(), Words(items[6]));
        var endings = Words(definitions.GetProperty("run").GetProperty("properties").GetProperty("ending"));
        Assert.Equal(Enum.GetNames<Ending>().Except(["None", "Unsupported"]), endings);
    }

    private static IEnumerable<string> Words(JsonElement schema) =>
        schema.GetProperty("enum").EnumerateArray().Select(word => word.GetString()!);

    private static string Text(byte[] line) => Encoding.UTF8.GetString(line).TrimEnd('\n');
}
