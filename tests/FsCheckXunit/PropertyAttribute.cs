using Xunit;
using Xunit.Sdk;

namespace FsCheck.Xunit;

/// <summary>
/// Marks a method as a property: FsCheck generates its arguments, many times, and shrinks those that fail it.
/// A property fails by throwing, by returning <see langword="false"/> or a <see cref="Property"/> that does not hold; it may be asynchronous.
/// A setting that is not given here is taken from the nearest <see cref="PropertiesAttribute"/>.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
[XunitTestCaseDiscoverer("FsCheck.Xunit.PropertyDiscoverer", "Conformance.FsCheckXunit")]
public class PropertyAttribute : FactAttribute
{
    internal PropertySettings Settings { get; private set; } = new();

    /// <summary>The number of cases to run. Default 100; 1 when <see cref="Replay"/> names a size.</summary>
    public int MaxTest
    {
        get => Settings.MaxTest ?? PropertySettings.DefaultMaxTest;
        set => Settings = Settings with { MaxTest = value };
    }

    /// <summary>The number of cases that a precondition may reject before the property counts as exhausted, which fails it. Default 1000.</summary>
    public int MaxRejected
    {
        get => Settings.MaxRejected ?? PropertySettings.DefaultMaxRejected;
        set => Settings = Settings with { MaxRejected = value };
    }

    /// <summary>
    /// Where the random source starts: <c>seed,gamma</c> repeats a whole run, <c>seed,gamma,size</c> that one case.
    /// Parentheses around it are optional. Default: a fresh seed for every run.
    /// </summary>
    public string? Replay
    {
        get => Settings.Replay;
        set => Settings = Settings with { Replay = value };
    }

    /// <summary>The number of cases that may run at a time. Default 1.</summary>
    public int Parallelism
    {
        get => Settings.Parallelism ?? PropertySettings.DefaultParallelism;
        set => Settings = Settings with { Parallelism = value };
    }

    /// <summary>The size of the first case. Default 1.</summary>
    public int StartSize
    {
        get => Settings.StartSize ?? PropertySettings.DefaultStartSize;
        set => Settings = Settings with { StartSize = value };
    }

    /// <summary>The size of the last case; sizes grow evenly from <see cref="StartSize"/>. Default 100.</summary>
    public int EndSize
    {
        get => Settings.EndSize ?? PropertySettings.DefaultEndSize;
        set => Settings = Settings with { EndSize = value };
    }

    /// <summary>Whether the arguments of each case and each shrink go to the test's output. Default false.</summary>
    public bool Verbose
    {
        get => Settings.Verbose ?? false;
        set => Settings = Settings with { Verbose = value };
    }

    /// <summary>Whether a property that holds writes nothing to the test's output. Default false.</summary>
    public bool QuietOnSuccess
    {
        get => Settings.QuietOnSuccess ?? false;
        set => Settings = Settings with { QuietOnSuccess = value };
    }

    /// <summary>
    /// Types whose static members return <see cref="Arbitrary{T}"/>. Types given at all levels count;
    /// of two for the same type the one nearest to the method is used, and of one array the first.
    /// </summary>
    public Type[] Arbitrary
    {
        get => [.. Settings.Arbitrary];
        set => Settings = Settings with { Arbitrary = [.. value] };
    }
}
