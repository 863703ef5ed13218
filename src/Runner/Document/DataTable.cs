namespace Conformance.Runner.Document;

/// <summary>Reads the tables of data beside the rules: a row a line, cells between tabs, the names of the columns first.</summary>
internal static class DataTable
{
    /// <summary>The rows, each with as many cells as there are columns.</summary>
    /// <exception cref="FormatException">A row has more or fewer cells.</exception>
    public static IEnumerable<string[]> Read(string resource)
    {
        var lines = Resource.Read(resource).TrimEnd('\n').Split('\n');
        var columns = lines[0].Split('\t').Length;
        for (var at = 1; at < lines.Length; at++)
        {
            var cells = lines[at].Split('\t');
            if (cells.Length != columns)
                throw new FormatException($"{resource}:{at + 1}: found {cells.Length} cells, expected {columns}.");
            yield return cells;
        }
    }
}
