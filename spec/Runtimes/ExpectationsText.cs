using Conformance.Spec.Litmus;
using Conformance.Spec.Programs;
using Conformance.Spec.Rules;

namespace Conformance.Spec.Runtimes;

/// <summary>The text of <see cref="Expectations"/>: a line each, cells between tabs.</summary>
public static class ExpectationsText
{
    private const string Flaky = "flaky";
    private const int MostCells = 4;

    /// <summary>The text with some entries removed and others added at its end; all other lines stay as they are.</summary>
    /// <param name="text">The text so far; empty for a new file.</param>
    /// <param name="removed">The subjects whose lines go.</param>
    /// <param name="added">The subjects that come, each with what is known of the reason; the link is left for a person.</param>
    public static string Edit(string text, IReadOnlyCollection<string> removed, IEnumerable<(string Subject, string Reason)> added)
    {
        var lines = Lines(text)
            .Where(line => IsComment(line) || !removed.Contains(line.Split('\t')[0].Trim(), StringComparer.OrdinalIgnoreCase))
            .Concat(added.Select(item => $"{item.Subject}\t{OneLine(item.Reason)}"));
        return string.Concat(lines.Select(line => $"{line}\n"));
    }

    internal static Expectations Read(string text, string file)
    {
        var rules = Catalogue.Create().Where(rule => rule.Info.Testable).Select(rule => rule.Info.Id);
        var subjects = rules.Concat(LitmusLibrary.Load().Select(test => test.Name)).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var items = new List<ExpectedFailure>();
        var problems = new List<Problem>();
        var number = 0;
        foreach (var line in Lines(text))
        {
            number++;
            if (IsComment(line))
                continue;
            var cells = new Cells(line, file, number);
            if (Mistake(cells, subjects, items) is { } problem)
                problems.Add(problem);
            else
                items.Add(new ExpectedFailure(cells[0], cells[1], cells[2], cells[3] == Flaky, cells.Place(0)));
        }

        return problems.Count == 0 ? new Expectations(items) : throw new ProgramException(problems);
    }

    private static Problem? Mistake(Cells cells, HashSet<string> subjects, List<ExpectedFailure> earlier)
    {
        if (!subjects.Contains(cells[0]))
            return cells.Wrong(0, "the id of a rule or the name of an embedded litmus", Suggestion.For(cells[0], subjects));
        if (earlier.Find(item => item.Subject.Equals(cells[0], StringComparison.OrdinalIgnoreCase)) is { } twin)
            return cells.Wrong(0, "a rule or litmus that is not listed yet", $"it is in line {twin.Place.Line}");
        if (cells[1].Length == 0)
            return cells.Wrong(1, "the reason, after a tab");
        if (cells[2].Length > 0 && !IsAddress(cells[2]))
            return cells.Wrong(2, "a link that begins with https:// or http://");
        if (cells[3].Length > 0 && cells[3] != Flaky)
            return cells.Wrong(3, "\"flaky\" or nothing", Suggestion.For(cells[3], [Flaky]));
        return cells.Count > MostCells ? cells.Wrong(MostCells, "the end of the line: it is rule, reason, link, flaky") : null;
    }

    private static bool IsAddress(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "https" or "http";

    private static IEnumerable<string> Lines(string text) =>
        text.Length == 0 ? [] : (text.EndsWith('\n') ? text[..^1] : text).Split('\n').Select(line => line.TrimEnd('\r'));

    private static bool IsComment(string line) => line.Length == 0 || line.TrimStart() is "" or ['#', ..];

    private static string OneLine(string text) => string.Join(' ', text.Split(['\t', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries));

    /// <summary>The cells of a line; those it has not are empty.</summary>
    private readonly struct Cells(string line, string file, int number)
    {
        private readonly string[] cells = line.Split('\t');

        public int Count => cells.Length;

        public string this[int at] => at < cells.Length ? cells[at].Trim() : "";

        public Position Place(int at)
        {
            var before = cells.Take(at).Sum(cell => cell.Length + 1);
            return new Position(file, number, Math.Min(before, line.Length) + 1);
        }

        public Problem Wrong(int at, string expected, string advice = "") =>
            new(Place(at), this[at].Length == 0 ? "nothing" : $"\"{this[at]}\"", expected, advice);
    }
}
