using Conformance.Spec.Programs;
using Shouldly;
using Xunit;

namespace Conformance.Tests.Properties.Language;

public sealed class ProgramParserTests
{
    private const string Statements =
        "a statement (log, await, sleep, yield, compute, advance, in-place, return, throw, try, defer, let, join, try-join, timeout, select, select-biased, next, block-on, abort, drop, wake, release, notify-one, notify-waiters, panic, or a name and \"=\")";

    private const string InSelect = "a statement (branch, log, or a name and \"=\")";

    private const string Definitions =
        "(async, sleep, blocking, await, join, try-join, timeout, select, select-biased, next, block-on, spawn, join-set, interval, semaphore, acquire, notify, notified, channel, send, probe, share)";

    [Theory]
    [InlineData("", "f:1:1: found the end of the text, expected \"program\" and the dialect, eager or lazy")]
    [InlineData("programm lazy {}", "f:1:1: found \"programm\", expected \"program\" and the dialect, eager or lazy")]
    [InlineData("program lasy {}", "f:1:9: found \"lasy\", expected the dialect, eager or lazy; did you mean \"lazy\"?")]
    [InlineData("program lazy", "f:1:13: found the end of the text, expected \"{\" to begin the program")]
    [InlineData("program lazy {", "f:1:15: found the end of the text, expected \"}\" to end the program")]
    [InlineData("program lazy { } }", "f:1:18: found \"}\", expected the end of the text after the program")]
    [InlineData("program lazy {\n  7\n}", "f:2:3: found the number 7, expected a statement")]
    [InlineData("program lazy {\n  awiat x\n}", $"f:2:3: found \"awiat\", expected {Statements}; did you mean \"await\"?")]
    [InlineData("program lazy {\n  nonsense\n}", $"f:2:3: found \"nonsense\", expected {Statements}")]
    [InlineData("program lazy {\n  async { }\n}", $"f:2:3: found \"async\", expected {Statements}; write \"name = async\"")]
    [InlineData(
        "program lazy { x = asinc { } }",
        $"f:1:20: found \"asinc\", expected what \"x\" is {Definitions}; did you mean \"async\"?"
    )]
    [InlineData(
        "program lazy { x = 7 }",
        $"f:1:20: found the number 7, expected what \"x\" is {Definitions}; a counter is made with let: write \"let x = 7\""
    )]
    [InlineData(
        "program lazy { for i { } }",
        $"f:1:16: found \"for\", expected {Statements}; there are no loops: write the statements out"
    )]
    [InlineData(
        "program lazy { await sleep 10 }",
        "f:1:22: found \"sleep\", expected a name: what to await; \"sleep\" waits by itself, without \"await\""
    )]
    [InlineData(
        "program lazy { v = await spawn x }",
        "f:1:26: found \"spawn\", expected a name: what to await; give it a name first: write \"x = spawn\" and \"await x\""
    )]
    [InlineData("program lazy { x =\n}", $"f:2:1: found \"}}\", expected what \"x\" is {Definitions}")]
    [InlineData(
        "program lazy { log = async { } }",
        "f:1:16: found \"log\", a word of the language, expected a name: what is on the right of \"=\"; choose another name"
    )]
    [InlineData(
        "program lazy { X = async { } }",
        "f:1:16: found \"X\", expected a name: what is on the right of \"=\"; a name begins with a lower-case letter"
    )]
    [InlineData("program lazy { x = async log }", "f:1:26: found \"log\", expected \"{\" to begin the body of \"x\"")]
    [InlineData(
        "program lazy { log now }",
        "f:1:20: found \"now\", expected a text in double quotes: what to log; values come after it: log \"now is\" now"
    )]
    [InlineData("program lazy { log await x }", "f:1:20: found \"await\", expected a text in double quotes: what to log")]
    [InlineData("program lazy { log }", "f:1:20: found \"}\", expected a text in double quotes: what to log")]
    [InlineData("program lazy { log \"a\" = }", "f:1:24: found \"=\", expected a value: a number, a text, a name or now")]
    [InlineData(
        "program lazy { log \"a\" await }",
        "f:1:24: found \"await\", a word of the language, expected a name: a variable; choose another name"
    )]
    [InlineData(
        "program lazy { yield yield }",
        "f:1:22: found \"yield\", expected the end of the statement: the end of the line, \";\" or \"}\""
    )]
    [InlineData("program lazy { sleep\n10 }", "f:2:1: found the number 10, expected a whole number: how long to sleep")]
    [InlineData("program lazy { sleep x }", "f:1:22: found \"x\", expected a whole number: how long to sleep")]
    [InlineData("program lazy { compute }", "f:1:24: found \"}\", expected a whole number: how long to compute")]
    [InlineData("program lazy { x.await }", $"f:1:16: found \"x\", expected {Statements}; await stands in front: write \"await x\"")]
    [InlineData(
        "program lazy { v = x.await }",
        $"f:1:20: found \"x\", expected what \"v\" is {Definitions}; await stands in front: write \"await x\""
    )]
    [InlineData(
        "program lazy { n -= k }",
        $"f:1:16: found \"n\", expected {Statements}; a counter is added to, a whole number at a time, such as \"n += -1\""
    )]
    [InlineData(
        "program lazy { v = recv c }",
        $"f:1:20: found \"recv\", expected what \"v\" is {Definitions}; a channel gives its values like a set its outcomes: write \"next c\""
    )]
    [InlineData("program lazy { n -= 12 }", $"f:1:16: found \"n\", expected {Statements}; a counter is added to: write \"n += -12\"")]
    [InlineData("program lazy { n++ }", $"f:1:16: found \"n\", expected {Statements}; write \"n += 1\"")]
    [InlineData(
        "program lazy { n = n + 1 }",
        $"f:1:20: found \"n\", expected what \"n\" is {Definitions}; a counter is added to: write \"n += 1\", or \"n += -1\""
    )]
    [InlineData("program lazy { let 7 = 0 }", "f:1:20: found the number 7, expected a name: of the counter")]
    [InlineData("program lazy { let n 0 }", "f:1:22: found the number 0, expected \"=\" and the counter's first value")]
    [InlineData("program lazy { n += \"a\" }", "f:1:21: found the text \"a\", expected a whole number: what to add")]
    [InlineData(
        "program lazy { x = send c now }",
        "f:1:27: found \"now\", expected a number or a text: what to send; only what is written out can be sent, such as 5 or \"five\": no variable, no counter and not now"
    )]
    [InlineData("program lazy { await }", "f:1:22: found \"}\", expected a name: what to await")]
    [InlineData("program lazy { join }", "f:1:21: found \"}\", expected a name: what to join")]
    [InlineData("program lazy { join a 7 }", "f:1:23: found the number 7, expected a name: what to join")]
    [InlineData(
        "program lazy { select { branch x is y } }",
        "f:1:37: found \"y\", expected a number or a text: the value that the branch has to end with; only what is written out can be compared, such as 5 or \"five\": no variable, no counter and not now"
    )]
    [InlineData(
        "program lazy { select { branch x if } }",
        "f:1:37: found \"}\", expected a value (a number, a text, a name or now): whether the branch is enabled"
    )]
    [InlineData(
        "program lazy { select { branch x } else }",
        "f:1:41: found \"}\", expected a value (a number, a text, a name or now): the result when all branches are disabled"
    )]
    [InlineData(
        "program lazy { select { branch x\nelse 3 } }",
        $"f:2:1: found \"else\", expected {InSelect}; an \"else\" follows the block of a select, on the line of its \"}}\": write \"}} else 3\""
    )]
    [InlineData(
        "program lazy { select { branch x }\nelse 3 }",
        $"f:2:1: found \"else\", expected {Statements}; an \"else\" follows the block of a select, on the line of its \"}}\": write \"}} else 3\""
    )]
    [InlineData(
        "program lazy { select { if n branch x } }",
        $"f:1:25: found \"if\", expected {InSelect}; it stands in a branch of a select: write \"branch x is 5 if n\""
    )]
    [InlineData("program lazy { select { x = async { nonsense } branch x } }", $"f:1:37: found \"nonsense\", expected {Statements}")]
    [InlineData(
        "program lazy { select a b else 3 }",
        "f:1:27: found \"else\", expected a name: what to select; \"else\" needs a block: write \"select { branch a is 5 if n; branch b } else 3\""
    )]
    [InlineData(
        "program lazy { select branch a }",
        "f:1:23: found \"branch\", expected a name: what to select; \"branch\" needs a block: write \"select { branch a is 5 if n; branch b } else 3\""
    )]
    [InlineData(
        "program lazy { join a else }",
        "f:1:23: found \"else\", a word of the language, expected a name: what to join; choose another name"
    )]
    [InlineData("program lazy { timeout x }", "f:1:24: found \"x\", expected a whole number: how long to wait")]
    [InlineData("program lazy { throw e }", "f:1:22: found \"e\", expected a text in double quotes: the message")]
    [InlineData("program lazy { throw\n\"e\" }", "f:2:1: found the text \"e\", expected a text in double quotes: the message")]
    [InlineData("program lazy { try { } }", "f:1:24: found \"}\", expected \"catch\" and a name for the error after the tried block")]
    [InlineData(
        "program lazy { p = probe 9999999999 }",
        "f:1:26: found the number 9999999999, expected a small number: how often the probe is pending"
    )]
    [InlineData("program eager { r = then p (v { } }", "f:1:31: found \"{\", expected \")\" after the parameter")]
    [InlineData("program eager { sleep 1 signal }", "f:1:32: found \"}\", expected a name: whose signal aborts the sleep")]
    public void Text_that_breaks_the_grammar_is_refused_with_its_place(string text, string message) =>
        Should.Throw<ProgramException>(() => ProgramParser.Parse(text, "f")).Message.ShouldBe(message);

