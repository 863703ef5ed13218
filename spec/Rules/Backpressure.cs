using Conformance.Spec.Programs;
using Conformance.Spec.Rules.Analyses;
using Conformance.Spec.Traces;

namespace Conformance.Spec.Rules;

/// <summary>IO-03: who sends waits for who receives.</summary>
internal sealed class Backpressure : Rule
{
    private ChannelContent?[] channels = [];
    private int[] polled = [];
    private int[] sent = [];
    private bool[] received = [];
    private bool[] waits = [];
    private bool isAlone;

    public override RuleInfo Info { get; } =
        new()
        {
            Id = "IO-03",
            Title = "Backpressure",
            Family = Family.Lazy,
            Chapter = InputOutput.Chapter,
            Text =
                "To send into a full channel MUST suspend, and MUST go on as it drains: no more values than it has room for are ever sent and not received. "
                + "Values MUST be received in the order in which they were sent, none lost, none twice. "
                + "When the receiver is gone, whoever sends or waits to send MUST fail. Checked of channels.",
            Trigger = "A send is polled while its channel is full or its receiver gone, or a value is received.",
            Sources =
            [
                Articles.TokioAndNode("if the write buffer is full"),
                "https://docs.rs/tokio/latest/tokio/sync/mpsc/index.html",
                "https://github.com/tokio-rs/tokio/blob/master/tokio/src/sync/mpsc/chan.rs",
            ],
            Litmus =
            [
                "io-03-a-full-channel-holds-its-senders",
                "io-03-a-send-that-gives-up-passes-its-turn-on",
                "io-03-nobody-overtakes-who-waits-to-send",
                "io-03-the-receiver-is-gone",
                "io-03-values-come-in-the-order-of-their-sends",
            ],
            Mutants = ["channel-without-bound", "channel-loses-what-waited", "channel-outlives-its-receiver"],
        };

    public override ReadOnlySpan<EventKind> Wants =>
        [
            EventKind.PollBegin,
            EventKind.PollEnd,
            EventKind.Awaiting,
            EventKind.Resumed,
            EventKind.Dropping,
            EventKind.Dropped,
            EventKind.Completed,
            EventKind.Cancelled,
        ];

    // Of a poll whose budget is used up nobody can tell whether it has asked.
    public override bool Concerns(Code code) => code.Has(ComputationKind.Channel) && CooperativeBudget.Suffices(code);

    protected override void OnBegin()
    {
        var count = Index.Code.Computations.Length;
        isAlone = Index.HasOneThread();
        Questions.Reset(ref polled, count, -1);
        Questions.Reset(ref sent, count, -1);
        Questions.Reset(ref received, count, false);
        Questions.Reset(ref waits, count, false);
        if (channels.Length < count)
            channels = new ChannelContent[count * 2];
        foreach (var computation in Index.Code.Computations)
        {
            if (computation.Kind == ComputationKind.Channel)
                (channels[computation.Id] ??= new ChannelContent()).Begin();
        }
    }

    protected override void OnEvent(in Event item, int at)
    {
        switch (item.Kind)
        {
            case EventKind.PollBegin when IsSend(item.Subject):
                polled[item.Subject] = at;
                if (Channel(item.Subject) is var channel && (channel.Gone >= 0 || channel.Unreceived.Count >= Room(item.Subject)))
                    Trigger();
                break;
            case EventKind.PollEnd when IsSend(item.Subject):
                waits[item.Subject] = item.Outcome == Outcome.Pending;
                Answered(item.Subject, item.Outcome, at);
                if (item.Outcome != Outcome.Value)
                    polled[item.Subject] = -1;
                break;
            case EventKind.Cancelled when IsSend(item.Subject):
                waits[item.Subject] = false;
                break;
            case EventKind.Awaiting when IsChannel(item.Subject):
                channels[item.Subject]!.IsAsked = true;
                break;
            case EventKind.Resumed when IsChannel(item.Subject):
                channels[item.Subject]!.IsAsked = false;
                Receives(item.Subject, item.Value, at);
                break;
            case EventKind.Dropping when IsChannel(item.Subject):
                channels[item.Subject]!.Leaves(at, isGone: false);
                break;
            case EventKind.Dropped when IsChannel(item.Subject):
                channels[item.Subject]!.Leaves(at, isGone: true);
                break;
            case EventKind.Completed or EventKind.Cancelled:
                Ends(item.Computation, at);
                break;
        }
    }

    protected override void OnEnd()
    {
        // What is shared may have no reader left who polls it.
        if (Index.Trace.Ending != Ending.Deadlock || Index.Code.Has(ComputationKind.Shared))
            return;
        foreach (var computation in Index.Code.Computations)
        {
            if (computation.Kind == ComputationKind.Channel && channels[computation.Id]!.CanReceive)
                MustNotWait(computation);
            else if (IsSend(computation.Id) && waits[computation.Id])
                MustNotWaitToSend(computation);
        }
    }

