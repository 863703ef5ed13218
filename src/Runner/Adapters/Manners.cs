using System.Text.Json;
using Conformance.Implementations.Protocol;

namespace Conformance.Runner.Adapters;

/// <summary>How an adapter takes what is not a program: the end, nonsense, a version it does not know.</summary>
internal sealed class Manners(AdapterCommand command, ProtocolLimits limits)
{
    private const string Nonsense = "this is no request";
    private const string OtherVersion = """{"do":"hello","protocol":999}""";

    public IEnumerable<Remark> Run()
    {
        yield return Ends("\"bye\"", Say(close: false, AdapterProbe.Hello, AdapterProbe.Bye));
        yield return Ends("the end of its standard input", Say(close: true, AdapterProbe.Hello));
        yield return OnNonsense(Say(close: true, AdapterProbe.Hello, Nonsense, AdapterProbe.Bye));
        yield return OnOtherVersion(Say(close: true, OtherVersion));
    }

    private ProbeResult Say(bool close, params string[] lines) => AdapterProbe.Say(command, lines, close, 2 * limits.Run);

    private static Remark Ends(string what, ProbeResult result) =>
        result.ExitCode switch
        {
            0 => new Remark(Mark.Ok, $"It ends after {what}."),
            null => new Remark(
                Mark.Wrong,
                $"It goes on after {what}, and had to be killed.",
                $"End the process at {what}, with a call of exit if need be: a campaign waits for that, and threads or an open standard input must not keep it alive."
            ),
            var code => new Remark(Mark.Note, $"It ends after {what}, with exit code {code}; 0 would say that all is well."),
        };

    private static Remark OnNonsense(ProbeResult result) =>
        result.Answers.Count > 1
            ? new Remark(
                Mark.Wrong,
                $"It answers a line that is no request with \"{Short(result.Answers[1])}\".",
                "Answer requests only; what is none is an error of the host: say so on standard error and end with an exit code that is not 0."
            )
            : new Remark(Mark.Ok, "It does not answer a line that is no request.");

    private static Remark OnOtherVersion(ProbeResult result) =>
        result.Answers.Any(ClaimsOtherVersion)
            ? new Remark(
                Mark.Wrong,
                "It says that it speaks version 999 of the protocol.",
                "Answer \"hello\" with the version that the adapter was written for, \"protocol\":1, whatever the host asks for."
            )
            : new Remark(Mark.Ok, "It does not claim a version of the protocol that it cannot know.");

    private static bool ClaimsOtherVersion(string answer)
    {
        try
        {
            using var document = JsonDocument.Parse(answer);
            return document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty("protocol", out var version)
                && version.ValueKind == JsonValueKind.Number
                && version.GetDouble() != 1;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static string Short(string text) => text.Length <= 80 ? text : $"{text[..80]}…";
}
