using Conformance.Spec.Litmus;
using Conformance.Spec.Programs;

namespace Conformance.Spec.Runtimes;

/// <summary>Something that a runtime does otherwise by design, and says so.</summary>
/// <param name="Subject">The id of a rule that it does not keep, or the name of a litmus whose forbidden outcome it shows.</param>
/// <param name="Reason">Why, in a sentence; never empty.</param>
/// <param name="Link">Where that is documented, an http or https address; empty when nobody has said it yet.</param>
/// <param name="Flaky">Whether it shows in some campaigns only, so that neither showing nor holding fails a run.</param>
/// <param name="Place">The place in the file.</param>
public sealed record ExpectedFailure(string Subject, string Reason, string Link, bool Flaky, Position Place)
{
    /// <summary>Whether it is about this litmus itself, not about a rule.</summary>
    public bool Names(LitmusTest test) => Subject.Equals(test.Name, StringComparison.OrdinalIgnoreCase);

    /// <summary>The reason and the link, if there is one.</summary>
    public override string ToString() => Link.Length == 0 ? Reason : $"{Reason} ({Link})";
}
