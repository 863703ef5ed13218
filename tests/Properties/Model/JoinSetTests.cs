using Conformance.Spec.Model;
using Conformance.Spec.Traces;
using Conformance.Tests.Properties.Rules;
using Shouldly;
using Xunit;

namespace Conformance.Tests.Properties.Model;

/// <summary>Nothing is seen of a member that only sleeps, but it did not end before one that had ended when it could not have ended yet.</summary>
public sealed class JoinSetTests
{
    private const string Members =
        "t = join-set\nf = async { }\nhf = spawn f in t\ng = async { }\nhg = spawn g\ns = sleep 100\nhs = spawn s in t\n";

    private const string AbortedLate = Members + "yield\nabort hs\nyield\nnext t";
    private const string AbortedEarly = Members + "abort hs\nyield\nabort hs\nnext t";
    private const string Made =
        "main starts\n main makes t\n main made t\n main makes f\n main made f\n main makes hf\n main made hf\n main makes g\n main made g\n "
        + "main makes hg\n main made hg\n main makes s\n main made s\n main makes hs\n main made hs\n ";

    private const string Run = "main yields\n #1 f starts\n #1 f returns\n #1 g starts\n #1 g returns\n main yielded\n ";
    private const string Abort = "main aborts hs\n main aborted hs\n ";
    private const string Late = Made + Run + Abort + "main yields\n main yielded\n main asks t\n ";
    private const string Early = Made + Abort + Run + Abort + "main asks t\n ";

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Member_that_is_aborted_after_another_has_ended_does_not_come_first(int workers)
    {
        Check(AbortedLate, Late + "main gets t ! cancelled", workers).ShouldBe(26);
        Check(AbortedLate, Late + "main gets t\n main returns", workers).ShouldBeNull();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Member_that_is_aborted_before_another_ends_may_come_first(int workers)
    {
        Check(AbortedEarly, Early + "main gets t ! cancelled\n main throws cancelled", workers, Ending.Failed).ShouldBeNull();
        Check(AbortedEarly, Early + "main gets t\n main returns", workers).ShouldBeNull();
    }

    private static int? Check(string program, string events, int workers, Ending ending = Ending.Completed) =>
        new ModelChecker()
            .Check(TraceText.Lazy(program, workers == 1 ? events.Replace("#1 ", "", StringComparison.Ordinal) : events, workers, ending))
            ?.Event;
}
