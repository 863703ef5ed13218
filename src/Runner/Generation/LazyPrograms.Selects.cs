using Conformance.Spec.Programs;

namespace Conformance.Runner.Generation;

/// <content>Selects whose branches can be disabled.</content>
internal sealed partial class LazyPrograms
{
    private void SelectSome(List<Statement> block)
    {
        if (Chance(30))
        {
            var counter = Fresh("n");
            block.Add(new Let(counter, Pick(2)));
            Declare(counter, NameKind.Counter);
        }

        var branches = Scoped(inner =>
        {
            for (var left = 1 + Pick(3); left > 0; left--)
                Branch(inner);
        });
        var kind = Chance(50) ? CombinatorKind.Select : CombinatorKind.SelectBiased;
        var binding = Binding();
        AddGuarded(block, new SelectBlock(kind, binding, branches, Chance(70) ? AnyOperand() : null), binding);
    }

    private void Branch(List<Statement> block)
    {
        if (Chance(30))
            block.Add(LogLine());
        if (Chance(15) && AnyKnown(NameKind.Counter) is { } counter)
            block.Add(new Add(counter, 1));
        var target = (Chance(30) ? AnyVisible(Awaitable) : null) ?? Expression(block);
        UseUp(target);
        var pattern = Chance(40) ? new Literal(Value.Of(1 + Pick(2))) : null;
        block.Add(new Branch(target, pattern, Chance(50) ? Condition() : null));
    }

    // What ends with a small number, soon: a pattern takes it or refutes it.
    private string Expression(List<Statement> block)
    {
        var future = Fresh("f");
        var body = new List<Statement>();
        if (Chance(60))
            body.Add(Chance(50) ? new Yield() : new Sleep(Duration(), null));
        if (Chance(50))
            body.Add(LogLine());
        body.Add(Chance(85) ? new Return(new Literal(Value.Of(1 + Pick(2)))) : new Throw(Fresh("x")));
        block.Add(new Async(future, Sequence.From(body)));
        if (Chance(80))
            return future;
        var handle = Fresh("h");
        block.Add(new Spawn(handle, future));
        return handle;
    }

    private Operand Condition() =>
        Chance(60) && AnyKnown(NameKind.Counter | NameKind.Variable) is { } name ? new Name(name) : new Literal(Value.Of(Pick(2)));
}
