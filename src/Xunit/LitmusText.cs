using System.Globalization;
using System.Text;
using Conformance.Runner.Litmuses;

namespace Conformance.Xunit;

/// <summary>The outcome table of a litmus test, for a test's output.</summary>
internal static class LitmusText
{
    public static string Of(LitmusReport report)
    {
        var text = new StringBuilder();
        foreach (var outcome in report.Outcomes)
        {
            var mark =
                !outcome.Allowed ? "forbidden"
                : outcome.Count == 0 ? "never seen"
                : outcome.IsViolation ? "rejected"
                : "allowed";
            var ending = outcome.Ending.Length == 0 ? "" : $" ({outcome.Ending})";
            text.Append(CultureInfo.InvariantCulture, $"{outcome.Count, 6}  {mark, -10}  {string.Join(" / ", outcome.Log)}{ending}\n");
            if (outcome.Rejection is { } why)
                text.Append(CultureInfo.InvariantCulture, $"        the model says: {why}\n");
        }

        return text.ToString();
    }
}