    private void Answered(int send, Outcome outcome, int at)
    {
        var channel = Channel(send);
        var name = Quote(Index.Code.Computations[send].Subject);
        if (outcome == Outcome.Error && channel.Leaving < 0)
            Fail(at, $"{Quote(send)} failed though the receiver of {name} was still there; expected it to be sent, or to wait.");
        else if (outcome != Outcome.Error && channel.Gone >= 0 && polled[send] > channel.Gone)
            Fail(
                at,
                $"{Quote(send)} {(outcome == Outcome.Value ? "was sent" : "waited")} though the receiver of {name} was gone; expected the error \"channel closed\"."
            );
        if (outcome != Outcome.Value || channel.IsLost)
            return;
        sent[send] = at;
        if (received[send])
            return;
        channel.Unreceived.Add(send);
        // What is received on another thread may not have been told yet.
        var most = Room(send) + (!isAlone && channel.IsAsked ? 1 : 0);
        if (channel.Leaving < 0 && channel.Unreceived.Count > most)
            Fail(
                at,
                $"{Quote(send)} was sent while {Count(channel.Unreceived.Count - 1)} in {name}, which has room for {Room(send)}; expected it to wait."
            );
    }

    private void Receives(int channel, Value value, int at)
    {
        var content = channels[channel]!;
        if (content.IsLost)
            return;
        Trigger();
        var send = Find(channel, content, value);
        if (content.IsLost)
            return;
        if (send < 0)
        {
            Fail(at, $"{Quote(channel)} gave {value}, which nobody had sent, or which had been received; expected each value once.");
            return;
        }

        received[send] = true;
        content.Unreceived.Remove(send);
        if (IsInTurn(content, send))
            return;
        var earlier = content.Unreceived[0];
        // Once is enough for what is lost.
        content.Unreceived.RemoveAt(0);
        Fail(
            at,
            $"{Quote(channel)} gave what {Quote(send)} had sent, but not yet what {Quote(earlier)} had sent before; expected the order in which they were sent."
        );
    }

    /// <summary>
    /// Whose value is received. Of several sends of one value it is the first to have told that it was sent, among those that nobody has
    /// to be received before: whatever else is possible remains so, as two intervals that change places show.
    /// </summary>
    private int Find(int channel, ChannelContent content, Value value)
    {
        var outOfTurn = -1;
        foreach (var send in content.Unreceived)
        {
            if (Index.Code.Computations[send].Sent != value)
                continue;
            if (IsInTurn(content, send))
                return send;
            outOfTurn = outOfTurn < 0 ? send : outOfTurn;
        }

        // On several threads a value may be received before its sender tells that it was sent.
        return isAlone ? outOfTurn : UnderWay(channel, content, value, outOfTurn);
    }

    private int UnderWay(int channel, ChannelContent content, Value value, int outOfTurn)
    {
        var found = -1;
        foreach (var send in Index.Code.Computations)
        {
            if (!IsUnderWay(send, channel, value) || !IsInTurn(content, send.Id))
                continue;
            // Only one of them has been sent for sure.
            if (found >= 0)
                content.Lose();
            found = send.Id;
        }

        return found >= 0 ? found
            : outOfTurn >= 0 ? outOfTurn
            : Array.FindIndex(Index.Code.Computations, send => IsUnderWay(send, channel, value));
    }

    private bool IsInTurn(ChannelContent content, int send)
    {
        var first = content.Unreceived.Count > 0 && content.Unreceived[0] == send ? 1 : 0;
        return content.Unreceived.Count <= first || sent[content.Unreceived[first]] > polled[send];
    }

    private bool IsUnderWay(Computation send, int channel, Value value) =>
        send.Kind == ComputationKind.Send && send.Subject == channel && send.Sent == value && polled[send.Id] >= 0 && !received[send.Id];

    // A body that ends drops its channels: others may go on before that where there are several threads.
    private void Ends(int body, int at)
    {
        foreach (var computation in Index.Code.Computations)
        {
            if (computation.Kind == ComputationKind.Channel && computation.Parent == body)
                channels[computation.Id]!.Leaves(at, isAlone);
        }
    }

    private void MustNotWait(Computation channel) =>
        Fail(
            Index.Trace.Count - 1,
            $"{Quote(channel.Parent)} waited to the end for {Quote(channel.Id)} though {Quote(channels[channel.Id]!.Unreceived[0])} had been sent; expected it to be received."
        );

    private void MustNotWaitToSend(Computation send)
    {
        var channel = Channel(send.Id);
        if (channel.Leaving >= 0)
            Fail(
                Index.Trace.Count - 1,
                $"{Quote(send.Id)} waited to the end though the receiver of {Quote(send.Subject)} was gone; expected the error \"channel closed\"."
            );
        else if (!channel.IsLost && channel.Unreceived.Count < Room(send.Id))
            Fail(
                Index.Trace.Count - 1,
                $"{Quote(send.Id)} waited to the end though {Quote(send.Subject)} had room; expected it to go on as the channel drains."
            );
    }

    private bool IsSend(int computation) => computation >= 0 && Index.Kind(computation) == ComputationKind.Send;

    private bool IsChannel(int computation) => computation >= 0 && Index.Kind(computation) == ComputationKind.Channel;

    private ChannelContent Channel(int send) => channels[Index.Code.Computations[send].Subject]!;

    private int Room(int send) => Index.Code.Computations[Index.Code.Computations[send].Subject].Permits;

    private static string Count(int values) => values == 1 ? "1 value was" : $"{values} values were";
}
