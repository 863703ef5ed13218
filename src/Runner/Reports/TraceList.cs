using System.Globalization;
using System.Text;
using Conformance.Spec.Traces;

namespace Conformance.Runner.Reports;

/// <summary>A trace as a plain list, an event a line.</summary>
public static class TraceList
{
    /// <summary>The text; the line of event <paramref name="at"/> is marked.</summary>
    public static string Print(Trace trace, int? at)
    {
        var text = new StringBuilder();
        for (var i = 0; i < trace.Count; i++)
        {
            ref readonly var item = ref trace[i];
            var subject = item.Subject < 0 ? "" : trace.Code.Computations[item.Subject].Name;
            var name = trace.Code.Computations[item.Computation].Name;
            text.Append(
                CultureInfo.InvariantCulture,
                $"{item.Time, 5} t{item.Thread} {name, -6} {item.Kind} {subject} {item.Outcome} {item.Value}"
            );
            text.Append(i == at ? "   <-- here\n" : "\n");
        }

        return text.ToString();
    }
}
