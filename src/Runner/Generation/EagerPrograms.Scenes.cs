using Conformance.Spec.Programs;

namespace Conformance.Runner.Generation;

/// <content>Situations that single random statements would seldom make.</content>
internal sealed partial class EagerPrograms
{
    // Timers started together and awaited one after the other.
    private void Overlap(List<Statement> block)
    {
        var first = Fresh("s");
        var second = Fresh("s");
        block.Add(new SleepLater(first, Duration(), null));
        block.Add(new SleepLater(second, Duration(), null));
        block.Add(new Await(null, first, Borrow: false));
        block.Add(new Await(null, second, Borrow: false));
        block.Add(LogLine());
    }

    // A timer aborts a sleep, before, at or after its end.
    private void AbortSleep(List<Statement> block)
    {
        var controller = Fresh("c");
        block.Add(new Controller(controller));
        Declare(controller, NameKind.Controller);
        block.Add(new Callback(CallbackKind.Timer, Fresh("t"), Duration(), [LogLine(), new Abort(controller), LogLine()]));
        AddGuarded(block, new Sleep(Duration(), controller), null);
    }

    // An abortable sleep beside one that does not know the signal; aborted before it is made, while it is pending, or later.
    private void AbortSometime(List<Statement> block)
    {
        var (controller, sleep, other) = (Fresh("c"), Fresh("s"), Fresh("s"));
        block.Add(new Controller(controller));
        Declare(controller, NameKind.Controller);
        var moment = Pick(3);
        if (moment == 0)
            block.Add(new Abort(controller));
        block.Add(new SleepLater(other, Duration(), null));
        block.Add(new SleepLater(sleep, Duration(), controller));
        Declare(other, NameKind.Future);
        Declare(sleep, NameKind.Future);
        if (moment == 2)
            AddGuarded(block, new Await(null, sleep, Borrow: false), null);
        if (moment > 0)
            block.Add(new Abort(controller));
        AddGuarded(block, new Await(null, sleep, Borrow: false), null);
        block.Add(new Await(null, other, Borrow: false));
        block.Add(LogLine());
    }

    // Listeners of a signal or of one that follows it, and a sleep among them; aborted now, later, or twice with two reasons.
    private void HearAborts(List<Statement> block)
    {
        var controller = Fresh("c");
        block.Add(new Controller(controller));
        Declare(controller, NameKind.Controller);
        var signal = controller;
        if (Chance(40))
        {
            var (other, any) = (AnyKnown(NameKind.Controller)!, Fresh("a"));
            block.Add(new AnySignal(any, other == controller ? [controller] : [other, controller]));
            signal = any;
        }

        for (var i = 1 + Pick(3); i > 0; i--)
        {
            var reason = Chance(60) ? Fresh("v") : null;
            var name = Fresh("l");
            var body = Scoped(inner =>
            {
                DeclareBinding(reason);
                inner.Add(reason is null ? LogLine() : new Log(name, [new Name(reason)]));
            });
            block.Add(new Listen(name, Chance(70) ? signal : controller, reason, body));
        }

        var sleep = Fresh("s");
        block.Add(new SleepLater(sleep, Duration(), signal));
        Declare(sleep, NameKind.Future);
        var abort = new Abort(controller, Chance(50) ? Fresh("x") : null);
        if (Chance(30))
            block.Add(new Callback(CallbackKind.Timer, Fresh("t"), Duration(), [LogLine(), abort, LogLine()]));
        else
            block.Add(abort);
        if (Chance(40))
            block.Add(new Abort(controller, Fresh("x")));
        AddGuarded(block, new Await(null, sleep, Borrow: false), null);
    }

    // What a module's main body queues otherwise than a script's: microtasks and ticks, an immediate and a timer that is due.
    private void ModuleMain(List<Statement> block)
    {
        block.Add(new Callback(CallbackKind.NextTick, Fresh("k"), 0, LogsOnly()));
        block.Add(new Callback(CallbackKind.Microtask, Fresh("m"), 0, LogsOnly()));
        block.Add(new Callback(CallbackKind.Timer, Fresh("t"), Pick(2), LogsOnly()));
        block.Add(new Callback(CallbackKind.Immediate, Fresh("i"), 0, LogsOnly()));
        block.Add(new Compute(5));
    }

