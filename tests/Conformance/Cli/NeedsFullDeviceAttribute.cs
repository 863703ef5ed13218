using Xunit;

namespace Conformance.Tests.Cli;

/// <summary>A test that writes where there is no space left; skipped where no such device is, in continuous integration on Linux it always runs.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NeedsFullDeviceAttribute : TheoryAttribute
{
    private const string Device = "/dev/full";

    /// <summary>Looks for it.</summary>
    public NeedsFullDeviceAttribute() =>
        Skip =
            File.Exists(Device) || (OperatingSystem.IsLinux() && Environment.GetEnvironmentVariable("CI") == "true")
                ? null
                : $"\"{Device}\" is not on this machine.";
}
