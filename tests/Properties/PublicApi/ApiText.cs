using System.Reflection;
using System.Runtime.CompilerServices;

namespace Conformance.Tests.Properties.PublicApi;

/// <summary>Writes one type or member as its declaration would be read.</summary>
internal static class ApiText
{
    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(void)] = "void",
        [typeof(object)] = "object",
        [typeof(string)] = "string",
        [typeof(bool)] = "bool",
        [typeof(byte)] = "byte",
        [typeof(char)] = "char",
        [typeof(int)] = "int",
        [typeof(uint)] = "uint",
        [typeof(long)] = "long",
        [typeof(ulong)] = "ulong",
        [typeof(double)] = "double",
    };

    private static readonly Type[] Implied = [typeof(object), typeof(ValueType), typeof(Enum), typeof(MulticastDelegate)];

    public static string OfType(Type type)
    {
        var inherited = type.BaseType is { } parent && !Implied.Contains(parent) ? [parent] : Type.EmptyTypes;
        var interfaces = type.GetInterfaces()
            .Except(type.BaseType?.GetInterfaces() ?? [])
            .Where(item => !(IsRecord(type) && item == typeof(IEquatable<>).MakeGenericType(type)))
            .OrderBy(item => item.FullName, StringComparer.Ordinal);
        var bases = type.IsEnum ? [] : inherited.Concat(interfaces).Select(Name).ToList();
        return $"{Kind(type)} {type.Namespace}.{Name(type)}{(bases.Count == 0 ? "" : $" : {string.Join(", ", bases)}")}";
    }

    public static string OfConstructor(ConstructorInfo constructor) => $"{Access(constructor)}new({Parameters(constructor)})";

    public static string OfField(FieldInfo field) =>
        $"{(field.IsLiteral ? "const " : field.IsStatic ? "static " : "")}{(field.IsInitOnly ? "readonly " : "")}{Name(field.FieldType)} {field.Name}"
        + (field.IsLiteral ? $" = {Literal(field.GetRawConstantValue())}" : "");

    public static string OfEvent(EventInfo item) => $"event {Name(item.EventHandlerType!)} {item.Name}";

    public static string OfMethod(MethodInfo method)
    {
        var generic = method.IsGenericMethodDefinition ? $"<{string.Join(", ", method.GetGenericArguments().Select(Name))}>" : "";
        return $"{Access(method)}{Modifiers(method)}{TypeOf(method.ReturnParameter)} {method.Name}{generic}({Parameters(method)})";
    }

    public static string OfProperty(PropertyInfo property)
    {
        var accessors = property.GetAccessors(nonPublic: true).Where(ApiListing.IsOffered).ToList();
        var index = property.GetIndexParameters();
        var name = index.Length == 0 ? property.Name : $"this[{string.Join(", ", index.Select(Parameter))}]";
        var required = property.IsDefined(typeof(RequiredMemberAttribute)) ? "required " : "";
        var access = accessors.Exists(accessor => accessor.IsPublic) ? "" : "protected ";
        var verbs = accessors
            .Select(accessor => (accessor.IsPublic || access.Length > 0 ? "" : "protected ") + Verb(property, accessor))
            .Order(StringComparer.Ordinal);
        return $"{access}{Modifiers(accessors[0])}{required}{Name(property.PropertyType)}{Mark(property.PropertyType, new NullabilityInfoContext().Create(property))} {name} {{ {string.Join(' ', verbs)} }}";
    }

    public static bool IsRecord(Type type) =>
        type.GetMethod("PrintMembers", BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.DeclaredOnly) is not null;

    private static string Kind(Type type)
    {
        var noun = IsRecord(type) ? "record" : "class";
        return type switch
        {
            { IsEnum: true } => "enum",
            { IsInterface: true } => "interface",
            { IsValueType: true } => IsRecord(type) ? "record struct" : "struct",
            { BaseType: { } parent } when parent == typeof(MulticastDelegate) => "delegate",
            { IsAbstract: true, IsSealed: true } => "static class",
            { IsAbstract: true } => $"abstract {noun}",
            { IsSealed: true } => $"sealed {noun}",
            _ => noun,
        };
    }

    private static string Access(MethodBase method) => method.IsPublic ? "" : "protected ";

    private static string Modifiers(MethodInfo method) =>
        method switch
        {
            { IsStatic: true } => "static ",
            { DeclaringType.IsInterface: true } => "",
            { IsAbstract: true } => "abstract ",
            { IsVirtual: true, IsFinal: false } when method.GetBaseDefinition() != method => "override ",
            { IsVirtual: true, IsFinal: false } => "virtual ",
            _ => "",
        };

    private static string TypeOf(ParameterInfo parameter) =>
        $"{Name(parameter.ParameterType)}{Mark(parameter.ParameterType, new NullabilityInfoContext().Create(parameter))}";

    private static string Mark(Type type, NullabilityInfo nullability) =>
        nullability.ReadState == NullabilityState.Nullable && !type.IsValueType ? "?" : "";

    private static string Verb(PropertyInfo property, MethodInfo accessor) =>
        accessor == property.GetMethod ? "get;"
        : IsInit(accessor) ? "init;"
        : "set;";

    private static bool IsInit(MethodInfo setter) => setter.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit));

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(Parameter));

    private static string Parameter(ParameterInfo parameter)
    {
        var mode = parameter switch
        {
            { IsOut: true } => "out ",
            { ParameterType.IsByRef: true, IsIn: true } => "in ",
            { ParameterType.IsByRef: true } => "ref ",
            _ when parameter.IsDefined(typeof(ParamArrayAttribute)) || parameter.IsDefined(typeof(ParamCollectionAttribute)) => "params ",
            _ => "",
        };
        var value = parameter.HasDefaultValue ? $" = {Literal(parameter.RawDefaultValue)}" : "";
        return $"{mode}{TypeOf(parameter)} {parameter.Name}{value}";
    }

    private static string Literal(object? value) =>
        value switch
        {
            null => "default",
            string text => $"\"{text}\"",
            bool truth => truth ? "true" : "false",
            _ => value.ToString()!,
        };

    private static string Name(Type type)
    {
        if (Keywords.TryGetValue(type, out var keyword))
        {
            return keyword;
        }
        if (type.IsByRef || type.IsArray)
        {
            return $"{Name(type.GetElementType()!)}{(type.IsArray ? "[]" : "")}";
        }
        if (System.Nullable.GetUnderlyingType(type) is { } underlying)
        {
            return $"{Name(underlying)}?";
        }
        var outer = type.IsNested && !type.IsGenericParameter ? $"{Name(type.DeclaringType!)}." : "";
        var name = type.Name.Split('`')[0];
        return type.Name.Contains('`') ? $"{outer}{name}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>" : $"{outer}{name}";
    }
}
