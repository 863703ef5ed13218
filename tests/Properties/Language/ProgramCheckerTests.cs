using Conformance.Spec.Programs;
using Shouldly;
using Xunit;

namespace Conformance.Tests.Properties.Language;

public sealed class ProgramCheckerTests
{
    private const string Awaitable =
        "an async computation, a sleep, a blocking job, a task handle, a probe, a shared computation, an acquire, a notified or a send";
    private const string SharedTwice =
        "found \"s\" twice, expected each computation once; a trace tells branches apart by their computations: give another branch an async computation that awaits \"s\"";
    private const string EagerAwaitable =
        "an async computation, a sleep, a blocking job, a worker, a promise, a deferred promise, a reaction or an echo";

    [Theory]
    [InlineData("await x", $"f:2:7: found \"x\", expected {Awaitable}; make it first, as in \"x = async {{ … }}\"")]
    [InlineData("work = async { }\nawait wrok", $"f:3:7: found \"wrok\", expected {Awaitable}; did you mean \"work\"?")]
    [InlineData("await x\nx = async { }", $"f:2:7: found \"x\", which is defined later, expected {Awaitable}; define it first")]
    [InlineData(
        "try {\nx = async { }\n} catch e { }\nawait x",
        $"f:5:7: found \"x\", which is known only in its own block, expected {Awaitable}; define it in a block around both"
    )]
    [InlineData(
        "x = async { await x }",
        $"f:2:19: found \"x\", which is being defined here, expected {Awaitable}; it is known after its body"
    )]
    [InlineData("log \"a\" v", "f:2:9: found \"v\", expected a variable or a counter")]
    [InlineData(
        "try { } catch e { }\nlog \"a\" e",
        "f:3:9: found \"e\", which is known only in its own block, expected a variable or a counter; define it in a block around both"
    )]
    [InlineData(
        "x = async { }\nx = async { }",
        "f:3:1: found \"x\", which is defined already, expected a new name; a name is defined once in a program"
    )]
    [InlineData(
        "let x = 0\nx = async { }",
        "f:3:1: found \"x\", which is defined already, expected a new name; a name is defined once in a program"
    )]
    [InlineData(
        "x = async { }\nv = await x\nlet v = 0",
        "f:4:5: found \"v\", which is defined already, expected a new name; a name is defined once in a program"
    )]
    [InlineData("x = async { }\nlog \"a\" x", "f:3:9: found \"x\", an async computation, expected a value; await it and use the result")]
    [InlineData("x = async { }\nx += 1", "f:3:1: found \"x\", an async computation, expected a counter; make a counter with let")]
    [InlineData(
        "x = async { }\nv = await x\nv += 1",
        "f:4:1: found \"v\", a variable, expected a counter; a variable never changes: make a counter with let"
    )]
    [InlineData("let n = 0\nawait n", $"f:3:7: found \"n\", a counter, expected {Awaitable}")]
    [InlineData("x = async { }\nreturn x", "f:3:8: found \"x\", an async computation, expected a value; await it and use the result")]
    public void Name_used_wrongly_is_a_problem(string body, string message) => Only("lazy", body).ShouldBe(message);

