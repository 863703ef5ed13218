namespace Conformance.Spec.Programs;

/// <content>Values, numbers and texts.</content>
internal sealed partial class Checking
{
    /// <summary>A place that wants a value.</summary>
    private void Read(Operand operand)
    {
        var place = map?.Of(operand);
        if (operand is Literal literal)
            Literal(place, literal.Value);
        else if (
            operand is Name name
            && Known(place, name.Text, () => "a variable or a counter") is { Role: SymbolRole.Computation } symbol
        )
            Report(place, $"\"{name.Text}\", {symbol.Description}", "a value", "await it and use the result");
    }

    /// <summary>A place that wants a value or, where the dialect adopts, a computation.</summary>
    private void Give(Statement statement, Operand operand, bool adopts)
    {
        if (!lazy && adopts && operand is Name name && names.Find(name.Text) is { Visible: true, Role: SymbolRole.Computation })
            Target(statement, name.Text, Kinds.EagerAwaitable);
        else
            Read(operand);
    }

    private void Time(Statement statement, long time) => Range(statement, time, ProgramChecker.LongestTime, "a time");

    private void Permits(Statement statement, int permits, int least) =>
        Range(statement, permits, ProgramChecker.MostPermits, "a number of permits", least);

    private void Range(Statement statement, long number, long largest, string what, long least = 0)
    {
        if (number < least || number > largest)
            Report(statement, $"{number}", $"the number {number}", $"{what} from {least} to {largest}");
    }

    private void Literal(Position? place, Value value)
    {
        if (value.Kind == ValueKind.Number)
            Literal(place, value.AsNumber);
        else if (value.Kind == ValueKind.Text)
            Text(place, value.AsText);
        else
            Report(place, $"the value {value}", "a number or a text");
    }

    private void Literal(Statement statement, long number) => Literal(PlaceOf(statement, $"{number}"), number);

    private void Literal(Position? place, long number)
    {
        const long Largest = ProgramChecker.LargestNumber;
        if (number is < -Largest or > Largest)
            Report(place, $"the number {number}", ProgramChecker.AnyNumber);
    }

    private void Text(Statement statement, string text) => Text(PlaceOf(statement, null), text);

    private void Text(Position? place, string text)
    {
        if (!Quoting.IsWhole(text))
            Report(place, $"the text {Quoting.Shorten(Quoting.Quote(text))}", "a text of whole characters", "surrogates come in pairs");
    }

    /// <summary>Whose messages: those of a worker by its name, or in a worker those of its maker, who has none.</summary>
    private void Port(Statement statement, string? worker, Body body)
    {
        var word = Words.Of(statement);
        if (body.Place == BodyPlace.Worker && worker is not null)
            Report(
                statement,
                worker,
                $"\"{word}\" with the name \"{worker}\"",
                $"\"{word}\" without a name",
                "a worker talks to its maker only"
            );
        else if (body.Place != BodyPlace.Worker && worker is null)
            Report(statement, null, $"\"{word}\" without a worker", $"\"{word}\" and the name of a worker");
        else if (worker is not null)
            Target(statement, worker, Kinds.Workers);
    }
}
