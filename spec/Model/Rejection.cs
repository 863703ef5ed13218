namespace Conformance.Spec.Model;

/// <summary>Why no execution of the model is this trace.</summary>
/// <param name="Event">The index of the event that was not possible; the number of events when the end was not.</param>
/// <param name="Guard">The id of the rule that the model's guard stands for, such as <c>MICRO-02</c>, or <c>MODEL-01</c> when there is none.</param>
/// <param name="Message">What was found, what forbids it, and what was possible instead.</param>
public sealed record Rejection(int Event, string Guard, string Message);