    [Theory]
    [InlineData(
        "x = async { }\nawait x\nawait x",
        "f:4:7: found \"x\", which \"await\" used up, expected a computation that is not used up; a lazy computation is used up once: share it to await it more often"
    )]
    [InlineData(
        "x = async { }\nh = spawn x\nawait &x",
        "f:4:8: found \"x\", which \"spawn\" used up, expected a computation that is not used up; a lazy computation is used up once: share it to await it more often"
    )]
    [InlineData(
        "x = async { }\ndrop x\ns = share x",
        "f:4:11: found \"x\", which \"drop\" used up, expected a computation that is not used up; a lazy computation is used up once: share it to await it more often"
    )]
    [InlineData("x = sleep 1\njoin x x", "f:3:6: found \"x\" twice, expected each computation once; a lazy computation has one owner")]
    [InlineData(
        "x = async { }\ny = async { await &x }\nawait x",
        "f:4:7: found \"x\", which moved into \"y\", expected a computation that this body owns; use it in the body of \"y\" only"
    )]
    [InlineData(
        "x = async { }\nh = spawn x\ng = spawn h",
        "f:4:11: found \"h\", a task handle, expected an async computation, a sleep, a probe, an acquire, a notified or a send"
    )]
    [InlineData(
        "x = async { }\nabort x",
        "f:3:7: found \"x\", an async computation, expected a blocking job, a task handle, a join set or a member of a join set"
    )]
    [InlineData(
        "s = join-set\nx = async { next s }",
        "f:3:18: found \"s\", which belongs to \"main\", expected a join set that this body has made; only the body that made it may: make it in \"x\", or do this in \"main\""
    )]
    [InlineData(
        "s = join-set\ndrop s\nnext s",
        "f:4:6: found \"s\", which \"drop\" used up, expected a join set that is not used up; do it before \"drop s\""
    )]
    [InlineData(
        "s = join-set\nx = async { abort s }",
        "f:3:19: found \"s\", which belongs to \"main\", expected a join set that this body has made; only the body that made it may: make it in \"x\", or do this in \"main\""
    )]
    [InlineData("x = async { }\ny = async { }\nh = spawn x in y", "f:4:16: found \"y\", an async computation, expected a join set")]
    [InlineData(
        "x = async { }\nawait &x\nh = blocking { block-on x }",
        "f:4:25: found \"x\", which was lent before, expected a computation that nobody has polled"
    )]
    [InlineData("x = async { }\nwake x", "f:3:6: found \"x\", an async computation, expected a probe")]
    [InlineData(
        "x = async { }\ns = share x\nawait &s",
        "f:4:8: found \"s\", a shared computation, expected an async computation, a sleep, a blocking job, a task handle, a probe, an acquire, a notified or a send; await it without \"&\": it can be awaited any number of times"
    )]
    [InlineData(
        "x = async { }\ns = share x\ndrop s",
        "f:4:6: found \"s\", a shared computation, expected an async computation, a sleep, a blocking job, a task handle, a probe, a join set, an acquire, a notified, a channel or a send"
    )]
    public void Lazy_computation_used_up_wrongly_is_a_problem(string body, string message) => Only("lazy", body).ShouldBe(message);

    [Theory]
    [InlineData("x = async { }\ns = share x\nawait s\njoin s\ny = async { await s }\nawait y")]
    [InlineData("x = async { }\nawait &x\nawait &x\ny = async { await x }\nawait y")]
    [InlineData("x = async { }\nh = spawn x\nawait h\nabort h\ny = async { abort h }\nawait y")]
    [InlineData("p = probe 1 wakes 0\ny = async { wake p }\nh = spawn y\nawait p\nwake p")]
    [InlineData("let n = 0\nx = async { n += 1 }\nh = blocking { n += 1; let m = 1 }\nawait x")]
    public void Lazy_computation_used_as_allowed_is_no_problem(string body) => Problems("lazy", body).ShouldBeEmpty();

    [Theory]
    [InlineData("x = async { }\nawait x\nawait x\njoin x x\ny = async { await x }\nreturn x")]
    [InlineData("p = promise { a = async { await p }; m = microtask { resolve p p } }")]
    [InlineData("deferred d\nt = timer 5 { f = async { resolve d }; r = then d { reject d \"e\" } }")]
    public void Eager_computation_used_as_allowed_is_no_problem(string body) => Problems("eager", body).ShouldBeEmpty();

