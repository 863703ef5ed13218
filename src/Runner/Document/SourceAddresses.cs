using System.Text.RegularExpressions;

namespace Conformance.Runner.Document;

/// <summary>Where the sources that rules name in words are to be read: files of the projects, and a few documents.</summary>
internal static partial class SourceAddresses
{
    // Node 20 is the release whose runs judged the rules; the others have one line of development.
    private const string Node = "https://github.com/nodejs/node/blob/v20.x/";
    private const string Libuv = "https://github.com/libuv/libuv/blob/v1.x/";
    private const string Test262 = "https://github.com/tc39/test262/blob/main/test/";
    private const string NodeManual = "https://nodejs.org/docs/latest-v20.x/api/";
    private const string NodeGuide = "https://nodejs.org/en/learn/asynchronous-work/";

    // The longer of two names that begin alike stands first.
    private static readonly (string Name, string Address)[] Documents =
    [
        ("Node.js documentation, the event loop", NodeGuide + "event-loop-timers-and-nexttick"),
        ("Node.js documentation, process", NodeManual + "process.html"),
        ("Node.js documentation, timers/promises", NodeManual + "timers.html#timers-promises-api"),
        ("Node.js documentation, setTimeout", NodeManual + "timers.html"),
        ("Node.js guide, Don't block the event loop", NodeGuide + "dont-block-the-event-loop"),
        ("libuv, design overview", "https://docs.libuv.org/en/v1.x/design.html"),
        ("libuv, thread pool work scheduling", "https://docs.libuv.org/en/v1.x/threadpool.html"),
        ("libuv, uv_queue_work", "https://docs.libuv.org/en/v1.x/threadpool.html"),
        ("DOM Standard", "https://dom.spec.whatwg.org/#aborting-ongoing-activities"),
        ("HTML, perform a microtask checkpoint", "https://html.spec.whatwg.org/multipage/webappapis.html#perform-a-microtask-checkpoint"),
        ("HTML, clearTimeout", "https://html.spec.whatwg.org/multipage/timers-and-user-prompts.html#dom-cleartimeout"),
        ("ECMA-262, await", "https://tc39.es/ecma262/#await"),
        ("Promises/A+", "https://promisesaplus.com/"),
        ("tokio documentation, CPU-bound tasks and blocking code", "https://docs.rs/tokio/latest/tokio/#cpu-bound-tasks-and-blocking-code"),
        (
            "tokio documentation, runtime::Builder::new_current_thread",
            "https://docs.rs/tokio/latest/tokio/runtime/struct.Builder.html#method.new_current_thread"
        ),
    ];

    /// <summary>A source, as Markdown, with a link on each file and document that it names.</summary>
    /// <param name="text">The source, already escaped.</param>
    public static string Linked(string text)
    {
        text = File().Replace(text, found => $"[{found.Value}]({Root(found.Groups["project"].Value)}{found.Groups["path"].Value})");
        foreach (var (name, address) in Documents)
        {
            // "ECMA-262, await-rejected" is not "ECMA-262, await".
            if (text.StartsWith(name, StringComparison.Ordinal) && !text.AsSpan(name.Length).StartsWith("-"))
                return $"[{name}]({address}){text[name.Length..]}";
        }

        return text;
    }

    private static string Root(string project) =>
        project switch
        {
            "libuv," => Libuv,
            "test262" => Test262,
            _ => Node,
        };

    [GeneratedRegex(
        @"(?<project>Node\.js|nodejs/node|libuv,|test262) (?<path>[\w.-]+(?:/[\w.-]+)*\.(?:js|cc|c|md))\b",
        RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking
    )]
    private static partial Regex File();
}
