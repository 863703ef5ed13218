namespace Conformance.Runner.Document;

/// <summary>How a runtime that is of neither family as a whole stands to a rule.</summary>
/// <param name="Rule">The rule's id.</param>
/// <param name="Runtime">Which runtime: asyncio or .NET.</param>
/// <param name="Verdict"><c>same</c>, <c>differs</c>, <c>partly</c>, or <c>-</c> when the rule has nothing to say there.</param>
/// <param name="Evidence"><c>seen</c> in a real run, <c>expected</c> from its documentation, or <c>-</c>.</param>
/// <param name="Note">What it does, or empty.</param>
internal sealed record PortabilityNote(string Rule, string Runtime, string Verdict, string Evidence, string Note)
{
    /// <summary>All of them, a row for each rule and runtime.</summary>
    public static IReadOnlyList<PortabilityNote> All() =>
        [.. DataTable.Read("portability.tsv").Select(cells => new PortabilityNote(cells[0], cells[1], cells[2], cells[3], cells[4]))];

    /// <summary>The verdict in words: <c>differs (not yet seen in a run). A future has no executor.</c></summary>
    public string Words()
    {
        var verdict = Verdict switch
        {
            "same" => "as the rule says",
            "partly" => "in part",
            "-" => "not applicable",
            _ => Verdict,
        };
        var evidence = Evidence == "expected" ? " (not yet seen in a run)" : "";
        return Note.Length == 0 ? $"{verdict}{evidence}" : $"{verdict}{evidence}. {char.ToUpperInvariant(Note[0])}{Note[1..]}";
    }
}