    [Theory]
    [InlineData("x = async { }\nh = spawn x", "f:3:5: found \"spawn\" of the lazy dialect, expected a statement of the eager dialect")]
    [InlineData("x = async { }\nawait &x", "f:3:7: found \"&\" of the lazy dialect, expected a statement of the eager dialect")]
    [InlineData("x = async { }\nselect x", "f:3:1: found \"select\" of the lazy dialect, expected a statement of the eager dialect")]
    [InlineData("panic \"e\"", "f:2:1: found \"panic\" of the lazy dialect, expected a statement of the eager dialect")]
    [InlineData("h = blocking { }\nabort h", "f:3:7: found \"h\", a blocking job, expected a controller")]
    [InlineData("m = microtask { }\nclear m", "f:3:7: found \"m\", a callback, expected an immediate or a timer")]
    [InlineData("x = async { }\nresolve x", "f:3:9: found \"x\", an async computation, expected a promise or a deferred promise")]
    [InlineData("m = microtask { }\nawait m", $"f:3:7: found \"m\", a callback, expected {EagerAwaitable}")]
    [InlineData("c = controller\ndeferred d\nresolve d c", $"f:4:11: found \"c\", a controller, expected {EagerAwaitable}")]
    [InlineData(
        "h = blocking { }\ng = blocking { return h }",
        "f:3:23: found \"h\", a blocking job, expected a value; await it and use the result"
    )]
    [InlineData(
        "c = controller\nl = listen c { sleep 1 }",
        "f:3:16: found \"sleep\", expected a statement that a listener may use (log, let, +=, compute, resolve, reject, abort, clear, post, terminate, exit, a definition); put it in an async computation made here"
    )]
    [InlineData("h = async { }\nl = listen h { }", "f:3:12: found \"h\", an async computation, expected a controller or a signal")]
    [InlineData("h = async { }\nd = any-signal h", "f:3:16: found \"h\", an async computation, expected a controller or a signal")]
    [InlineData("c = controller\nd = any-signal c\nabort d", "f:4:7: found \"d\", a signal, expected a controller")]
    [InlineData(
        "x = on-exit { throw \"e\" }",
        "f:2:15: found \"throw\", expected a statement that a listener may use (log, let, +=, compute, resolve, reject, abort, clear, post, terminate, exit, a definition); the body of \"x\" has nobody to give it to"
    )]
    [InlineData("exit\nlog \"l\"", "f:3:1: found \"log\" after \"exit\", expected the end of the block; what stands here never runs")]
    [InlineData(
        "w = worker { yield }",
        "f:2:14: found \"yield\", expected a statement that a worker may use (log, let, +=, compute, throw, post, on-message); post a message and do it where that is handled"
    )]
    [InlineData(
        "w = worker { post w 1 }",
        "f:2:19: found \"post\" with the name \"w\", expected \"post\" without a name; a worker talks to its maker only"
    )]
    [InlineData("post 1", "f:2:1: found \"post\" without a worker, expected \"post\" and the name of a worker")]
    [InlineData("m = on-message { }", "f:2:1: found \"on-message\" without a worker, expected \"on-message\" and the name of a worker")]
    [InlineData("x = async { }\nterminate x", "f:3:11: found \"x\", an async computation, expected a worker")]
    [InlineData(
        "x = async { }\nw = worker { post x }",
        "f:3:19: found \"x\", an async computation, expected a value; await it and use the result"
    )]
    [InlineData("w = worker { }\nt = timer 1 { post w w }", "f:3:22: found \"w\", a worker, expected a value; await it and use the result")]
    [InlineData("h = async { }\nsleep 1 signal h", "f:3:16: found \"h\", an async computation, expected a controller or a signal")]
    public void Eager_statement_used_wrongly_is_a_problem(string body, string message) => Only("eager", body).ShouldBe(message);

    [Theory]
    [InlineData("deferred d", "f:2:1: found \"deferred\" of the eager dialect, expected a statement of the lazy dialect")]
    [InlineData("m = next-tick { }", "f:2:5: found \"next-tick\" of the eager dialect, expected a statement of the lazy dialect")]
    [InlineData("sleep 5 signal c", "f:2:9: found \"signal\" of the eager dialect, expected a statement of the lazy dialect")]
    [InlineData("x = async { }\nany x", "f:3:1: found \"any\" of the eager dialect, expected a statement of the lazy dialect")]
    public void Eager_statement_in_a_lazy_program_is_a_problem(string body, string message) => Only("lazy", body).ShouldBe(message);

