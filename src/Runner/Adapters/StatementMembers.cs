using System.Text.Json.Nodes;
using Conformance.Spec.Programs;

namespace Conformance.Runner.Adapters;

/// <summary>Members of statements that change what these do, so that an adapter that never looks at them runs another program.</summary>
internal static class StatementMembers
{
    /// <summary>The word of the statement and the member.</summary>
    public static IReadOnlyList<(string Word, string Member)> All { get; } =
    [
        ("sleep", "signal"),
        ("await", "borrow"),
        ("spawn", "set"),
        ("abort", "reason"),
        ("branch", "is"),
        ("branch", "if"),
        ("select", "else"),
        ("select-biased", "else"),
    ];

    /// <summary>The program as an adapter reads it that never looks at the member; null when no statement has it.</summary>
    public static Program? Without(Program program, string word, string member)
    {
        var document = JsonNode.Parse(ProgramJson.Write(program))!;
        return Remove(document, word, member) ? ProgramJson.Read(document.ToJsonString()) : null;
    }

    private static bool Remove(JsonNode? node, string word, string member)
    {
        var removed = false;
        if (node is JsonArray items)
        {
            foreach (var item in items)
                removed |= Remove(item, word, member);
        }
        else if (node is JsonObject statement)
        {
            removed = statement["do"]?.GetValue<string>() == word && statement.Remove(member);
            foreach (var (_, inner) in statement)
                removed |= Remove(inner, word, member);
        }

        return removed;
    }
}
