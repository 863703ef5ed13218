namespace Conformance.Spec.Rules;

/// <summary>Cites a sentence of one of the two articles whose claims the rules make precise.</summary>
internal static class Articles
{
    /// <summary>"Tracing the Evolution of Async: Node.js Promises to Rust Futures", Devops Traveler Tales, 4 August 2025.</summary>
    public static string NodeToRust(string sentence) => $"Article 1: \"{sentence}\"";

    /// <summary>"Rust Tokio async/await vs. Node.js Event Loop: Event-Driven Concurrency and CPU Yielding Models".</summary>
    public static string TokioAndNode(string sentence) => $"Article 2: \"{sentence}\"";
}
