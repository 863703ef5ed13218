using System.Collections.Concurrent;

namespace VerifyXunit;

/// <summary>The snapshots of one test run, each of which may be checked once only.</summary>
internal sealed class UsedNames
{
    private readonly ConcurrentDictionary<string, bool> names = new(StringComparer.OrdinalIgnoreCase);

    /// <exception cref="VerifyException">The name was claimed before.</exception>
    public void Claim(string verifiedPath)
    {
        if (!names.TryAdd(verifiedPath, value: true))
        {
            throw new VerifyException(
                $"The snapshot \"{verifiedPath}\" was already checked in this run: tell the two apart with VerifySettings.UseTextForParameters."
            );
        }
    }
}
