using System.Text.Json;

namespace Conformance.Spec.Programs;

/// <summary>Writes programs as JSON.</summary>
/// <param name="writer">Where to.</param>
/// <param name="numbered">Whether each statement also carries its program point, each definition the number of its computation.</param>
internal sealed class ProgramJsonWriter(Utf8JsonWriter writer, bool numbered = false)
{
    private int site;
    private int computation;

    public void Write(Program program)
    {
        writer.WriteStartObject();
        writer.WriteString("dialect", program.Dialect == Dialect.Eager ? "eager" : "lazy");
        if (program.Module)
            writer.WriteBoolean("module", true);
        Block("body", program.Body);
        writer.WriteEndObject();
    }

    private void Block(string member, Sequence<Statement> statements)
    {
        writer.WriteStartArray(member);
        foreach (var statement in statements)
            Write(statement);
        writer.WriteEndArray();
    }

    private void Write(Statement statement)
    {
        writer.WriteStartObject();
        writer.WriteString("do", ProgramJson.WordOf(statement));
        if (numbered)
            Number(statement);
        if (statement is Definition definition)
            writer.WriteString("name", definition.Name);
        switch (statement)
        {
            case Log log:
                writer.WriteString("text", log.Text);
                writer.WriteStartArray("values");
                foreach (var value in log.Values)
                    Write(value);
                writer.WriteEndArray();
                break;
            case Let let:
                writer.WriteString("name", let.Name);
                writer.WriteNumber("number", let.Initial);
                break;
            case Add add:
                writer.WriteString("name", add.Name);
                writer.WriteNumber("number", add.Amount);
                break;
            case SleepLater sleep:
                writer.WriteNumber("duration", sleep.Duration);
                Optional("signal", sleep.Signal);
                break;
            case Echo echo:
                writer.WriteNumber("duration", echo.Duration);
                break;
            case OnMessage handler:
                Optional("target", handler.Target);
                Optional("parameter", handler.Parameter);
                break;
            case Post post:
                Optional("target", post.Target);
                Optional("value", post.Value);
                break;
            case Terminate terminate:
                writer.WriteString("target", terminate.Target);
                break;
            case Await wait:
                Optional("binding", wait.Binding);
                writer.WriteString("target", wait.Target);
                if (wait.Borrow)
                    writer.WriteBoolean("borrow", true);
                break;
            case Sleep sleep:
                writer.WriteNumber("duration", sleep.Duration);
                Optional("signal", sleep.Signal);
                break;
            case Compute compute:
                writer.WriteNumber("duration", compute.Duration);
                break;
            case Advance advance:
                writer.WriteNumber("duration", advance.Duration);
                break;
            case Combine combine:
                Optional("binding", combine.Binding);
                Names("targets", combine.Targets);
                break;
            case SelectBlock select:
                Optional("binding", select.Binding);
                Optional("else", select.Else);
                break;
            case Branch branch:
                writer.WriteString("target", branch.Target);
                Optional("is", branch.Pattern);
                Optional("if", branch.Condition);
                break;
            case Timeout timeout:
                Optional("binding", timeout.Binding);
                writer.WriteNumber("duration", timeout.Duration);
                writer.WriteString("target", timeout.Target);
                break;
            case Return result:
                Optional("value", result.Value);
                break;
            case Throw failure:
                writer.WriteString("message", failure.Message);
                break;
            case Panic panic:
                writer.WriteString("message", panic.Message);
                break;
            case Spawn spawn:
                writer.WriteString("target", spawn.Target);
                Optional("set", spawn.Set);
                break;
            case Interval made:
                writer.WriteNumber("duration", made.Period);
                writer.WriteString("missed", Words.Of(made.Missed));
                break;
            case Semaphore made:
                writer.WriteNumber("permits", made.Permits);
                break;
            case Acquire acquire:
                writer.WriteString("target", acquire.Target);
                writer.WriteNumber("permits", acquire.Permits);
                break;
            case Release release:
                writer.WriteString("target", release.Target);
                writer.WriteNumber("permits", release.Permits);
                break;
            case Notified wait:
                writer.WriteString("target", wait.Target);
                break;
            case NotifyOne notify:
                writer.WriteString("target", notify.Target);
                break;
            case NotifyWaiters notify:
                writer.WriteString("target", notify.Target);
                break;
            case Channel made:
                writer.WriteNumber("room", made.Room);
                break;
            case Send send:
                writer.WriteString("target", send.Target);
                Optional("value", send.Value);
                break;
            case BlockOn drive:
                Optional("binding", drive.Binding);
                writer.WriteString("target", drive.Target);
                break;
            case AwaitNext wait:
                Optional("binding", wait.Binding);
                writer.WriteString("target", wait.Target);
                break;
            case Share share:
                writer.WriteString("target", share.Target);
                break;
            case Abort abort:
                writer.WriteString("target", abort.Target);
                Optional("reason", abort.Reason);
                break;
            case Clear clear:
                writer.WriteString("target", clear.Target);
                break;
            case Drop drop:
                writer.WriteString("target", drop.Target);
                break;
            case Wake wake:
                writer.WriteString("target", wake.Target);
                break;
            case Probe probe:
                writer.WriteNumber("pending", probe.Pending);
                writer.WriteNumber("wakes", probe.Wakes);
                if (probe.Cycles > 0)
                    writer.WriteNumber("cycles", probe.Cycles);
                break;
            case Resolve resolve:
                writer.WriteString("target", resolve.Target);
                Optional("value", resolve.Value);
                break;
            case Reject reject:
                writer.WriteString("target", reject.Target);
                writer.WriteString("message", reject.Message);
                break;
            case Then reaction:
                writer.WriteString("target", reaction.Target);
                Optional("parameter", reaction.Parameter);
                break;
            case Catch reaction:
                writer.WriteString("target", reaction.Target);
                Optional("parameter", reaction.Parameter);
                break;
            case Finally reaction:
                writer.WriteString("target", reaction.Target);
                break;
            case AnySignal any:
                Names("targets", any.Targets);
                break;
            case Listen listen:
                writer.WriteString("target", listen.Target);
                Optional("parameter", listen.Parameter);
                break;
            case OnUncaught listen:
                Optional("parameter", listen.Parameter);
                break;
            case Callback { Kind: CallbackKind.Timer } callback:
                writer.WriteNumber("delay", callback.Delay);
                break;
        }

        if (Nested.Body(statement) is { } body)
            Block("body", body);
        if (statement is SelectBlock && numbered)
            writer.WriteNumber("site", site++);
        if (statement is Try attempt)
        {
            // The end of the tried block is a program point of its own, see Resolver.
            site++;
            writer.WriteString("binding", attempt.Binding);
            Block("handler", attempt.Handler);
        }

        writer.WriteEndObject();
    }

