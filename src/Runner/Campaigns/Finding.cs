using Conformance.Runner.Replays;
using Conformance.Spec.Programs;
using Conformance.Spec.Rules;
using Conformance.Spec.Schedules;

namespace Conformance.Runner.Campaigns;

/// <summary>A violation, made as small as could be.</summary>
/// <param name="Runtime">The runtime's name.</param>
/// <param name="Rule">The rule that did not hold.</param>
/// <param name="Program">The smallest program found that shows it.</param>
/// <param name="Schedule">The simplest schedule found that shows it.</param>
/// <param name="Violation">What the rule says of that execution.</param>
/// <param name="Origin">Where it was found: a litmus, or the number of a random program.</param>
/// <param name="Replayable">Whether running it again is certain to show it: the runtime is controlled by the schedule.</param>
public sealed record Finding(
    string Runtime,
    RuleInfo Rule,
    Program Program,
    Schedule Schedule,
    Violation Violation,
    string Origin,
    bool Replayable
)
{
    /// <summary>The timeline of the execution that shows it.</summary>
    public required string Timeline { get; init; }

    /// <summary>How strictly the runtime was judged; strictly by default.</summary>
    public Strictness Level { get; init; } = Strictness.Strict;

    /// <summary>The word that shows it again.</summary>
    public ReplayToken Token => new(Runtime, Rule.Id, Program, Schedule);

    /// <summary>The command that shows it again, judged as it was.</summary>
    /// <param name="adapter">The command line that starts the runtime's adapter; null when the runtime has a name to find it by.</param>
    public string ReplayCommand(string? adapter = null) => Token.Command(adapter, Level);
}
