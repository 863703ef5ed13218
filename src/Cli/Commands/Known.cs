using Conformance.Runner.Campaigns;
using Conformance.Spec.Programs;
using Conformance.Spec.Rules;

namespace Conformance.Cli.Commands;

/// <summary>Finds what was named, or says that there is none and what was probably meant.</summary>
internal static class Known
{
    /// <summary>The rules of these ids, in any case; those of the catalogue and the one about litmus outcomes.</summary>
    /// <exception cref="UsageException">There is none of such an id.</exception>
    public static IReadOnlyList<RuleInfo> Rules(IEnumerable<string> ids)
    {
        var all = Campaign.AllRules().Select(rule => rule.Info).ToDictionary(info => info.Id, StringComparer.OrdinalIgnoreCase);
        return
        [
            .. ids.Select(id =>
                all.GetValueOrDefault(id)
                ?? throw new UsageException(
                    $"\"{id}\" is no rule. Expected an id such as EAGER-01; {Hint(id, all.Keys, "\"conformance list rules\" shows them all.")}"
                )
            ),
        ];
    }

    /// <summary>What was probably meant; else where to look.</summary>
    public static string Hint(string word, IEnumerable<string> candidates, string otherwise) =>
        Suggestion.For(word, candidates) is { Length: > 0 } near ? near : otherwise;
}
