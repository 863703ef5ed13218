namespace Conformance.Runner.Document;

/// <summary>How a claim of an article compares with the real runtimes.</summary>
internal enum ClaimVerdict
{
    /// <summary>True as stated.</summary>
    True,

    /// <summary>True with a nuance that the rules carry.</summary>
    Nuance,

    /// <summary>Wrong on the real runtimes.</summary>
    Wrong,

    /// <summary>History, opinion or performance: nothing that a rule could say.</summary>
    NotSemantics,
}

/// <summary>Something that one of the two articles says.</summary>
/// <param name="Id">Its id, such as <c>S1-32</c>: article, number.</param>
/// <param name="Verdict">How it compares with the real runtimes.</param>
/// <param name="Quotation">A short quotation.</param>
/// <param name="Truth">What really happens; empty when it is as stated.</param>
/// <param name="Rules">The ids of the rules that are about it.</param>
internal sealed record Claim(string Id, ClaimVerdict Verdict, string Quotation, string Truth, IReadOnlyList<string> Rules)
{
    /// <summary>All of them, in the order of the articles.</summary>
    public static IReadOnlyList<Claim> All() =>
        [
            .. DataTable
                .Read("claims.tsv")
                .Select(cells => new Claim(
                    cells[0],
                    Parse(cells[1]),
                    cells[2],
                    cells[3],
                    cells[4].Split(' ', StringSplitOptions.RemoveEmptyEntries)
                )),
        ];

    /// <summary>A verdict in words.</summary>
    public static string Words(ClaimVerdict verdict) =>
        verdict switch
        {
            ClaimVerdict.True => "true",
            ClaimVerdict.Nuance => "true with a nuance",
            ClaimVerdict.Wrong => "**wrong**",
            _ => "not about semantics",
        };

    private static ClaimVerdict Parse(string word) =>
        word switch
        {
            "true" => ClaimVerdict.True,
            "nuance" => ClaimVerdict.Nuance,
            "wrong" => ClaimVerdict.Wrong,
            "not-semantics" => ClaimVerdict.NotSemantics,
            _ => throw new FormatException($"\"{word}\" is no verdict of a claim; expected true, nuance, wrong or not-semantics."),
        };
}
