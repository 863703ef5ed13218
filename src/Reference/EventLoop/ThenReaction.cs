namespace Conformance.Reference.EventLoop;

/// <summary>Runs a handler and resolves the promise that <c>then</c> returned with its result (ECMA-262, NewPromiseReactionJob).</summary>
internal sealed class ThenReaction<T, TResult>(
    PromiseCore<T> source,
    PromiseCore<TResult> target,
    Func<T, Resolution<TResult>> onFulfilled,
    Func<Exception, Resolution<TResult>>? onRejected
) : Reaction
{
    internal override void Run(EventLoop loop)
    {
        Resolution<TResult> result;
        try
        {
            if (source.State == PromiseState.Fulfilled)
            {
                result = onFulfilled(source.Value);
            }
            else if (onRejected is not null)
            {
                result = onRejected(source.Reason!);
            }
            else
            {
                target.RejectWith(source.Reason!);
                return;
            }
        }
        catch (Exception error) when (error is not ExitException)
        {
            target.RejectWith(error);
            return;
        }

        target.ResolveWith(in result);
    }
}
