namespace Conformance.Spec.Programs;

/// <summary>What other languages write where this one writes something else.</summary>
internal static class Habits
{
    private const string Receiving = "a channel gives its values like a set its outcomes: write \"next c\"";
    private const string Sending = "a send is a computation like others: write \"x = send c 5\" and \"await x\"";
    private const string Defining = "there is no such word: write \"x = async { … }\", and \"let n = 0\" for a counter";

    /// <summary>What to write instead of a word, or nothing when it is no known habit.</summary>
    /// <param name="word">Where a statement begins, or what is defined.</param>
    public static string OfWord(string word) =>
        word switch
        {
            "console" or "println" or "print" or "printf" => "write \"log \\\"a\\\" v\"",
            "const" or "var" => Defining,
            "function" or "fn" => "there are no functions: write the body where it is made, \"x = async { … }\"",
            "for" or "while" or "loop" or "repeat" => "there are no loops: write the statements out",
            "else" => "an \"else\" follows the block of a select, on the line of its \"}\": write \"} else 3\"",
            "is" or "if" => "it stands in a branch of a select: write \"branch x is 5 if n\"",
            "setTimeout" => "write \"t = timer 10 { … }\"",
            "setImmediate" => "write \"m = immediate { … }\"",
            "queueMicrotask" => "write \"m = microtask { … }\"",
            "process" => "write \"m = next-tick { … }\"",
            "new" or "Promise" => "write \"p = promise { … }\", and \"v = join a b\" for Promise.all",
            "all" => "write \"v = join a b\"",
            "fetch" => "a request is written \"s = echo 10\": it is answered after that long",
            "tokio" => "write what follows alone, as in \"h = spawn x\" or \"sleep 10\"",
            "spawn_blocking" or "spawn-blocking" => "write \"h = blocking { … }\"",
            "yield_now" or "yield-now" => "write \"yield\"",
            "mutex" => "a semaphore of one permit is one: write \"m = semaphore 1\"",
            "recv" or "receive" => Receiving,
            "send" => Sending,
            "close" => "a channel is closed by its receiver: write \"drop c\"",
            _ => "",
        };

    /// <summary>What to write instead, or nothing when it is no known habit.</summary>
    /// <param name="name">The word before; nothing when it is none.</param>
    /// <param name="rest">What follows it and cannot be read.</param>
    public static string OfSigns(string name, ReadOnlySpan<char> rest) =>
        rest switch
        {
            ['/', '/', ..] or ['/', '*', ..] => "a comment begins with #",
            ['\'', ..] or ['`', ..] => "a text stands in double quotes",
            [',', ..] => "names and values stand side by side, without commas",
            ['!', ..] => "words stand without \"!\"",
            ['+', '+', ..] when name.Length > 0 => $"write \"{name} += 1\"",
            ['+', ..] or ['*', ..] or ['/', ..] => "nothing is computed but in a counter: write \"n += 1\"",
            ['-', '=', .. var amount] when name.Length > 0 && Number(amount) is { Length: > 0 } number =>
                $"a counter is added to: write \"{name} += -{number}\"",
            ['-', '=', ..] when name.Length > 0 => $"a counter is added to, a whole number at a time, such as \"{name} += -1\"",
            ['.', .. var after] when name.Length > 0 => OfMember(name, Word(after)),
            _ => "",
        };

    private static string OfMember(string name, string member) =>
        member switch
        {
            "await" => $"await stands in front: write \"await {name}\"",
            "send" => Sending,
            "recv" or "next" => Receiving,
            "then" or "catch" or "finally" => $"write \"r = {member} {name} {{ … }}\"",
            "resolve" or "reject" or "abort" => $"write \"{member} {name}\"",
            _ => OfWord(name),
        };

    private static string Word(ReadOnlySpan<char> text)
    {
        var end = 0;
        while (end < text.Length && (char.IsAsciiLetterOrDigit(text[end]) || text[end] == '_'))
            end++;
        return text[..end].ToString();
    }

    // The whole number that follows, or nothing.
    private static string Number(ReadOnlySpan<char> text)
    {
        var trimmed = text.TrimStart(' ');
        var end = trimmed.IndexOfAnyExceptInRange('0', '9');
        var isWhole = end < 0 || (end > 0 && !char.IsAsciiLetterOrDigit(trimmed[end]) && trimmed[end] != '.');
        return isWhole ? (end < 0 ? trimmed : trimmed[..end]).ToString() : "";
    }
}
