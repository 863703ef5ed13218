namespace Conformance.Spec.Programs;

/// <content>Blocks that are part of the body that they stand in.</content>
internal sealed partial class Resolver
{
    private void AppendTry(Try attempt, int owner, List<Instruction> code)
    {
        var enter = Emit(code, owner, Op.EnterTry, variable: Variable(attempt.Binding));
        Append(attempt.Body, owner, code);
        var leave = Emit(code, owner, Op.LeaveTry);
        enter.Jump = code.Count;
        Append(attempt.Handler, owner, code);
        leave.Jump = code.Count;
    }

    private void AppendSelect(SelectBlock select, int owner, List<Instruction> code)
    {
        Branch[] branches = [.. select.Body.OfType<Branch>()];
        Argument[] conditions = [.. branches.Select(each => Argument(each.Condition ?? new Literal(Value.Of(1))))];
        var enter = Emit(code, owner, Op.EnterSelect, arguments: conditions);
        branch = 0;
        foreach (var statement in select.Body)
        {
            Append([statement], owner, code);
            branch += statement is Branch ? 1 : 0;
        }

        branch = -1;
        enter.Jump = code.Count;
        Emit(
            code,
            owner,
            Op.Combine,
            variable: Binding(select.Binding),
            arguments: Optional(select.Else),
            targets: [.. code.Skip(enter.Position).Where(each => each.Op == Op.Branch).Select(each => each.Target)],
            combinator: select.Kind,
            patterns: [.. branches.Select(each => each.Pattern?.Value ?? Value.Unit)]
        );
    }
}