    private void Number(Statement statement)
    {
        // A select decides before its block and waits after it, see Resolver: the point that events name is the second.
        if (statement is SelectBlock)
            site++;
        else
            writer.WriteNumber("site", site++);
        if (statement is Definition)
            writer.WriteNumber("id", ++computation);
    }

    private void Names(string member, Sequence<string> names)
    {
        writer.WriteStartArray(member);
        foreach (var name in names)
            writer.WriteStringValue(name);
        writer.WriteEndArray();
    }

    private void Optional(string member, string? text)
    {
        if (text is not null)
            writer.WriteString(member, text);
    }

    private void Optional(string member, Operand? operand)
    {
        if (operand is null)
            return;
        writer.WritePropertyName(member);
        Write(operand);
    }

    private void Write(Operand operand)
    {
        switch (operand)
        {
            case Literal { Value: { Kind: ValueKind.Number } number }:
                writer.WriteNumberValue(number.AsNumber);
                break;
            case Literal literal:
                writer.WriteStringValue(literal.Value.AsText);
                break;
            case Name name:
                writer.WriteStartObject();
                writer.WriteString("name", name.Text);
                writer.WriteEndObject();
                break;
            default:
                writer.WriteStartObject();
                writer.WriteBoolean("now", true);
                writer.WriteEndObject();
                break;
        }
    }
}
