namespace Conformance.Reference.Executor;

/// <summary>Ready, unless the budget of the task's poll is used up: then pending, with the task woken.</summary>
internal sealed class ConsumeBudget(Runtime runtime) : Future
{
    public override string Describe() => "its turn";

    protected override Poll OnPoll(Waker waker)
    {
        if (runtime.IsSpent)
        {
            waker.Wake();
            return Poll.Pending;
        }

        runtime.Spend();
        return Poll.Ready;
    }
}
