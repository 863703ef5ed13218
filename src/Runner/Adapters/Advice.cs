namespace Conformance.Runner.Adapters;

/// <summary>What an adapter's author has to do about a fault, by what the host says of it.</summary>
internal static class Advice
{
    private const string Events = "spec/Traces/events.md says which events a statement emits, and in which order.";

    private static readonly (string Sign, string What)[] Known =
    [
        (
            "cannot be run as a program",
            "Begin the command with what runs the file, such as \"node my-adapter.mjs\" or \"python3 my-adapter.py\"; a program of its own has to be executable."
        ),
        (
            "time never goes back",
            "Log each event with the time at which it is put into the list. A clock of your own only goes forward: a timer whose time has passed fires now."
        ),
        ("cannot be started", "Give the command as you would type it, its path from this folder."),
        (
            "before it answered \"hello\"",
            "Nothing is known of it but this. Type the command in this folder yourself: it has to wait for a line on standard input, and to answer {\"do\":\"hello\",\"protocol\":1} with one."
        ),
        (
            "no answer to \"hello\"",
            "Answer the line {\"do\":\"hello\",\"protocol\":1} when it comes, not at the end of standard input, and flush standard output after the answer."
        ),
        (
            "is no JSON object",
            "Write nothing but answers to standard output, not even a greeting, each a JSON object on one line; everything else belongs on standard error."
        ),
        ("did not read a request", "Read standard input line by line, in a loop, until \"bye\" or its end."),
        (
            "gave no answer within",
            "Answer every run, also one that can never go on (the ending is Deadlock), and flush standard output after each answer."
        ),
        ("\"seq\" is", "Each answer repeats the seq of its run, and there is exactly one answer to a run."),
        ("in the middle of a line", "End each answer with a line feed and flush it; an exception on the way must not end the adapter."),
        ("closed its standard output", "Keep standard output open until \"bye\" or the end of standard input."),
        (
            "exited with code",
            "An exception in one program must not end the adapter: answer with the ending AdapterError and the reason, and go on with the next line."
        ),
        (
            "with StepLimit,",
            "Programs are small, and every one of them ends: look for what goes round in circles. Say in the reason after how many steps it was ended."
        ),
        ("with AdapterError,", "Say in the reason what broke."),
        ("of the protocol; expected", "Answer \"hello\" with \"protocol\":1, and speak as spec/adapter-protocol.md says."),
        (
            "a line of more than",
            "Programs are small: such an answer is an endless loop. End a run that goes on for too long with the ending StepLimit."
        ),
        ("answer to \"hello\"", "spec/adapter-protocol.md lists the members of the answer to \"hello\", with an example."),
        (
            "answer to \"run\"",
            "spec/adapter-protocol.md says what an answer to \"run\" holds; adapter-protocol.schema.json beside it is the exact form."
        ),
    ];

    public static string For(string fault) =>
        Known.FirstOrDefault(known => fault.Contains(known.Sign, StringComparison.Ordinal)).What ?? Events;
}