    [Theory]
    [InlineData("program lazy { log \"a\n\" }", "f:1:20: found a text without its end, expected \" before the end of the line")]
    [InlineData("program lazy { log \"a", "f:1:20: found a text without its end, expected \" before the end of the line")]
    [InlineData(
        "program lazy { log \"\\x\" }",
        "f:1:21: found the escape \"\\x\", expected \\\", \\\\, \\n, \\r, \\t or \\u and four hexadecimal digits"
    )]
    [InlineData(
        "program lazy { log \"\\u12\" }",
        "f:1:21: found the escape \"\\u\", expected \\\", \\\\, \\n, \\r, \\t or \\u and four hexadecimal digits"
    )]
    [InlineData("program lazy { sleep 1.5 }", "f:1:22: found \"1.5\", expected a whole number, digits only")]
    [InlineData(
        "program lazy { sleep 99999999999999999999 }",
        "f:1:22: found the number 99999999999999999999, expected a number from -9007199254740991 to 9007199254740991"
    )]
    [InlineData("program lazy { sleep 10ms }", "f:1:22: found \"10ms\", expected a whole number, digits only")]
    [InlineData(
        "program lazy {\n\t§ }",
        "f:2:2: found \"§\", expected a word, a number, a text in double quotes, one of = += { } ( ) & ; or # before a comment"
    )]
    [InlineData(
        "\0ELF\u0001",
        "f:1:1: found the character U+0000, expected a word, a number, a text in double quotes, one of = += { } ( ) & ; or # before a comment"
    )]
    [InlineData(
        "program lazy { log \"a\" + 1 }",
        "f:1:24: found \"+\", expected a word, a number, a text in double quotes, one of = += { } ( ) & ; or # before a comment; nothing is computed but in a counter: write \"n += 1\""
    )]
    [InlineData(
        "program lazy { log \"a\" x.await }",
        "f:1:25: found \".\", expected a word, a number, a text in double quotes, one of = += { } ( ) & ; or # before a comment; await stands in front: write \"await x\""
    )]
    public void Text_that_cannot_be_read_is_refused_with_its_place(string text, string message) =>
        Should.Throw<ProgramException>(() => ProgramParser.Parse(text, "f")).Message.ShouldBe(message);

