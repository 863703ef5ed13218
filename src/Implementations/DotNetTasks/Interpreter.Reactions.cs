using Conformance.Spec.Programs;

namespace Conformance.Implementations.DotNetTasks;

/// <content>
/// Reactions, as async methods that await: what passes through passes through, as in a promise. <c>ContinueWith</c> is not what a
/// <c>then</c> means: made for success only, it is <em>cancelled</em> when its task fails, and the error is lost.
/// </content>
internal sealed partial class Interpreter
{
    private async Task<Value> Then(Computation then)
    {
        var source = tasks[then.Subject]!;
        await source;
        Set(then.Parameter, ValueOf(source));
        return await Handled(then);
    }

    private async Task<Value> Catch(Computation handler)
    {
        var source = tasks[handler.Subject]!;
        try
        {
            await source;
            return ValueOf(source);
        }
        catch (Exception error) when (TextOf(error) is not null)
        {
            Set(handler.Parameter, Value.Of(Failures.TextOf(error)));
        }

        return await Handled(handler);
    }

    private async Task<Value> Finally(Computation cleanup)
    {
        var source = tasks[cleanup.Subject]!;
        try
        {
            await source;
            return ValueOf(source);
        }
        finally
        {
            await Handled(cleanup);
        }
    }

    private async Task<Value> Handled(Computation reaction)
    {
        var (value, followed) = RunBody(reaction);
        return followed is null ? value : await Follow(reaction.Id, followed);
    }
}
