namespace Conformance.Reference.EventLoop;

/// <content>A main function that is run as the body of an ES module.</content>
public sealed partial class EventLoop
{
    /// <summary>
    /// Whether the main function is run as an ES module's body: in a promise job of the poll phase, so that its microtasks come before
    /// its ticks, and its immediates before timers that are due (Node.js 20 and earlier; later versions serve these first).
    /// Default: as a CommonJS script's.
    /// </summary>
    public bool MainIsModule { get; set; }

    /// <summary>A module is evaluated in a promise job: the drain of these is under way.</summary>
    private void FinishMicrotasks()
    {
        while (microtasks.Count > 0)
            Execute(NextMicrotask());
    }
}