    [Fact]
    public void Text_that_nests_too_deep_is_refused()
    {
        var deep = $"program lazy {{\n{string.Concat(Enumerable.Repeat("defer {\n", 100_000))}";

        Should
            .Throw<ProgramException>(() => ProgramParser.Parse(deep, "f"))
            .Message.ShouldBe("f:34:7: found \"{\", expected at most 32 blocks inside one another; make the program flatter");
    }

    [Fact]
    public void Text_that_nests_as_deep_as_allowed_is_valid()
    {
        var deep = $"program eager {{ {Nest(32, "m{0} = microtask {{ ")} {new string('}', 33)}";

        ProgramChecker.Check(ProgramParser.Parse(deep)).ShouldBeEmpty();

        static string Nest(int depth, string format) => string.Concat(Enumerable.Range(0, depth).Select(i => string.Format(format, i)));
    }

    [Fact]
    public void Text_that_is_too_long_is_refused() =>
        Should
            .Throw<ProgramException>(() => ProgramParser.Parse(new string(' ', 1_000_001), "f"))
            .Message.ShouldBe("f:1:1: found a text of 1000001 characters, expected at most 1000000");

    [Fact]
    public void Text_with_a_very_long_word_has_a_short_message() =>
        Should.Throw<ProgramException>(() => ProgramParser.Parse(new string('a', 100_000), "f")).Message.Length.ShouldBeLessThan(200);

    [Fact]
    public void Text_cut_off_or_damaged_anywhere_never_crashes_the_parser()
    {
        var refused = 0;
        foreach (var text in (string[])[Samples.Eager, Samples.Lazy])
        {
            for (var i = 0; i < text.Length; i++)
            {
                refused += Refused(text[..i]);
                refused += Refused(text.Remove(i, 1));
                foreach (var unit in "{}\"=\\\0#;é")
                    refused += Refused(text.Insert(i, unit.ToString()));
            }
        }

        refused.ShouldBeGreaterThan(5_000);
    }

    private static int Refused(string text)
    {
        try
        {
            ProgramParser.Load(text);
            return 0;
        }
        catch (ProgramException error) when (error.Problems.All(problem => problem.Position is not null))
        {
            return 1;
        }
    }
}
