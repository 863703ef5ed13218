using Conformance.Spec.Programs;
using Conformance.Spec.Traces;

namespace Conformance.Spec.Model.Lazy;

/// <content>
/// Channels: sends, whose turn is that of an acquire, and their receivers. On threads of the machine a value may be received, and make
/// room for the next one, some time before its receiver tells.
/// </content>
internal sealed partial class LazyMachine
{
    private const string ChannelClosed = "channel closed";
    private readonly Channels channels = new();

    private bool MovesApart => HasRealThreads && IsParallel;

    /// <summary>The first value of a channel, if there is one.</summary>
    private Signal PollChannel(int c, Instruction at)
    {
        var (k, channel) = (parts[c].Task, at.Target);
        ref var task = ref tasks[k];
        if (task.Budget == 0)
        {
            Wake(Context(k, c));
            return Pend(c);
        }

        var early = channels.Received(channel);
        var send = early > 0 ? early : channels.FirstOf(channel);
        if (send < 0 || (early == 0 && WasSentTooLate(k, c, send)))
        {
            // Who came too late has called the waker.
            parts[channel].Waker = send < 0 ? Context(k, c) : -1;
            if (send >= 0)
                KeepFor(parts[send].Task, tasks[send].EndedAt, k);
            return Pend(c);
        }

        task.Budget--;
        channels.Received(channel) = 0;
        // Its sender may have woken the task only after the value was there.
        task.MayBeWoken |= MovesApart;
        if (early == 0)
            TakeOut(channel, send);
        return Conclude(c, at, Outcome.Value, Code.Computations[send].Sent);
    }

    /// <summary>What was put into a channel on another thread since a task's last event may have come only after this poll looked; then it woke the task.</summary>
    private bool WasSentTooLate(int k, int c, int send) => AreApart(k, parts[send].Task) && CameTooLate(k, c, tasks[send].EndedAt);

    private void TakeOut(int channel, int send)
    {
        channels.Take(send);
        tasks[send].EndedAt = 0;
        WakeAll(lines.Give(channel, 1));
    }

    /// <summary>A value whose turn has come is in its channel: that wakes the receiver, if it has looked before.</summary>
    private void Put(int send)
    {
        var channel = Code.Computations[send].Subject;
        Bodies[send].Stage = 2;
        channels.Put(send);
        tasks[send].EndedAt = moment + 1;
        var receiver = parts[channel].Waker;
        parts[channel].Waker = -1;
        Wake(receiver);
    }

    private bool FindsNoReceiver(int waiter) =>
        Code.Computations[waiter] is { Kind: ComputationKind.Send, Subject: var channel } && channels.IsClosed(channel);

    private void CloseChannel(int channel)
    {
        channels.Close(channel);
        parts[channel].Waker = -1;
        WakeAll(lines.Close(channel));
    }

    /// <summary>A receiver on another thread may have taken its value and made room, and not told yet.</summary>
    private void UseReceiverWindows(int strand)
    {
        foreach (var channel in Code.Computations)
        {
            if (
                channel.Kind != ComputationKind.Channel
                || parts[channel.Parent].Task == strand
                || channels.Received(channel.Id) > 0
                || !IsReceiving(channel.Parent, channel.Id)
                || channels.FirstOf(channel.Id) is not (>= 0 and var send)
                || Choose(2) == 0
            )
                continue;
            var by = acting;
            acting = -1;
            channels.Received(channel.Id) = send;
            TakeOut(channel.Id, send);
            acting = by;
        }
    }

    private bool IsReceiving(int c, int channel)
    {
        ref var body = ref Bodies[c];
        var code = Code.Computations[c].Body;
        return body.Life == Life.Running
            && body.Stage is 1 or 2
            && body.Pc < code.Length
            && code[body.Pc] is { Op: Op.Next, Target: var target }
            && target == channel;
    }
}
