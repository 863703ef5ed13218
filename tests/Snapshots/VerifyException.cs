namespace VerifyXunit;

/// <summary>Thrown for a snapshot that is missing, differs or can't be checked.</summary>
public sealed class VerifyException(string message) : Exception(message);
