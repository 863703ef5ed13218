using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;

namespace Conformance.Tests.Properties.PublicApi;

/// <summary>Lists what an assembly offers to others: each public type and, under it, its public and protected members, in a fixed order.</summary>
internal static class ApiListing
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    public static string Of(Assembly assembly) => Of(assembly.GetExportedTypes());

    public static string Of(IEnumerable<Type> types)
    {
        var listing = new StringBuilder();
        foreach (var type in types.OrderBy(type => type.FullName, StringComparer.Ordinal))
        {
            listing.Append(ApiText.OfType(type)).Append('\n');
            foreach (var member in MembersOf(type))
            {
                listing.Append("    ").Append(member).Append('\n');
            }
        }
        return listing.ToString();
    }

    private static IEnumerable<string> MembersOf(Type type)
    {
        if (type.IsEnum)
        {
            return Enum.GetNames(type).Select(name => $"{name} = {Enum.Format(type, Enum.Parse(type, name), "D")}");
        }
        if (typeof(Delegate).IsAssignableFrom(type))
        {
            return [ApiText.OfMethod(type.GetMethod("Invoke")!)];
        }
        IEnumerable<string> members =
        [
            .. type.GetConstructors(Declared).Where(IsOffered).Select(ApiText.OfConstructor),
            .. type.GetFields(Declared).Where(IsOffered).Select(ApiText.OfField),
            .. type.GetProperties(Declared)
                .Where(property => property.GetAccessors(nonPublic: true).Any(IsOffered) && property.Name != "EqualityContract")
                .Select(ApiText.OfProperty),
            .. type.GetEvents(Declared).Where(item => IsOffered(item.AddMethod!)).Select(ApiText.OfEvent),
            .. type.GetMethods(Declared).Where(method => IsOffered(method) && IsWritten(method)).Select(ApiText.OfMethod),
        ];
        return members.Order(StringComparer.Ordinal);
    }

    public static bool IsOffered(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static bool IsOffered(FieldInfo field) => field.IsPublic || field.IsFamily || field.IsFamilyOrAssembly;

    // Accessors are listed with their property, and what the compiler adds to every record says nothing.
    private static bool IsWritten(MethodInfo method) =>
        (!method.IsSpecialName || method.Name.StartsWith("op_", StringComparison.Ordinal))
        && !method.IsDefined(typeof(CompilerGeneratedAttribute));
}
