namespace Conformance.Tests.Properties.PublicApi;

/// <summary>One type with each kind of member that a listing distinguishes.</summary>
public abstract class ApiSample : IProgress<int>
{
    public const string Prefix = "a";
    public static readonly int[] Sizes = [1];

    protected ApiSample(int number, string? text = null) => Number = number + (text?.Length ?? 0);

    public event Action<string>? Changed;

    public int Number { get; protected init; }

    public required string? Text { get; set; }

    public abstract long this[int index] { get; }

    public void Report(int value) => Changed?.Invoke(value.ToString());

    public override string ToString() => Text ?? "";

    public static ApiSample operator +(ApiSample left, ApiSample right) => left.Number > right.Number ? left : right;

    protected internal virtual T? Find<T>(in T key, out bool found, params string[] names)
        where T : class
    {
        found = names.Length > 0;
        Changed?.Invoke(Text ?? "");
        return key;
    }

    internal void Hidden() => Changed?.Invoke(Prefix);

    public sealed record Entry(string Name, long? Value = null);

    public enum Order
    {
        Second = 2,
        First = 1,
    }

    public delegate bool Test(Order order, ref int count);
}
