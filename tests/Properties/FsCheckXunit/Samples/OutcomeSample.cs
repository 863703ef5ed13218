using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace Conformance.Tests.Properties.FsCheckXunit.Samples;

internal static class OutcomeSample
{
    public const string SeedAndGamma = "3385297418559017864,11434544104642305241";

    [Property(QuietOnSuccess = false)]
    public static bool Holds(PositiveInt number) => number.Get > 0;

    [Property(Replay = SeedAndGamma)]
    public static Property IsSmall(int number) => (number < 10).Label("small");

    [Property(Replay = SeedAndGamma)]
    public static void Throws(int[] numbers, string text)
    {
        if (numbers.Length > 5)
        {
            throw new InvalidOperationException($"{numbers.Length} are too many for {text?.Length ?? 0}");
        }
    }

    [Property(Replay = SeedAndGamma)]
    public static async Task<bool> IsSmallLater(int number)
    {
        await Task.Yield();
        return number < 10;
    }

    [Property(MaxRejected = 15)]
    public static Property Rejects(PositiveInt number) => true.When(number.Get < 0);

    [Property(Skip = "the reason")]
    public static bool IsSkipped(PositiveInt number) => number.Get < 0;

    [Property(Replay = "one,two")]
    public static bool HasMalformedReplay(PositiveInt number) => number.Get > 0;

    [Property(MaxTest = 3, Verbose = true)]
    public static bool IsVerbose(PositiveInt number) => number.Get > 0;
}
