namespace Signet.Policy.Pipeline;

/// <summary>What an owner check said before it was known which policy is for the request, or the block that stands for it.</summary>
internal sealed record OwnerAnswer(AdmissionResult? Answer, CheckResult? Failure)
{
    /// <summary>Asks every owner check once. They say the same to every policy, so their answers count in the one that is chosen.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    internal static async ValueTask<OwnerAnswer[]> AskAsync(
        CheckSlot[] owners, RequestContext request, TimeProvider time, CancellationToken cancellationToken)
    {
        if (owners.Length == 0)
        {
            return [];
        }

        OwnerAnswer[] answers = new OwnerAnswer[owners.Length];
        using CheckInvoker invoker = new(time, request.Budget, cancellationToken);
        for (int i = 0; i < owners.Length; i++)
        {
            (AdmissionResult? answer, CheckResult? failure) = await invoker.InvokeAsync(
                owners[i],
                (Check: (IAdmissionCheck)owners[i].Check, Request: request),
                static (state, token) => state.Check.AdmitAsync(state.Request, token));
            answers[i] = new OwnerAnswer(answer, failure);
        }

        return answers;
    }
}
