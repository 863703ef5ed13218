using Conformance.Implementations.Asyncio;
using Shouldly;
using Xunit;

namespace Conformance.Tests.Cli;

public sealed class AdapterCheckTests
{
    private static readonly string Asyncio = $"python3 \"{Path.Combine(AppContext.BaseDirectory, "Asyncio", "adapter.py")}\"";
    private static readonly string Expectations = Path.Combine(AppContext.BaseDirectory, "Asyncio", "expectations.tsv");

    public static TheoryData<string[], int, string> Conversations =>
        new()
        {
            { [Asyncio, "--expectations", Expectations], 0, "The adapter works. Next: conformance run --adapter" },
            { [Asyncio], 1, "The adapter works; " },
            { [""], 2, "\"\" is no command" },
            { ["dotnet --version"], 3, "1 to put right in the adapter. Until then nothing can be said of its runtime." },
        };

    [Theory]
    [MemberData(nameof(Conversations))]
    public async Task Exit_code_says_whether_adapter_or_runtime_is_wrong(string[] words, int code, string message)
    {
        if (words[0] == Asyncio && AsyncioRuntime.Missing is not null)
            return;
        var check = await CommandLine.Run(["adapter", "check", .. words]);
        check.Code.ShouldBe(code, check.Output + check.Errors);
        (check.Output + check.Errors).ShouldContain(message);
    }
}
