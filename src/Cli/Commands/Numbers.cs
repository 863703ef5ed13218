using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Numerics;

namespace Conformance.Cli.Commands;

/// <summary>Options that take a whole number.</summary>
internal static class Numbers
{
    /// <summary>An option of a number from <paramref name="least"/> on.</summary>
    public static Option<T> Option<T>(string name, string description, T standard, T least)
        where T : struct, IBinaryInteger<T>, IMinMaxValue<T> =>
        new(name)
        {
            Description = $"{description}.",
            DefaultValueFactory = _ => standard,
            CustomParser = argument => Parse(argument, name, least),
        };

    private static T Parse<T>(ArgumentResult argument, string name, T least)
        where T : struct, IBinaryInteger<T>, IMinMaxValue<T>
    {
        var text = argument.Tokens[0].Value;
        if (!BigInteger.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
            argument.AddError($"{name} \"{text}\" is no whole number. Expected one from {least} on.");
        else if (number < BigInteger.CreateChecked(least))
            argument.AddError($"{name} {text} is too small. Expected {least} or more.");
        else if (number > BigInteger.CreateChecked(T.MaxValue))
            argument.AddError($"{name} {text} is too large. Expected {T.MaxValue} or less.");
        else
            return T.CreateChecked(number);
        return least;
    }
}