    [Theory]
    [InlineData(
        "h = blocking { yield }",
        "f:2:16: found \"yield\", expected a statement that a blocking job may use (log, let, +=, compute, return, throw, panic, block-on); only async bodies wait or make computations"
    )]
    [InlineData(
        "p = promise { sleep 1 }",
        "f:2:15: found \"sleep\", expected a statement that a promise's executor may use (log, let, +=, compute, try, throw, resolve, reject, abort, clear, post, terminate, exit, a definition); put it in an async computation made here"
    )]
    [InlineData(
        "p = promise { return 1 }",
        "f:2:15: found \"return\", expected a statement that a promise's executor may use (log, let, +=, compute, try, throw, resolve, reject, abort, clear, post, terminate, exit, a definition); the body of \"p\" has nobody to give it to"
    )]
    [InlineData(
        "deferred p\nr = then p { yield }",
        "f:3:14: found \"yield\", expected a statement that a reaction may use (log, let, +=, compute, try, throw, return, resolve, reject, abort, clear, post, terminate, exit, a definition); put it in an async computation made here"
    )]
    [InlineData(
        "m = microtask { return }",
        "f:2:17: found \"return\", expected a statement that a callback may use (log, let, +=, compute, try, throw, resolve, reject, abort, clear, post, terminate, exit, a definition); the body of \"m\" has nobody to give it to"
    )]
    [InlineData(
        "defer { compute 1 }",
        "f:2:9: found \"compute\", expected log, the only statement of a deferred block; do it before the body is left"
    )]
    public void Statement_where_it_may_not_stand_is_a_problem(string body, string message) => Only("eager", body).ShouldBe(message);

    [Fact]
    public void Nobody_waits_in_place() =>
        Only("lazy", "in-place { yield }")
            .ShouldBe(
                "f:2:12: found \"yield\", expected a statement that may stand in place (log, let, +=, compute); do it before or after: nobody waits in place"
            );

    [Theory]
    [InlineData(
        "select { }",
        "f:2:1: found a select whose block does not end with a branch, expected a block with at least one branch, the last thing in it"
    )]
    [InlineData(
        "select { x = async { }; branch x; y = sleep 1 }",
        "f:2:1: found a select whose block does not end with a branch, expected a block with at least one branch, the last thing in it"
    )]
    [InlineData(
        "x = async { }\nselect { await x; branch x }",
        "f:3:10: found \"await\", expected a branch, or what makes one ready (log, +=, async, sleep, blocking, spawn in no set, share, probe, acquire, notified, send); do it before the select or after it"
    )]
    [InlineData(
        "x = async { }\nbranch x",
        "f:3:1: found \"branch\", expected a statement of a body; a branch stands in the block of a select"
    )]
    [InlineData(
        "x = async { }\nselect { branch x; branch x }",
        "f:3:27: found \"x\", which \"branch\" used up, expected a computation that is not used up; a lazy computation is used up once: share it to await it more often"
    )]
    [InlineData("x = async { }\ns = share x\nselect { branch s; branch s }", $"f:4:27: {SharedTwice}")]
    [InlineData("x = async { }\nselect { s = share x; branch s; branch s }", $"f:3:40: {SharedTwice}")]
    [InlineData("x = async { }\ns = share x\njoin s s", $"f:4:6: {SharedTwice}")]
    [InlineData(
        "s = join-set\nx = async { }\nselect { h = spawn x in s; branch h }",
        "f:4:14: found \"spawn\" in a join set, expected a branch, or what makes one ready (log, +=, async, sleep, blocking, spawn in no set, share, probe, acquire, notified, send); do it before the select or after it"
    )]
    [InlineData("x = async { }\nv = select { branch x } else q", "f:3:30: found \"q\", expected a variable or a counter")]
    [InlineData(
        "x = async { }\nv = select { branch x } else v",
        "f:3:30: found \"v\", which is defined later, expected a variable or a counter; define it first"
    )]
    [InlineData(
        "x = async { }\nselect { branch x } else 9007199254740992",
        "f:3:26: found the number 9007199254740992, expected a number from -9007199254740991 to 9007199254740991"
    )]
    [InlineData(
        "x = async { }\nselect { branch x is 9007199254740992 }",
        "f:3:22: found the number 9007199254740992, expected a number from -9007199254740991 to 9007199254740991"
    )]
    [InlineData("x = async { }\nselect { branch x if y }", "f:3:22: found \"y\", expected a variable or a counter")]
    public void Select_with_a_block_that_is_wrong_is_a_problem(string body, string message) => Only("lazy", body).ShouldBe(message);

