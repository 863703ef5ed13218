using System.Globalization;

namespace Conformance.Spec.Programs;

/// <summary>What a <see cref="Value"/> holds.</summary>
public enum ValueKind
{
    /// <summary>Nothing: the result of a body without <c>return</c>.</summary>
    Unit,

    /// <summary>A whole number.</summary>
    Number,

    /// <summary>A text.</summary>
    Text,

    /// <summary>A failure kept as a value: one place in the result of <c>join</c>.</summary>
    Error,

    /// <summary>The results of a combinator, by position.</summary>
    List,
}

/// <summary>A value of a program: small, immutable, equal by content.</summary>
public readonly struct Value : IEquatable<Value>
{
    private static readonly object NumberTag = new();
    private readonly object? payload;
    private readonly long number;

    private Value(object? payload, long number)
    {
        this.payload = payload;
        this.number = number;
    }

    /// <summary>No value.</summary>
    public static Value Unit => default;

    /// <summary>What it holds.</summary>
    public ValueKind Kind =>
        payload switch
        {
            null => ValueKind.Unit,
            string => ValueKind.Text,
            Value[] => ValueKind.List,
            Failure => ValueKind.Error,
            _ => ValueKind.Number,
        };

    /// <summary>The number; 0 for any other kind.</summary>
    public long AsNumber => number;

    /// <summary>The text, or the message of an error; empty for any other kind.</summary>
    public string AsText => payload as string ?? (payload as Failure)?.Message ?? "";

    /// <summary>The items of a list; none for any other kind.</summary>
    public ReadOnlySpan<Value> AsList => payload as Value[];

    /// <summary>A number.</summary>
    public static Value Of(long number) => new(NumberTag, number);

    /// <summary>A text.</summary>
    public static Value Of(string text) => new(text, 0);

    /// <summary>A failure with this message, as a value.</summary>
    public static Value Error(string message) => new(new Failure(message), 0);

    /// <summary>A list that takes over <paramref name="items"/>: the caller must not write to it any more.</summary>
    public static Value List(Value[] items) => new(items, 0);

    /// <inheritdoc/>
    public bool Equals(Value other)
    {
        if (ReferenceEquals(payload, other.payload))
            return number == other.number;
        return (payload, other.payload) switch
        {
            (string a, string b) => string.Equals(a, b, StringComparison.Ordinal),
            (Failure a, Failure b) => string.Equals(a.Message, b.Message, StringComparison.Ordinal),
            (Value[] a, Value[] b) => a.AsSpan().SequenceEqual(b),
            _ => false,
        };
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Value other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine((int)Kind, number, AsText);

    /// <summary>Equal by content.</summary>
    public static bool operator ==(Value left, Value right) => left.Equals(right);

    /// <summary>Not equal by content.</summary>
    public static bool operator !=(Value left, Value right) => !left.Equals(right);

    /// <summary>As <c>log</c> prints it: <c>7</c>, <c>text</c>, <c>[1, error e]</c>, <c>()</c>.</summary>
    public override string ToString() =>
        payload switch
        {
            null => "()",
            string text => text,
            Failure failure => $"error {failure.Message}",
            Value[] items => $"[{string.Join(", ", items.Select(item => item.ToString()))}]",
            _ => number.ToString(CultureInfo.InvariantCulture),
        };

    private sealed record Failure(string Message);
}
