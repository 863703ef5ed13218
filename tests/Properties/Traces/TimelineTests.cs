using Conformance.Spec.Traces;
using Conformance.Tests.Properties.Rules;
using Shouldly;
using Xunit;
using static VerifyXunit.Verifier;

namespace Conformance.Tests.Properties.Traces;

public sealed class TimelineTests
{
    private const string Program =
        "deferred d\na = async { sleep 10; return 1 }\nb = async { timeout 20 a; log \"b has a\" }\nj = blocking { log \"off the loop\"; compute 5 }\nresolve d a\ntry { await d } catch e { }\ncompute 30\njoin a b j";

    private const string Events = """
        main starts
        main makes d
        main made d
        main makes a
        a starts
        a sleeps
        main made a
        main makes b
        b starts
        b times a
        main made b
        main makes j
        main made j
        main resolves d a
        main resolved d
        main awaits d
        #1 j starts
        #1 j logs off the loop
        #1 j computes
        @5 #1 j computed
        #1 j returns
        @10 a slept
        a returns 1
        b timed a = 1
        b logs b has a
        b returns
        main got d = 1
        main computes
        @40 main computed
        main combines
        main combined
        main returns
        """;

    private static Trace Sample => TraceText.Parse(Program, Events);

    [Fact]
    public Task Columns_with_a_mark_at_one_event() => Verify(Timeline.Print(Sample, highlight: 23));

    [Fact]
    public Task List_when_the_columns_do_not_fit() => Verify(Timeline.Print(Sample, highlight: 23, width: 50));

    [Fact]
    public Task Wide_cells_are_cut_to_the_width() => Verify(Timeline.Print(Sample, width: 70));

    [Fact]
    public Task Events_that_repeat_are_shown_once() =>
        Verify(Timeline.Print(Polls(30)) + Timeline.Print(Polls(30), highlight: 47, width: 40));

    [Fact]
    public void Few_repetitions_are_shown_as_they_are() => Timeline.Print(Polls(3)).ShouldNotContain("more");

    private static Trace Polls(int count)
    {
        var cycles = Enumerable.Range(1, count).Select(n => $" p polls {n}\n p wakes p\n p woke p\n p pends {n}\n");
        var events =
            $"main starts\n main makes p\n main made p\n main awaits p\n{string.Concat(cycles)} p polls {count + 1}\n p ready {count + 1}";
        return TraceText.Lazy($"p = probe {count} wakes 1\nawait p", $"{events}\n main got p = {count + 1}\n main returns");
    }

    [Fact]
    public Task Failed_program_ends_with_its_reason()
    {
        var trace = TraceText.Parse("throw \"e\"", "main starts\n main throws e");
        trace.End(Ending.Failed, natural: true, "e");
        return Verify(Timeline.Print(trace));
    }

    [Theory]
    [InlineData(40)]
    [InlineData(70)]
    [InlineData(100)]
    [InlineData(200)]
    public void Columns_stay_within_the_width_in_plain_ascii(int width)
    {
        var text = Timeline.Print(Sample, width: width);
        Assert.All(
            text.Split('\n'),
            line => Assert.True(line.Length <= width, $"\"{line}\" has {line.Length} characters; expected at most {width}.")
        );
        Assert.DoesNotContain(text, letter => letter is (< ' ' or > '~') and not '\n');
        Assert.Equal(text, Timeline.Print(Sample, width: width));
    }

    [Fact]
    public void Control_characters_of_a_log_do_not_reach_the_terminal()
    {
        var trace = TraceText.Parse("log \"x\"", "main starts\n main logs \u001b[31m\n main returns");
        Assert.Contains("log \"?[31m\"", Timeline.Print(trace), StringComparison.Ordinal);
    }

    [Fact]
    public void Width_below_forty_is_refused() => Assert.Throws<ArgumentOutOfRangeException>(() => Timeline.Print(Sample, width: 39));
}
