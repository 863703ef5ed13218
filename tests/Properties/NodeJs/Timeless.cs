using System.Text.Json.Nodes;
using Conformance.Spec.Programs;

namespace Conformance.Tests.Properties.NodeJs;

/// <summary>Programs without clocks and other threads, so that nothing but the runtime's rules decides their order.</summary>
internal static class Timeless
{
    /// <summary>The program with microtasks and immediates where it had timers and jobs.</summary>
    internal static Spec.Programs.Program Of(Spec.Programs.Program program)
    {
        var json = JsonNode.Parse(ProgramJson.Write(program))!.AsObject();
        Block(json["body"]!);
        return ProgramJson.Read(json.ToJsonString());
    }

    private static void Block(JsonNode statements)
    {
        var block = statements.AsArray();
        for (var i = 0; i < block.Count; i++)
        {
            var before = block[i]!.AsObject();
            var after = Statement(before);
            if (after != before)
                block[i] = after;
        }
    }

    private static JsonObject Statement(JsonObject statement)
    {
        foreach (var inner in (string[])["body", "handler"])
        {
            if (statement[inner] is { } block)
                Block(block);
        }

        for (var i = 0; i < (statement["values"]?.AsArray().Count ?? 0); i++)
            statement["values"]![i] = Operand(statement["values"]![i]!);
        if (statement["value"] is { } value)
            statement["value"] = Operand(value);
        switch ((string)statement["do"]!)
        {
            case "echo" or "sleep" when statement.ContainsKey("name"):
                return new JsonObject
                {
                    ["do"] = "async",
                    ["name"] = (string)statement["name"]!,
                    ["body"] = new JsonArray(new JsonObject { ["do"] = "yield" }),
                };
            case "sleep":
                return new JsonObject { ["do"] = "yield" };
            case "compute":
                return Log("computed");
            case "timeout":
                statement["do"] = "await";
                statement.Remove("duration");
                break;
            case "timer":
                statement["do"] = "immediate";
                statement.Remove("delay");
                break;
            case "blocking" or "worker":
                statement["do"] = "async";
                break;
            case "on-message" or "post" or "terminate":
                return Log((string)statement["do"]!);
        }

        return statement;
    }

    private static JsonObject Log(string text) =>
        new()
        {
            ["do"] = "log",
            ["text"] = text,
            ["values"] = new JsonArray(),
        };

    private static JsonNode Operand(JsonNode operand) =>
        operand is JsonObject now && now.ContainsKey("now") ? JsonValue.Create(0) : operand.DeepClone();
}
