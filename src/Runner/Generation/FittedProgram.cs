using Conformance.Spec.Programs;

namespace Conformance.Runner.Generation;

/// <summary>A program without what a runtime cannot express.</summary>
/// <param name="Program">What is left: the program as it was, when the runtime can express all of it.</param>
/// <param name="LeftOut">Why something was taken out, each reason once.</param>
public sealed record FittedProgram(Program Program, IReadOnlyList<string> LeftOut)
{
    /// <summary>Simplifies or takes out one statement after the other, until nothing is left that the runtime refuses.</summary>
    /// <param name="program">The program.</param>
    /// <param name="lacks">Why a runtime cannot run a program, null when it can: <see cref="Spec.Runtimes.IRuntime.Lacks"/>.</param>
    /// <returns>The program itself with nothing left out when nothing would be left of it: the runtime refuses it then.</returns>
    public static FittedProgram Of(Program program, Func<Code, string?> lacks)
    {
        var leftOut = new List<string>();
        var left = program;
        while (Refusal(left) is not null)
        {
            var at = FirstRefused(left);
            if (Refusal(UpTo(left, at)) is { } reason && !leftOut.Contains(reason, StringComparer.Ordinal))
                leftOut.Add(reason);
            if (at >= 0)
                left = Without(left, at);
            else if (left.Module)
                left = left with { Module = false };
            else
                return new FittedProgram(program, []);
        }

        return left.Body.Count > 0 && IsValid(left) ? new FittedProgram(left, leftOut) : new FittedProgram(program, []);

        string? Refusal(Program candidate) => lacks(Code.Of(candidate));

        // The more of its text, the more there is to refuse. -1: even the empty program is refused.
        int FirstRefused(Program refused)
        {
            var (low, high) = (-1, ProgramShape.Count(refused) - 1);
            while (low < high)
            {
                var middle = low + ((high - low) / 2);
                if (Refusal(UpTo(refused, middle)) is null)
                    low = middle + 1;
                else
                    high = middle;
            }

            return low;
        }

        Program Without(Program refused, int at) =>
            SimplerAt(refused, at).FirstOrDefault(candidate => Refusal(UpTo(candidate, at)) is null && IsValid(candidate))
            ?? ProgramRepair.Repair(ProgramShape.Edit(refused, (position, _) => position == at ? [] : null));
    }

    private static bool IsValid(Program program) => ProgramChecker.Check(program).Count == 0;

    private static Program UpTo(Program program, int last) => ProgramShape.Edit(program, (at, _) => at > last ? [] : null);

    private static IEnumerable<Program> SimplerAt(Program program, int at)
    {
        Statement? there = null;
        ProgramShape.Edit(
            program,
            (position, statement) =>
            {
                there = position == at ? statement : there;
                return null;
            }
        );
        return ProgramShrinker
            .Simpler(there!)
            .Select(simpler => ProgramRepair.Repair(ProgramShape.Edit(program, (position, _) => position == at ? simpler : null)));
    }
}
