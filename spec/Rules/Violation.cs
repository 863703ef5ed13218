namespace Conformance.Spec.Rules;

/// <summary>A rule did not hold.</summary>
/// <param name="Rule">The rule's id.</param>
/// <param name="Event">The index of the event at which it shows.</param>
/// <param name="Message">What was found and what was expected, in a sentence with names in quotes.</param>
public sealed record Violation(string Rule, int Event, string Message);
