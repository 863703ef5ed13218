using Conformance.Spec.Programs;
using Shouldly;
using Xunit;

namespace Conformance.Tests.Properties.Language;

/// <summary>Who writes what JavaScript or Rust would have is told the word of this language.</summary>
public sealed class HabitsTests
{
    [Theory]
    [InlineData("const p = 1", "there is no such word: write \"x = async { … }\", and \"let n = 0\" for a counter")]
    [InlineData("let p = async { }", "only a counter is made with let: write \"p = async\"")]
    [InlineData("console.log(\"a\")", "write \"log \\\"a\\\" v\"")]
    [InlineData("println!(\"a\")", "write \"log \\\"a\\\" v\"")]
    [InlineData("setTimeout(f, 10)", "write \"t = timer 10 { … }\"")]
    [InlineData("m = queueMicrotask { }", "write \"m = microtask { … }\"")]
    [InlineData("process.nextTick(f)", "write \"m = next-tick { … }\"")]
    [InlineData("// a comment", "a comment begins with #")]
    [InlineData("log 'a'", "a text stands in double quotes")]
    [InlineData("join a, b", "names and values stand side by side, without commas")]
    [InlineData("join!(a, b)", "words stand without \"!\"")]
    [InlineData("h = spawn(x)", "names and values stand without parentheses")]
    [InlineData("p = Promise.all(a)", "write \"p = promise { … }\", and \"v = join a b\" for Promise.all")]
    [InlineData("p.then { }", "write \"r = then p { … }\"")]
    [InlineData("h = tokio::spawn(x)", "write what follows alone, as in \"h = spawn x\" or \"sleep 10\"")]
    [InlineData("h = spawn_blocking { }", "write \"h = blocking { … }\"")]
    [InlineData("fn f() { }", "there are no functions: write the body where it is made, \"x = async { … }\"")]
    [InlineData("yield_now", "write \"yield\"")]
    [InlineData("x = fetch y", "a request is written \"s = echo 10\": it is answered after that long")]
    [InlineData("try { } catch e { } finally { }", "\"defer { log … }\" runs when the body is left in any way")]
    public void Habit_is_answered_with_what_to_write(string statement, string advice) =>
        Should
            .Throw<ProgramException>(() => ProgramParser.Parse($"program eager {{\n{statement}\n}}", "f"))
            .Message.ShouldEndWith($"; {advice}");
}
