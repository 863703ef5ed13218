namespace FsCheck.Xunit;

/// <summary>
/// Settings for all properties of a class (with the classes nested in it) or of an assembly.
/// The innermost value given for a setting is used.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Assembly)]
public sealed class PropertiesAttribute : PropertyAttribute;
