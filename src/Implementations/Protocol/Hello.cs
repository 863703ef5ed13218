using System.Text.Json;
using Conformance.Spec.Programs;
using Conformance.Spec.Runtimes;

namespace Conformance.Implementations.Protocol;

/// <summary>What an adapter says of its runtime.</summary>
/// <param name="Description">The runtime.</param>
/// <param name="Capabilities">The statements it can run, by the word in the member <c>do</c>.</param>
/// <param name="Lacks">Why it cannot run others, by the word, where it says so.</param>
/// <param name="Pipeline">How many runs it takes before it has answered the first of them; 1 when it says nothing.</param>
internal sealed record Hello(
    RuntimeDescription Description,
    IReadOnlySet<string> Capabilities,
    IReadOnlyDictionary<string, string> Lacks,
    int Pipeline
)
{
    /// <summary>Reads the answer to <c>hello</c>.</summary>
    /// <exception cref="FormatException">It is not one.</exception>
    internal static Hello Read(byte[] line)
    {
        using var document = Reply.Parse(line);
        var reply = new Reply(document.RootElement);
        if (reply.Number("protocol") != Messages.Version)
            throw new FormatException($"it speaks version {reply.Number("protocol")} of the protocol; expected {Messages.Version}");
        var clock = new Reply(reply.Member("clock", JsonValueKind.Object));
        var description = new RuntimeDescription
        {
            Name = reply.Text("name"),
            Version = reply.Text("version"),
            Language = reply.Text("language"),
            Family = reply.Word<Dialect>("family"),
            Clock = clock.Word<ClockKind>("kind"),
            Workers = Count(reply, "workers"),
            PoolSize = Count(reply, "pool"),
            Join = reply.Has("join") ? reply.Word<JoinOrder>("join") : JoinOrder.Unspecified,
            Controlled = false,
            Identity = reply.Text("identity"),
        };
        var capabilities = reply.Member("capabilities", JsonValueKind.Array).EnumerateArray();
        return new Hello(
            description,
            capabilities.Select(word => word.GetString() ?? "").ToHashSet(StringComparer.Ordinal),
            reply.Has("lacks") ? Reasons(reply.Member("lacks", JsonValueKind.Object)) : new Dictionary<string, string>(),
            reply.Has("pipeline") ? Count(reply, "pipeline") : 1
        );
    }

    private static Dictionary<string, string> Reasons(JsonElement lacks)
    {
        var reasons = new Reply(lacks);
        return lacks.EnumerateObject().ToDictionary(member => member.Name, member => reasons.Text(member.Name), StringComparer.Ordinal);
    }

    private static int Count(Reply reply, string member) =>
        reply.Number(member) is >= 1 and <= short.MaxValue and var count
            ? (int)count
            : throw new FormatException($"\"{member}\" is {reply.Number(member)}; expected a number from 1 to {short.MaxValue}");
}
