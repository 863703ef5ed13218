using Conformance.Spec.Runtimes;
using Conformance.Spec.Traces;

namespace Conformance.Spec.Rules;

/// <summary>SPAWN-07: what a compiler refuses to spawn. Listed, never asked.</summary>
internal sealed class StaticBounds : Rule
{
    public override RuleInfo Info { get; } =
        new()
        {
            Id = "SPAWN-07",
            Title = "Static Send/'static requirement",
            Family = Family.Lazy,
            Chapter = Spawning.Chapter,
            Text =
                "spawn on a multi_thread runtime MUST reject, at compile time, futures holding non-Send values across an await or borrowing locals; spawn_local MAY hold them.",
            Trigger = "None: a program that breaks the rule does not compile.",
            Untestable = "It is kept by a compiler's type system: a program that breaks it never runs, so that no trace can show it.",
            Sources =
            [
                Articles.NodeToRust("Compile-time data race prevention using Send / Sync"),
                "https://github.com/tokio-rs/tokio/blob/master/tokio/tests/async_send_sync.rs",
                "https://doc.rust-lang.org/std/marker/trait.Send.html",
            ],
            Litmus = [],
            Mutants = [],
        };

    public override ReadOnlySpan<EventKind> Wants => [];

    public override bool AppliesTo(RuntimeDescription runtime) => false;

    protected override void OnEvent(in Event item, int at) { }
}
