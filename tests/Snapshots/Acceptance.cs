namespace VerifyXunit;

/// <summary>Whether this run may write verified files: <c>ACCEPT_SNAPSHOTS=1</c> says so, and a build server (<c>CI=true</c>) never may.</summary>
internal static class Acceptance
{
    public const string Variable = "ACCEPT_SNAPSHOTS";

    /// <exception cref="VerifyException">Acceptance is asked for on a build server.</exception>
    public static bool Of(Func<string, string?> environment)
    {
        if (environment(Variable) is not "1")
        {
            return false;
        }
        if (string.Equals(environment("CI"), "true", StringComparison.OrdinalIgnoreCase))
        {
            throw new VerifyException($"{Variable}=1 is refused while CI=true: snapshots are accepted by a person, in a working copy.");
        }
        return true;
    }
}
