using Conformance.Spec.Programs;

namespace Conformance.Runner.Generation;

/// <content>Tasks that send to one that receives.</content>
internal sealed partial class LazyPrograms
{
    private long sent;

    // Tasks that send more than there is room for; some give up waiting. This body receives a part of it, mostly no more than is sent for sure.
    private void SendSome(List<Statement> block)
    {
        var channel = Fresh("c");
        block.Add(new Channel(channel, 1 + Pick(2)));
        Declare(channel, NameKind.Channel);
        var sure = 0;
        for (var left = 2 + Pick(3); left > 0; left--)
            SpawnBody(block, body => sure += SendTwice(body, channel));
        if (Chance(70))
            block.Add(Pause());
        for (var left = Pick(sure + 1) + (Chance(5) ? 1 : 0); left > 0; left--)
            ReceiveOne(block, channel);
        if (!Chance(70))
            return;
        UseUp(channel);
        block.Add(new Drop(channel));
    }

    private int SendTwice(List<Statement> block, string channel)
    {
        var sure = 0;
        for (var left = 1 + Pick(2); left > 0; left--)
        {
            if (Chance(30))
                block.Add(Pause());
            var send = SendTo(block, channel);
            if (Chance(30))
            {
                GiveUp(block, send);
            }
            else
            {
                AddGuarded(block, new Await(null, send, Borrow: false), null);
                sure++;
            }

            if (Chance(50))
                block.Add(LogLine());
        }

        return sure;
    }

    private string SendTo(List<Statement> block, string channel)
    {
        var send = Fresh("d");
        block.Add(new Send(send, channel, new Literal(Value.Of(++sent))));
        return send;
    }

    private void ReceiveOne(List<Statement> block, string channel)
    {
        var binding = Fresh("v");
        block.Add(new AwaitNext(binding, channel));
        Declare(binding, NameKind.Variable);
        if (Chance(30))
            block.Add(Pause());
    }
}
