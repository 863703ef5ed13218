using System.Globalization;

namespace Conformance.Runner.Campaigns;

/// <summary>How many programs a runtime refused for one reason.</summary>
/// <param name="Litmuses">Litmus tests.</param>
/// <param name="Programs">Random programs.</param>
public sealed record Refusals(long Litmuses, long Programs)
{
    /// <summary>Both.</summary>
    public long Count => Litmuses + Programs;

    /// <summary>In words: <c>21 litmus tests and 1 random program</c>.</summary>
    public override string ToString() =>
        string.Join(" and ", new[] { Counted(Litmuses, "litmus test"), Counted(Programs, "random program") }.OfType<string>());

    private static string? Counted(long count, string what) =>
        count == 0 ? null : string.Create(CultureInfo.InvariantCulture, $"{count:N0} {what}{(count == 1 ? "" : "s")}");
}
