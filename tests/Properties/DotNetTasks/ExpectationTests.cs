using Conformance.Implementations.DotNetTasks;
using Conformance.Spec.Rules;
using Conformance.Spec.Runtimes;
using Conformance.Tests.Properties.Architecture;
using Xunit;

namespace Conformance.Tests.Properties.DotNetTasks;

/// <summary>Two lists say where .NET differs: the expectations, which campaigns hold it to, and the table of portability, which people read.</summary>
public sealed class ExpectationTests
{
    private static readonly DotNetTasksRuntime[] Runtimes = [new(), DotNetTasksRuntime.ForReal()];

    private static readonly Dictionary<string, string> Table = Repository
        .Read("spec/Rules/portability.tsv")
        .Split('\n')
        .Select(line => line.Split('\t'))
        .Where(cells => cells.Length > 2 && cells[1] == ".NET")
        .ToDictionary(cells => cells[0], cells => cells[2], StringComparer.Ordinal);

    [Fact]
    public void Every_expectation_fits_its_runtime_and_has_a_link() =>
        Assert.All(
            Runtimes,
            runtime =>
            {
                runtime.Expectations.MustFit(runtime.Description);
                Assert.All(runtime.Expectations.All, item => Assert.StartsWith("https://", item.Link, StringComparison.Ordinal));
            }
        );

    [Fact]
    public void No_rule_that_is_expected_to_fail_is_kept_according_to_the_table() =>
        Assert.All(
            Runtimes.SelectMany(runtime => runtime.Expectations.All).Where(item => Table.ContainsKey(item.Subject)),
            item => Assert.NotEqual("same", Table[item.Subject])
        );

    // The adapter goes on after the main body, as a thread with a message loop does; a console program ends with it.
    [Fact]
    public void Every_difference_of_the_table_that_a_program_can_show_is_expected()
    {
        var listed = Runtimes
            .SelectMany(runtime => runtime.Expectations.All)
            .Select(item => item.Subject)
            .Append("SHUT-02")
            .ToHashSet(StringComparer.Ordinal);
        var asked = Catalogue
            .Create()
            .Where(rule => Runtimes.Any(runtime => rule.AppliesTo(runtime.Description)))
            .Select(rule => rule.Info.Id);
        Assert.All(asked.Where(id => Table[id] == "differs"), id => Assert.Contains(id, listed));
    }
}