    [Theory]
    [InlineData("advance 10", "f:2:1: found \"advance\" of the lazy dialect, expected a statement of the eager dialect")]
    [InlineData("in-place { }", "f:2:1: found \"in-place\" of the lazy dialect, expected a statement of the eager dialect")]
    public void Lazy_statement_in_an_eager_program_is_a_problem(string body, string message) => Only("eager", body).ShouldBe(message);

    [Theory]
    [InlineData(
        "return\nlog \"a\"\nlog \"b\"",
        "f:3:1: found \"log\" after \"return\", expected the end of the block; what stands here never runs"
    )]
    [InlineData("throw \"e\"\nyield", "f:3:1: found \"yield\" after \"throw\", expected the end of the block; what stands here never runs")]
    [InlineData("sleep -1", "f:2:7: found the number -1, expected a time from 0 to 1000000")]
    [InlineData("x = sleep 1000001", "f:2:11: found the number 1000001, expected a time from 0 to 1000000")]
    [InlineData("advance 1000001", "f:2:9: found the number 1000001, expected a time from 0 to 1000000")]
    [InlineData("i = interval 0", "f:2:14: found the number 0, expected a period from 1 to 1000000")]
    [InlineData("s = semaphore 1001", "f:2:15: found the number 1001, expected a number of permits from 0 to 1000")]
    [InlineData("s = semaphore 1\na = acquire 0 s", "f:3:13: found the number 0, expected a number of permits from 1 to 1000")]
    [InlineData("s = semaphore 1\nrelease 1001 s", "f:3:9: found the number 1001, expected a number of permits from 1 to 1000")]
    [InlineData("n = notify\na = acquire n", "f:3:13: found \"n\", a notify, expected a semaphore")]
    [InlineData("s = semaphore 1\nnotify-one s", "f:3:12: found \"s\", a semaphore, expected a notify")]
    [InlineData("c = channel 0", "f:2:13: found the number 0, expected a number of values from 1 to 1000")]
    [InlineData(
        "s = semaphore 1\nx = send s 1",
        "f:3:10: found \"s\", a semaphore, expected a channel; make a channel first, as in \"c = channel 1\""
    )]
    [InlineData(
        "c = channel 1\nx = async {\nv = next c\n}",
        "f:4:10: found \"c\", which belongs to \"main\", expected a channel that this body has made; only the body that made it may: make it in \"x\", or do this in \"main\""
    )]
    [InlineData(
        "c = channel 1\ndrop c\nv = next c",
        "f:4:10: found \"c\", which \"drop\" used up, expected a channel that is not used up; do it before \"drop c\""
    )]
    [InlineData(
        "s = semaphore 1\na = acquire s\nawait a\nawait a",
        "f:5:7: found \"a\", which \"await\" used up, expected a computation that is not used up; a lazy computation is used up once: share it to await it more often"
    )]
    [InlineData("p = probe 101 wakes 1", "f:2:11: found the number 101, expected a number of pending polls from 0 to 100")]
    [InlineData("p = probe 1 cycles 1001", "f:2:20: found the number 1001, expected a number of cycles from 0 to 1000")]
    [InlineData("p = probe 1 wakes 11", "f:2:19: found the number 11, expected a number of wakes from 0 to 10")]
    [InlineData(
        "let n = 9007199254740992",
        "f:2:9: found the number 9007199254740992, expected a number from -9007199254740991 to 9007199254740991"
    )]
    [InlineData(
        "log \"a\" -9007199254740992",
        "f:2:9: found the number -9007199254740992, expected a number from -9007199254740991 to 9007199254740991"
    )]
    [InlineData("log \"a\\ud800\"", "f:2:1: found the text \"a\\ud800\", expected a text of whole characters; surrogates come in pairs")]
    public void Statement_out_of_its_limits_is_a_problem(string body, string message) => Only("lazy", body).ShouldBe(message);

