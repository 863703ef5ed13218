namespace Conformance.Spec.Programs;

/// <summary>A place in a text.</summary>
/// <param name="File">The name of the text, as a user knows it.</param>
/// <param name="Line">The line, from 1.</param>
/// <param name="Column">The column, from 1, in UTF-16 units; a tab is one.</param>
public readonly record struct Position(string File, int Line, int Column)
{
    /// <summary><c>file:line:column</c>, as editors and terminals make a link of it.</summary>
    public override string ToString() => $"{File}:{Line}:{Column}";
}
