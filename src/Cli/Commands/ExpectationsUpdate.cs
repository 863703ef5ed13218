using Conformance.Runner.Campaigns;
using Conformance.Spec.Runtimes;

namespace Conformance.Cli.Commands;

/// <summary><c>run --update-expectations</c>: rewrites the list of what a runtime does otherwise, from what a campaign has shown.</summary>
internal static class ExpectationsUpdate
{
    /// <summary>A campaign of fewer random programs shows too little to remove an entry.</summary>
    private const int LeastPrograms = 100;

    /// <summary>Refuses an update that would rest on a part of the picture.</summary>
    /// <exception cref="UsageException">The campaign is filtered, cut or too small.</exception>
    public static void MustBeWhole(CampaignOptions options, string? file)
    {
        var problem =
            file is null ? "needs --expectations FILE, the file to write"
            : options.Rules.Count > 0 ? "cannot go with --rule: rules that are not asked would lose their entries"
            : options.Time is not null ? "cannot go with --time: what the campaign did not come to would lose its entry"
            : options.Programs < LeastPrograms
                ? $"needs --programs {LeastPrograms} or more; {options.Programs} are too few to say that a difference is gone"
            : null;
        if (problem is not null)
            throw new UsageException($"--update-expectations {problem}.");
    }

    /// <summary>Writes the file: without the entries that no longer show, with those that are new.</summary>
    /// <returns>Whether it was written: not when the campaign did not end or its adapter failed, for then nothing is certain.</returns>
    public static bool Write(CampaignResult result, string file)
    {
        var runtime = result.Runtimes.Single();
        if (!result.Complete || !runtime.AdapterWorks)
        {
            Console.WriteLine(
                $"{file} is not updated: {(result.Complete ? "the adapter failed" : "the campaign was interrupted")}, so nothing is certain."
            );
            return false;
        }

        var removed = runtime.UnexpectedPasses.Select(expected => expected.Subject).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var added = New(runtime, removed).ToList();
        var named = Chosen.ExpectationsOf(file);
        var text = File.Exists(file) ? named.Read(File.ReadAllText) : "# rule or litmus\treason\tlink\tflaky or nothing\n";
        var edited = ExpectationsText.Edit(text, removed, added);
        named.Write(path =>
        {
            File.WriteAllText(path, edited);
            return true;
        });
        Console.WriteLine($"{file}: {added.Count} added, {removed.Count} removed, {runtime.Expectations.All.Count - removed.Count} kept.");
        foreach (var (subject, _) in added)
            Console.WriteLine($"  {subject}: replace what was found by the reason, and add a link to where it is documented.");
        return true;
    }

    private static IEnumerable<(string Subject, string Reason)> New(RuntimeTally runtime, HashSet<string> removed)
    {
        var listed = runtime.Expectations.All.Select(expected => expected.Subject).Except(removed, StringComparer.OrdinalIgnoreCase);
        var after = listed.ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var rule in runtime.Rules.Where(rule => rule.Findings.Count > 0 && rule.Rule.Id != LitmusRule.Id))
        {
            after.Add(rule.Rule.Id);
            yield return (rule.Rule.Id, rule.Findings[0].Violation.Message);
        }

        foreach (var litmus in runtime.Litmuses.Where(litmus => litmus.Forbidden > 0))
        {
            if (!after.Contains(litmus.Test.Name) && !litmus.Test.Rules.Any(after.Contains))
                yield return (litmus.Test.Name, litmus.Message);
        }
    }
}
