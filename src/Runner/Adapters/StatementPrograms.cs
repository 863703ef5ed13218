using Conformance.Implementations.EventLoop;
using Conformance.Implementations.Executor;
using Conformance.Implementations.Protocol;
using Conformance.Runner.Campaigns;
using Conformance.Runner.Generation;
using Conformance.Spec.Programs;
using Conformance.Spec.Runtimes;
using Conformance.Spec.Schedules;
using Conformance.Spec.Traces;

namespace Conformance.Runner.Adapters;

/// <summary>The smallest program that can be made for each statement of a dialect: what an adapter's author looks at first.</summary>
public sealed class StatementPrograms
{
    private const int Samples = 300;
    private const string AwaitedAgain = "polled after completion";
    private readonly List<Program> sources;
    private readonly Judge reference;

    /// <summary>Those of a dialect.</summary>
    public StatementPrograms(Dialect dialect)
    {
        sources =
        [
            .. Campaign
                .Litmuses(dialect)
                .Select(litmus => litmus.Program)
                .Concat(ProgramGenerator.Sample(dialect, seed: 1, Samples))
                .OrderBy(ProgramShape.Count),
        ];
        IRuntime runtime = dialect == Dialect.Eager ? new EventLoopRuntime() : ExecutorRuntime.PausedCurrentThread();
        reference = new Judge(runtime, []);
        Words = [.. sources.SelectMany(ProgramJson.WordsOf).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>Every statement of the dialect, by the word in the member <c>do</c> of its JSON; the simplest first.</summary>
    public IReadOnlyList<string> Words { get; }

    /// <summary>The smallest program with a statement that uses only statements of the set and does not deadlock; null when there is none.</summary>
    public Program? Smallest(string word, IReadOnlySet<string> among) =>
        Smallest(program => ProgramJson.WordsOf(program).Contains(word, StringComparer.Ordinal) && Ends(program), among);

    /// <summary>The same with a member of such a statement, in a program that would be another one without it.</summary>
    public Program? Smallest(string word, string member, IReadOnlySet<string> among) =>
        Smallest(program => Ends(program) && Matters(program, word, member), among);

    private Program? Smallest(Predicate<Program> has, IReadOnlySet<string> among)
    {
        if (sources.Find(Fits) is { } near)
            return Shrink(near, Fits);
        return sources.Find(has) is { } any && Shrink(any, has) is var smallest && Fits(smallest) ? smallest : null;

        bool Fits(Program program) => ProgramJson.WordsOf(program).All(among.Contains) && has(program);
    }

    private bool Matters(Program program, string word, string member)
    {
        if (StatementMembers.Without(program, word, member) is not { } other)
            return false;
        // Without "borrow" it is mostly no program at all; that it was there shows when a future is awaited after its end.
        return ProgramChecker.Check(other).Count > 0
            ? Log(program).Contains(AwaitedAgain, StringComparison.Ordinal)
            : Log(program) != Log(other);
    }

    private string Log(Program program)
    {
        var ending = reference.Run(Code.Of(program), new Scheduler(new Natural()), seed: 1);
        return $"{string.Join('\n', reference.Trace.Lines())} {ending} {reference.Trace.Reason}";
    }

    private static Program Shrink(Program program, Predicate<Program> keeps)
    {
        while (ProgramShrinker.Shrink(program).FirstOrDefault(smaller => keeps(smaller)) is { } smaller)
            program = smaller;
        return program;
    }

    private bool Ends(Program program) =>
        reference.Run(Code.Of(program), new Scheduler(new Natural()), seed: 1) is Ending.Completed or Ending.Failed;
}