    // Callbacks of one kind, some of which throw; most often somebody takes the errors.
    private void ThrowLater(List<Statement> block)
    {
        for (var i = Chance(85) ? 1 + Pick(2) : 0; i > 0; i--)
        {
            var (name, error) = (Fresh("u"), Fresh("e"));
            var body = Scoped(inner =>
            {
                DeclareBinding(error);
                inner.Add(new Log(name, [new Name(error)]));
                if (Chance(40))
                    inner.Add(Later(LogsOnly()));
            });
            block.Add(new OnUncaught(name, error, body));
        }

        CallbackKind[] kinds = [CallbackKind.Timer, CallbackKind.Immediate, CallbackKind.NextTick, CallbackKind.Microtask];
        var kind = kinds[Pick(kinds.Length)];
        var delay = kind == CallbackKind.Timer ? Duration() : 0;
        var thrower = Pick(3);
        for (var i = 0; i < 3; i++)
        {
            var body = Scoped(inner =>
            {
                inner.Add(LogLine());
                if (Chance(50))
                    inner.Add(Later(LogsOnly()));
                if (i == thrower || Chance(10))
                    inner.Add(new Throw(Fresh("x")));
            });
            block.Add(new Callback(kind, Fresh(Prefix(kind)), delay + (kind == CallbackKind.Timer ? Pick(2) : 0), body));
        }
    }

    // Listeners for the exit, and an exit in a callback or in a body.
    private void ExitSometime(List<Statement> block)
    {
        for (var i = 1 + Pick(2); i > 0; i--)
            block.Add(new Callback(CallbackKind.Exit, Fresh("x"), 0, LogsOnly()));
        Sequence<Statement> body = [LogLine(), new Exit()];
        if (Chance(30))
            block.Add(new Async(Fresh("f"), [new Sleep(Duration(), null), .. body]));
        else if (Chance(80))
            block.Add(Later(body));
    }

    private Callback Later(Sequence<Statement> body)
    {
        CallbackKind[] kinds = [CallbackKind.Timer, CallbackKind.Immediate, CallbackKind.NextTick, CallbackKind.Microtask];
        var kind = kinds[Pick(kinds.Length)];
        return new Callback(kind, Fresh(Prefix(kind)), kind == CallbackKind.Timer ? Duration() : 0, body);
    }

    // Callbacks of several phases from one callback that takes its time, so that a timer is due when the next phase begins.
    private void Phases(List<Statement> block)
    {
        var outer = Chance(60) ? CallbackKind.Immediate : CallbackKind.Timer;
        var name = Fresh(outer == CallbackKind.Timer ? "t" : "i");
        var delay = outer == CallbackKind.Timer ? Duration() : 0;
        var body = Scoped(inner =>
        {
            inner.Add(new Callback(CallbackKind.Timer, Fresh("t"), Pick(3), LogsOnly()));
            if (Chance(80))
                inner.Add(new Compute(5));
            inner.Add(new Callback(CallbackKind.Immediate, Fresh("i"), 0, LogsOnly()));
            inner.Add(LogLine());
        });
        block.Add(new Callback(outer, name, delay, body));
    }

    // Answers of the network, most of them while every thread of the pool is busy.
    private void Network(List<Statement> block)
    {
        if (Chance(50))
        {
            for (var job = 0; job < 4; job++)
                block.Add(new Blocking(Fresh("j"), [new Compute(5 + Duration()), LogLine()]));
        }

        var echo = Fresh("q");
        block.Add(new Echo(echo, Duration()));
        Declare(echo, NameKind.Future);
        if (Chance(60))
            block.Add(new Then(Fresh("r"), echo, null, LogsOnly()));
    }

    // A callback that another one clears: before it is due, when it is due already, or after it ran.
    private void ClearOne(List<Statement> block)
    {
        if (Chance(30))
        {
            var immediate = Fresh("i");
            block.Add(new Callback(CallbackKind.Immediate, immediate, 0, LogsOnly()));
            block.Add(new Callback(CallbackKind.Timer, Fresh("t"), 1, [LogLine(), new Clear(immediate)]));
            block.Add(new Compute(Pick(3)));
            return;
        }

        var timer = Fresh("t");
        block.Add(new Callback(CallbackKind.Timer, timer, 2 + Pick(4), LogsOnly()));
        block.Add(new Callback(CallbackKind.Timer, Fresh("t"), 1 + Pick(4), [LogLine(), new Clear(timer)]));
        if (Chance(50))
            block.Add(new Compute(10));
    }
}
