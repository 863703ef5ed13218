using Conformance.Spec.Programs;

namespace Conformance.Implementations.Interpreting;

/// <summary>Which <c>catch</c> takes an error: the text says so, so that no stack of handlers has to be kept.</summary>
internal static class Handlers
{
    /// <summary>The position of the innermost <see cref="Op.EnterTry"/> whose body holds a position, or -1.</summary>
    internal static int Find(Computation body, int position)
    {
        for (var at = position - 1; at >= 0; at--)
        {
            if (body.Body[at] is { Op: Op.EnterTry } enter && position < enter.Jump)
                return at;
        }

        return -1;
    }
}
