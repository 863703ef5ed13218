using System.Text.Json.Nodes;
using Conformance.Spec.Programs;

namespace Conformance.Tests.Properties.DotNetTasks;

/// <summary>Programs in which nothing gives up the thread but an <c>await</c>, so that whatever goes on does so inside a call.</summary>
internal static class Inlined
{
    /// <summary>The program with async bodies in place of callbacks and jobs, and logs in place of all that takes time.</summary>
    internal static Spec.Programs.Program Of(Spec.Programs.Program program)
    {
        var json = JsonNode.Parse(ProgramJson.Write(program))!.AsObject();
        Block(json["body"]!.AsArray());
        return ProgramJson.Read(json.ToJsonString());
    }

    private static void Block(JsonArray statements)
    {
        for (var i = 0; i < statements.Count; i++)
        {
            var statement = statements[i]!.AsObject();
            Block(statement["body"]?.AsArray() ?? []);
            Block(statement["handler"]?.AsArray() ?? []);
            if (Replace(statement) is { } other)
                statements[i] = other;
        }
    }

    private static JsonObject? Replace(JsonObject statement)
    {
        switch ((string)statement["do"]!)
        {
            case "microtask" or "next-tick" or "immediate" or "timer" or "blocking":
                return Async(statement, statement["body"]!.DeepClone().AsArray());
            case "sleep" or "echo" when statement.ContainsKey("name"):
                return Async(statement, []);
            case "sleep" or "yield" or "compute" or "clear":
                return new JsonObject
                {
                    ["do"] = "log",
                    ["text"] = "instead",
                    ["values"] = new JsonArray(),
                };
            case "timeout":
                statement["do"] = "await";
                statement.Remove("duration");
                return null;
            case "resolve" when statement["value"] is JsonObject:
                statement["value"] = 1;
                return null;
            case "abort":
                statement.Remove("reason");
                return null;
            default:
                return null;
        }
    }

    private static JsonObject Async(JsonObject statement, JsonArray body) =>
        new()
        {
            ["do"] = "async",
            ["name"] = (string)statement["name"]!,
            ["body"] = body,
        };
}
