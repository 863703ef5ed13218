using System.Globalization;
using System.Text;
using Conformance.Spec.Programs;

namespace Conformance.Spec.Traces;

/// <summary>
/// Prints a trace for a plain terminal: a row an event with its time and thread, a column a computation. Beside the events a column
/// shows what its computation does: <c>|</c> has begun, <c>#</c> computes, <c>:</c> waits. Plain ASCII; the same trace gives the same text.
/// Events that repeat many times over are shown once, with how often they come again.
/// </summary>
public sealed class Timeline
{
    private const int Gap = 2;
    private const int NarrowestColumn = 10;
    private readonly Trace trace;
    private readonly StringBuilder text = new();
    private readonly int highlight;
    private readonly int timeWidth;
    private readonly int threadWidth;
    private Repetition? repetition;

    private Timeline(Trace trace, int highlight)
    {
        this.trace = trace;
        this.highlight = highlight;
        timeWidth = "time".Length;
        threadWidth = "thread".Length;
        foreach (ref readonly var item in trace.Events)
        {
            timeWidth = Math.Max(timeWidth, Text(item.Time).Length);
            threadWidth = Math.Max(threadWidth, Text(item.Thread).Length);
        }
    }

    /// <summary>The timeline, each line ended by a line feed; the last one says how the execution ended.</summary>
    /// <param name="trace">What to print.</param>
    /// <param name="highlight">The index of an event to point at with <c>&lt;-- here</c>, or -1.</param>
    /// <param name="width">How many characters a line of columns may have, at least 40. With more columns than fit, the events are listed one below the other.</param>
    /// <exception cref="ArgumentOutOfRangeException">The width is below 40.</exception>
    public static string Print(Trace trace, int highlight = -1, int width = 100)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 40);
        var timeline = new Timeline(trace, highlight);
        var columns = timeline.Columns(width);
        if (columns.Length == 0)
            timeline.List();
        else
            timeline.Table(columns);
        timeline.End();
        return timeline.text.ToString();
    }

    /// <summary>A column for each computation with events, or none when they do not fit.</summary>
    private Column[] Columns(int width)
    {
        var columns = new Column?[trace.Code.Computations.Length];
        foreach (ref readonly var item in trace.Events)
        {
            ref var column = ref columns[item.Computation];
            column ??= new Column(item.Computation, trace.Code.Computations[item.Computation].Name);
            column.Width = Math.Max(column.Width, EventText.Of(trace.Code, in item).Length);
        }

        Column[] used = [.. columns.OfType<Column>()];
        var room = width - timeWidth - threadWidth - Gap;
        if (used.Length == 0 || room / used.Length < NarrowestColumn + Gap)
            return [];
        Shrink(used, room - (used.Length * Gap));
        return used;
    }

    /// <summary>Takes from the widest columns until all fit.</summary>
    private static void Shrink(Column[] columns, int room)
    {
        for (var excess = columns.Sum(column => column.Width) - room; excess > 0; excess--)
            columns.MaxBy(column => column.Width)!.Width--;
    }

    private void Table(Column[] columns)
    {
        var byComputation = new Column?[trace.Code.Computations.Length];
        foreach (var column in columns)
            byComputation[column.Computation] = column;
        text.Append("time".PadLeft(timeWidth)).Append(Gaps).Append("thread".PadLeft(threadWidth));
        foreach (var column in columns)
            text.Append(Gaps).Append(Cut(column.Name, column.Width).PadRight(column.Width));
        EndLine(-1);
        for (var at = 0; at < trace.Count; at++)
        {
            ref readonly var item = ref trace[at];
            Moment(in item);
            var own = byComputation[item.Computation]!;
            foreach (var column in columns)
            {
                var cell = column == own ? EventText.Of(trace.Code, in item) : column.Mark;
                text.Append(Gaps).Append(Cut(cell, column.Width).PadRight(column.Width));
            }

            own.Follow(in item);
            EndLine(at);
            at = SkipRepetition(at);
        }
    }

    private void List()
    {
        for (var at = 0; at < trace.Count; at++)
        {
            ref readonly var item = ref trace[at];
            Moment(in item);
            text.Append(Gaps).Append(trace.Code.Computations[item.Computation].Name).Append(": ").Append(EventText.Of(trace.Code, in item));
            EndLine(at);
            at = SkipRepetition(at);
        }
    }

    /// <summary>Says in one line how often what stands above comes again, once it stands there whole.</summary>
    /// <returns>The index of the last event that is dealt with.</returns>
    private int SkipRepetition(int at)
    {
        if (repetition is null || at >= repetition.Value.End)
            repetition = Repetition.At(trace, at, highlight);
        if (repetition is not { } found || at + 1 != found.First)
            return at;
        repetition = null;
        text.Append(' ', timeWidth + Gap + threadWidth + Gap).Append(CultureInfo.InvariantCulture, $"... {found.Times} times more");
        text.Append(found.Cycle == 1 ? "\n" : $": the last {Text(found.Cycle)} events\n");
        return found.End - 1;
    }

    private void Moment(in Event item) =>
        text.Append(Text(item.Time).PadLeft(timeWidth)).Append(Gaps).Append(Text(item.Thread).PadLeft(threadWidth));

    private void End()
    {
        text.Append("ended: ").Append(trace.Ending);
        if (trace.Reason.Length > 0)
            text.Append(", ").Append(trace.Reason);
        text.Append('\n');
    }

    private void EndLine(int at)
    {
        while (text.Length > 0 && text[^1] == ' ')
            text.Length--;
        text.Append(at >= 0 && at == highlight ? "  <-- here\n" : "\n");
    }

    private static string Gaps => new(' ', Gap);

    private static string Cut(string cell, int width) => cell.Length <= width ? cell : $"{cell.AsSpan(0, width - 2)}..";

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private sealed class Column(int computation, string name)
    {
        public int Computation => computation;

        public string Name => name;

        public int Width { get; set; } = name.Length;

        public string Mark { get; private set; } = "";

        public void Follow(in Event item) =>
            Mark = item.Kind switch
            {
                EventKind.Awaiting => ":",
                EventKind.PollEnd when item.Outcome == Outcome.Pending => ":",
                EventKind.Completed or EventKind.Cancelled or EventKind.PollEnd => "",
                EventKind.ComputeBegin => "#",
                EventKind.Started or EventKind.Resumed or EventKind.ComputeEnd or EventKind.PollBegin => "|",
                _ => Mark,
            };
    }
}
