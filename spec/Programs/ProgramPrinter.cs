using System.Text;

namespace Conformance.Spec.Programs;

/// <summary>Writes programs as text, the canonical way: a statement a line, two spaces for each block. Reading it again gives the same program.</summary>
public static class ProgramPrinter
{
    /// <summary>The text of a program, with a line end after its last line.</summary>
    public static string Print(Program program)
    {
        var text = new StringBuilder();
        text.Append("program ").Append(program.Dialect == Dialect.Eager ? "eager" : "lazy").Append(program.Module ? " module {\n" : " {\n");
        Append(text, program.Body, 1);
        return text.Append("}\n").ToString();
    }

    /// <summary>The first line of a statement, as it stands in the text; a statement with a body ends with <c>{</c>.</summary>
    public static string Head(Statement statement) =>
        statement switch
        {
            Log log => $"log {Quoting.Quote(log.Text)}{string.Concat(log.Values.Select(value => $" {Print(value)}"))}",
            Let let => $"let {let.Name} = {let.Initial}",
            Add add => $"{add.Name} += {add.Amount}",
            Async made => $"{made.Name} = async {{",
            SleepLater made => $"{made.Name} = sleep {made.Duration}{Signal(made.Signal)}",
            Blocking made => $"{made.Name} = blocking {{",
            Worker made => $"{made.Name} = worker {{",
            OnMessage made => $"{made.Name} = on-message{Port(made.Target)}{Parameter(made.Parameter)} {{",
            Post post => $"post{Port(post.Target)} {Print(post.Value)}",
            Terminate terminate => $"terminate {terminate.Target}",
            Await wait => $"{Binding(wait.Binding)}await {(wait.Borrow ? "&" : "")}{wait.Target}",
            Sleep sleep => $"sleep {sleep.Duration}{Signal(sleep.Signal)}",
            Yield => "yield",
            Compute compute => $"compute {compute.Duration}",
            InPlace => "in-place {",
            Advance advance => $"advance {advance.Duration}",
            Combine combine => $"{Binding(combine.Binding)}{Words.Of(combine.Kind)} {combine.Targets}",
            SelectBlock select => $"{Binding(select.Binding)}{Words.Of(select.Kind)} {{",
            Branch branch => $"branch {branch.Target}{Optional("is", branch.Pattern)}{Optional("if", branch.Condition)}",
            Timeout timeout => $"{Binding(timeout.Binding)}timeout {timeout.Duration} {timeout.Target}",
            Return { Value: { } value } => $"return {Print(value)}",
            Return => "return",
            Throw failure => $"throw {Quoting.Quote(failure.Message)}",
            Try => "try {",
            Defer => "defer {",
            Abort abort => $"abort {abort.Target}{(abort.Reason is null ? "" : $" {Quoting.Quote(abort.Reason)}")}",
            Spawn spawn => $"{spawn.Name} = spawn {spawn.Target}{(spawn.Set is null ? "" : $" in {spawn.Set}")}",
            JoinSet made => $"{made.Name} = join-set",
            Interval made => $"{made.Name} = interval {made.Period} {Words.Of(made.Missed)}",
            Semaphore made => $"{made.Name} = semaphore {made.Permits}",
            Acquire made => $"{made.Name} = acquire {Permits(made.Permits)}{made.Target}",
            Release release => $"release {Permits(release.Permits)}{release.Target}",
            Notify made => $"{made.Name} = notify",
            Notified made => $"{made.Name} = notified {made.Target}",
            Channel made => $"{made.Name} = channel {made.Room}",
            Send send => $"{send.Name} = send {send.Target} {Print(send.Value)}",
            NotifyOne notify => $"notify-one {notify.Target}",
            NotifyWaiters notify => $"notify-waiters {notify.Target}",
            BlockOn drive => $"{Binding(drive.Binding)}block-on {drive.Target}",
            AwaitNext wait => $"{Binding(wait.Binding)}next {wait.Target}",
            Drop drop => $"drop {drop.Target}",
            Probe probe => $"{probe.Name} = probe {probe.Pending} wakes {probe.Wakes}{(probe.Cycles > 0 ? $" cycles {probe.Cycles}" : "")}",
            Clear clear => $"clear {clear.Target}",
            Wake wake => $"wake {wake.Target}",
            Share share => $"{share.Name} = share {share.Target}",
            Panic panic => $"panic {Quoting.Quote(panic.Message)}",
            MakePromise made => $"{made.Name} = promise {{",
            Deferred made => $"deferred {made.Name}",
            Resolve { Value: { } value } resolve => $"resolve {resolve.Target} {Print(value)}",
            Resolve resolve => $"resolve {resolve.Target}",
            Reject reject => $"reject {reject.Target} {Quoting.Quote(reject.Message)}",
            Then reaction => $"{reaction.Name} = then {reaction.Target}{Parameter(reaction.Parameter)} {{",
            Catch reaction => $"{reaction.Name} = catch {reaction.Target}{Parameter(reaction.Parameter)} {{",
            Finally reaction => $"{reaction.Name} = finally {reaction.Target} {{",
            Callback { Kind: CallbackKind.Timer } callback => $"{callback.Name} = timer {callback.Delay} {{",
            Callback callback => $"{callback.Name} = {Words.Of(callback.Kind)} {{",
            OnUncaught made => $"{made.Name} = on-uncaught{Parameter(made.Parameter)} {{",
            Exit => "exit",
            Controller made => $"{made.Name} = controller",
            AnySignal made => $"{made.Name} = any-signal {made.Targets}",
            Listen made => $"{made.Name} = listen {made.Target}{Parameter(made.Parameter)} {{",
            Echo made => $"{made.Name} = echo {made.Duration}",
            _ => throw new ArgumentException($"Unknown statement {statement}.", nameof(statement)),
        };

    /// <summary>An operand as it stands in the text.</summary>
    public static string Print(Operand operand) =>
        operand switch
        {
            Literal { Value: { Kind: ValueKind.Text } text } => Quoting.Quote(text.AsText),
            Literal literal => literal.Value.ToString(),
            Name name => name.Text,
            _ => "now",
        };

    private static void Append(StringBuilder text, Sequence<Statement> statements, int depth)
    {
        foreach (var statement in statements)
        {
            text.Append(' ', depth * 2).Append(Head(statement)).Append('\n');
            if (Nested.Body(statement) is not { } body)
                continue;
            Append(text, body, depth + 1);
            if (statement is Try attempt)
            {
                text.Append(' ', depth * 2).Append("} catch ").Append(attempt.Binding).Append(" {\n");
                Append(text, attempt.Handler, depth + 1);
            }

            text.Append(' ', depth * 2).Append('}').Append(Optional("else", (statement as SelectBlock)?.Else)).Append('\n');
        }
    }

    private static string Binding(string? name) => name is null ? "" : $"{name} = ";

    private static string Optional(string word, Operand? operand) => operand is null ? "" : $" {word} {Print(operand)}";

    private static string Permits(int number) => number == 1 ? "" : $"{number} ";

    private static string Port(string? name) => name is null ? "" : $" {name}";

    private static string Signal(string? name) => name is null ? "" : $" signal {name}";

    private static string Parameter(string? name) => name is null ? "" : $" ({name})";
}
