using Conformance.Spec.Litmus;
using Conformance.Spec.Programs;
using Conformance.Spec.Rules;
using Shouldly;
using Xunit;

namespace Conformance.Tests.Properties.Language;

public sealed class LitmusRulesTests
{
    public static TheoryData<string> Rules => [.. Catalogue.Create().Where(rule => rule.Info.Testable).Select(rule => rule.Info.Id)];

    [Theory]
    [MemberData(nameof(Rules))]
    public void Rule_has_a_litmus_of_each_of_its_families_named_after_it(string id)
    {
        var info = Catalogue.Create().Single(rule => rule.Info.Id == id).Info;
        Dialect[] dialects = info.Family switch
        {
            Family.Eager => [Dialect.Eager],
            Family.Lazy => [Dialect.Lazy],
            _ => [Dialect.Eager, Dialect.Lazy],
        };

        var named = LitmusLibrary
            .Load()
            .Where(litmus => litmus.Name.StartsWith($"{id.ToLowerInvariant()}-", StringComparison.Ordinal))
            .ToList();

        dialects.ShouldBeSubsetOf(named.Select(litmus => litmus.Program.Dialect));
        named.ShouldAllBe(litmus => litmus.Rules.Contains(id));
    }

    [Fact]
    public void Litmus_names_only_rules_of_the_catalogue()
    {
        var known = Catalogue.Create().Select(rule => rule.Info.Id).ToHashSet(StringComparer.Ordinal);

        LitmusLibrary.Load().SelectMany(litmus => litmus.Rules).Distinct(StringComparer.Ordinal).ShouldBeSubsetOf(known);
    }
}
