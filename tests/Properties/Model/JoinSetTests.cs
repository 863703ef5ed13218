using Conformance.Spec.Model;
using Conformance.Spec.Traces;
using Conformance.Tests.Properties.Rules;
using Shouldly;
using Xunit;

namespace Conformance.Tests.Properties.Model;

/// <summary>Nothing is seen of a member that only sleeps, but it did not end before one that had ended when it could not have ended yet.</summary>
public sealed class JoinSetTests
{
    private const string AbortedLate =
        "t = join-set\nf = async { }\nhf = spawn f in t\ng = async { }\nhg = spawn g\ns = sleep 100\nhs = spawn s in t\nyield\nabort hs\nyield\nnext t";

    private const string AbortedEarly =
        "t = join-set\nf = async { }\nhf = spawn f in t\ns = sleep 100\nhs = spawn s in t\nabort hs\nyield\nabort hs\nnext t";

    private const string Late =
        "main starts\n main makes t\n main made t\n main makes f\n main made f\n main makes hf\n main made hf\n main makes g\n main made g\n "
        + "main makes hg\n main made hg\n main makes s\n main made s\n main makes hs\n main made hs\n main yields\n #1 f starts\n #1 f returns\n "
        + "#1 g starts\n #1 g returns\n main yielded\n main aborts hs\n main aborted hs\n main yields\n main yielded\n main asks t\n";

    private const string Early =
        "main starts\n main makes t\n main made t\n main makes f\n main made f\n main makes hf\n main made hf\n main makes s\n main made s\n "
        + "main makes hs\n main made hs\n main aborts hs\n main aborted hs\n main yields\n #1 f starts\n #1 f returns\n main yielded\n "
        + "main aborts hs\n main aborted hs\n main asks t\n";

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
