using System.Text.Json;
using Conformance.Spec.Programs;
using Conformance.Spec.Traces;

namespace Conformance.Implementations.Protocol;

/// <summary>Reads the answer to <c>run</c> into a trace.</summary>
internal static class TraceReader
{
    // kind, time, thread, computation, subject, site; then outcome and value if there are any.
    private const int LeastItems = 6;
    private const int MostItems = 8;

    /// <summary>Adds the events and ends the trace.</summary>
    /// <exception cref="FormatException">The answer is none, or of another request.</exception>
    internal static void Read(byte[] line, long seq, Trace trace)
    {
        using var document = Reply.Parse(line);
        var reply = new Reply(document.RootElement);
        MustAnswer(reply, seq);
        if (reply.Has("unsupported"))
        {
            trace.End(Ending.Unsupported, natural: true, reply.Text("unsupported"));
            return;
        }

        var ending = reply.Word<Ending>("ending");
        if (ending is Ending.None or Ending.Unsupported)
            throw new FormatException($"\"ending\" is \"{ending}\", which no run ends with");
        var at = 0;
        foreach (var item in reply.Member("events", JsonValueKind.Array).EnumerateArray())
        {
            try
            {
                trace.Add(ReadEvent(item));
            }
            catch (Exception wrong) when (wrong is InvalidOperationException or FormatException)
            {
                throw new FormatException($"event {at} is {item}: {wrong.Message}", wrong);
            }

            at++;
        }

        trace.End(ending, natural: true, reply.Text("reason"));
    }

    /// <summary>Refuses the answer to another request.</summary>
    /// <exception cref="FormatException">It is one.</exception>
    internal static void MustAnswer(Reply reply, long seq)
    {
        if (reply.Number("seq") != seq)
            throw new FormatException($"\"seq\" is {reply.Number("seq")}; expected {seq}");
    }

    private static Event ReadEvent(JsonElement item)
    {
        if (item.ValueKind != JsonValueKind.Array)
            throw new FormatException("it is no array");
        var length = item.GetArrayLength();
        if (length is < LeastItems or > MostItems)
            throw new FormatException($"it has {length} items; expected {LeastItems} to {MostItems}");
        return new Event(
            Word<EventKind>(item[0]),
            length > 6 ? Word<Outcome>(item[6]) : Outcome.None,
            (short)Whole(item[2], "thread", short.MinValue, short.MaxValue),
            (int)Whole(item[3], "computation", int.MinValue, int.MaxValue),
            (int)Whole(item[4], "subject", int.MinValue, int.MaxValue),
            (int)Whole(item[5], "site", int.MinValue, int.MaxValue),
            Whole(item[1], "time", long.MinValue, long.MaxValue),
            length > 7 ? ReadValue(item[7]) : Value.Unit
        );
    }

    private static long Whole(JsonElement item, string what, long least, long most) =>
        item.ValueKind == JsonValueKind.Number && item.TryGetInt64(out var number) && number >= least && number <= most
            ? number
            : throw new FormatException($"its {what} is {item.GetRawText()}; expected a whole number from {least} to {most}");

    private static T Word<T>(JsonElement item)
        where T : struct, Enum =>
        item.ValueKind == JsonValueKind.String && Words.TryParse<T>(item.GetString()!, ignoreCase: false, out var word)
            ? word
            : throw new FormatException($"\"{item}\" is none of {Words.All<T>()}");

    private static Value ReadValue(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.Null => Value.Unit,
            JsonValueKind.Number => Value.Of(Whole(value, "value", long.MinValue, long.MaxValue)),
            JsonValueKind.String => Value.Of(value.GetString()!),
            JsonValueKind.Array => Value.List([.. value.EnumerateArray().Select(ReadValue)]),
            JsonValueKind.Object => Value.Error(new Reply(value).Text("error")),
            _ => throw new FormatException($"\"{value}\" is no value of a program"),
        };
}