    [Theory]
    [InlineData("p = promise { }\nawait p", "f:2:5: found \"promise\" of the eager dialect, expected a statement of the lazy dialect")]
    [InlineData("v = race x\nlog \"a\" v", "f:2:5: found \"race\" of the eager dialect, expected a statement of the lazy dialect")]
    public void Name_of_a_statement_that_is_refused_is_no_second_problem(string body, string message) =>
        Only("lazy", body).ShouldBe(message);

    [Fact]
    public void Every_problem_is_reported_in_the_order_of_the_text() =>
        Problems("lazy", "await x\nyield\nsleep -1").Select(problem => problem.Position!.Value.Line).ShouldBe([2, 4]);

    [Fact]
    public void Program_with_too_many_statements_is_a_problem()
    {
        Problems("lazy", Lines(1_000, _ => "yield")).ShouldBeEmpty();
        Only("lazy", Lines(1_001, _ => "yield")).ShouldBe("f:1002:1: found more statements, expected at most 1000 in a program");
    }

    [Fact]
    public void Program_with_too_many_computations_is_a_problem()
    {
        Problems("lazy", Lines(200, i => $"s{i} = sleep 1")).ShouldBeEmpty();
        Only("lazy", Lines(201, i => $"s{i} = sleep 1")).ShouldBe("f:202:1: found more computations, expected at most 200 in a program");
    }

    [Fact]
    public void Program_made_by_code_is_checked_without_places()
    {
        Sequence<Statement> body = [];
        for (var i = 0; i < 40; i++)
            body = [new Try(body, $"e{i}", [])];
        Check(new(Dialect.Lazy, body))
            .ShouldBe("found a deeper block, expected at most 32 blocks inside one another; make the program flatter");
        Check(new(Dialect.Lazy, [new Combine(CombinatorKind.Join, null, [])]))
            .ShouldBe("found \"join\" of nothing, expected at least one computation");
        Check(new(Dialect.Lazy, [new Async("now", [])]))
            .ShouldBe("found \"now\", expected a name: a lower-case letter, then letters, digits, \"-\" or \"_\", no word of the language");
        Check(new(Dialect.Lazy, [new Log("a", [new Literal(Value.Unit)])])).ShouldBe("found the value (), expected a number or a text");
        Check(new(Dialect.Eager, [new Callback(CallbackKind.Microtask, "m", 5, [])]))
            .ShouldBe("found the number 5, expected a time from 0 to 0");

        static string Check(Program program) => ProgramChecker.Check(program).ShouldHaveSingleItem().ToString();
    }

    private static string Only(string dialect, string body) => Problems(dialect, body).ShouldHaveSingleItem().ToString();

    private static IReadOnlyList<Problem> Problems(string dialect, string body) =>
        ProgramChecker.Check(ProgramParser.Parse($"program {dialect} {{\n{body}\n}}", "f"));

    private static string Lines(int count, Func<int, string> line) => string.Join('\n', Enumerable.Range(0, count).Select(line));
}
