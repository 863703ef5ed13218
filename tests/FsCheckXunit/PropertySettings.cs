using System.Collections.Immutable;
using System.Reflection;
using Microsoft.FSharp.Core;

namespace FsCheck.Xunit;

/// <summary>The settings of one level; <see langword="null"/> means that this level does not set it.</summary>
internal sealed record PropertySettings
{
    public const int DefaultMaxTest = 100;
    public const int DefaultMaxRejected = 1000;
    public const int DefaultParallelism = 1;
    public const int DefaultStartSize = 1;
    public const int DefaultEndSize = 100;

    public int? MaxTest { get; init; }
    public int? MaxRejected { get; init; }
    public string? Replay { get; init; }
    public int? Parallelism { get; init; }
    public int? StartSize { get; init; }
    public int? EndSize { get; init; }
    public bool? Verbose { get; init; }
    public bool? QuietOnSuccess { get; init; }
    public ImmutableArray<Type> Arbitrary { get; init; } = [];

    /// <summary>The settings in force for a method of a class: its own over those of its class, the enclosing classes and the assembly.</summary>
    public static PropertySettings Of(Type testClass, MethodInfo method)
    {
        var settings = SettingsOn(method);
        for (var type = testClass; type is not null; type = type.DeclaringType)
        {
            settings = settings.Over(SettingsOn(type));
        }
        return settings.Over(testClass.Assembly.GetCustomAttribute<PropertiesAttribute>()?.Settings ?? new());
    }

    /// <summary>These settings, with those of the level around them where these are silent.</summary>
    public PropertySettings Over(PropertySettings outer) =>
        new()
        {
            MaxTest = MaxTest ?? outer.MaxTest,
            MaxRejected = MaxRejected ?? outer.MaxRejected,
            Replay = Replay ?? outer.Replay,
            Parallelism = Parallelism ?? outer.Parallelism,
            StartSize = StartSize ?? outer.StartSize,
            EndSize = EndSize ?? outer.EndSize,
            Verbose = Verbose ?? outer.Verbose,
            QuietOnSuccess = QuietOnSuccess ?? outer.QuietOnSuccess,
            Arbitrary = [.. Arbitrary, .. outer.Arbitrary],
        };

    /// <summary>FsCheck's configuration for these settings.</summary>
    /// <exception cref="FormatException">The replay text is not <c>seed,gamma</c> or <c>seed,gamma,size</c>.</exception>
    public Config ToConfig(IRunner runner)
    {
        var replay = Replay is null ? null : ReplayText.Parse(Replay);
        var oneCase = replay?.Size is not null;
        var config = (Verbose == true ? Config.Verbose : Config.Default)
            .WithMaxTest(oneCase ? 1 : MaxTest ?? DefaultMaxTest)
            .WithMaxRejected(MaxRejected ?? DefaultMaxRejected)
            .WithStartSize(StartSize ?? DefaultStartSize)
            .WithEndSize(EndSize ?? DefaultEndSize)
            .WithQuietOnSuccess(QuietOnSuccess ?? false)
            .WithArbitrary(Arbitrary)
            .WithRunner(runner);
        config = replay is null ? config : config.WithReplay(FSharpOption<Replay>.Some(replay));
        return Parallelism is { } degree
            ? config.WithParallelRunConfig(FSharpOption<ParallelRunConfig>.Some(new ParallelRunConfig(degree)))
            : config;
    }

    private static PropertySettings SettingsOn(MemberInfo member) =>
        member.GetCustomAttribute<PropertyAttribute>(inherit: true)?.Settings ?? new();
}
