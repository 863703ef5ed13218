using System.Numerics;
using System.Runtime.InteropServices;
using Conformance.Spec.Programs;

namespace Conformance.Spec.Model;

/// <summary>Writes configurations as numbers that are equal for equal configurations; texts are numbered as they come.</summary>
internal sealed class KeyWriter
{
    private readonly Dictionary<string, long> texts = new(StringComparer.Ordinal);
    private long[] numbers = new long[256];

    /// <summary>How many numbers were written since the last key was taken.</summary>
    public int Length { get; private set; }

    /// <summary>Adds numbers.</summary>
    public void Add(params ReadOnlySpan<long> added)
    {
        if (Length + added.Length > numbers.Length)
            Array.Resize(ref numbers, numbers.Length * 2);
        added.CopyTo(numbers.AsSpan(Length));
        Length += added.Length;
    }

    /// <summary>Adds two numbers as one: the fewer there are, the sooner a key is hashed.</summary>
    public void AddPair(int low, int high) => Add(((long)high << 32) | (uint)low);

    /// <summary>Adds a value.</summary>
    public void Add(Value value)
    {
        Add((long)value.Kind, value.AsNumber);
        if (value.Kind is ValueKind.Text or ValueKind.Error)
            Add(value.AsText);
        foreach (var item in value.AsList)
            Add(item);
    }

    /// <summary>Adds a text.</summary>
    public void Add(string text)
    {
        ref var number = ref CollectionsMarshal.GetValueRefOrAddDefault(texts, text, out var known);
        if (!known)
            number = texts.Count;
        Add(number);
    }

    /// <summary>A number for a configuration; the writer is empty afterwards.</summary>
    public ulong FingerprintOf(Machine machine)
    {
        machine.Key(this);
        // Two chains side by side: each waits for its own multiplications only.
        var (even, odd) = (0x9E3779B97F4A7C15UL, 0xC2B2AE3D27D4EB4FUL);
        Add(Length);
        if (Length % 2 == 1)
            Add(0);
        var pairs = MemoryMarshal.Cast<long, (ulong Even, ulong Odd)>(numbers.AsSpan(0, Length));
        foreach (ref readonly var pair in pairs)
        {
            even = Mix(even ^ pair.Even);
            odd = Mix(odd ^ pair.Odd);
        }

        Length = 0;
        return Mix(even ^ BitOperations.RotateLeft(odd, 32));
    }

    private static ulong Mix(ulong number)
    {
        number *= 0xFF51AFD7ED558CCDUL;
        return number ^ (number >> 32);
    }

    /// <summary>What was written, as a key for a set; the writer is empty afterwards.</summary>
    public string Take()
    {
        var key = new string(MemoryMarshal.Cast<long, char>(numbers.AsSpan(0, Length)));
        Length = 0;
        return key;
    }
}
