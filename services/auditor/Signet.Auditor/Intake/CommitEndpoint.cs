using Microsoft.AspNetCore.Http;
using Signet.Messaging;

namespace Signet.Auditor.Intake;

/// <summary>
/// Takes batches of events over HTTP. Answers 200 only with the outcome of every event: sidecars take an empty 200 or a 404 for a
/// delivery that needs no repetition.
/// </summary>
internal sealed class CommitEndpoint(ApiToken token, ICommitIntake intake)
{
    public async Task InvokeAsync(HttpContext context)
    {
        if (!token.IsShownBy(context.Request))
        {
            await IntakeEndpoints.RefuseAsync(context, StatusCodes.Status401Unauthorized, "the API token is missing or wrong").ConfigureAwait(false);
            return;
        }

        IReadOnlyList<ReadOnlyMemory<byte>>? events;
        try
        {
            events = await CommitBatchFormat.ReadEventsAsync(context.Request.Body, context.RequestAborted).ConfigureAwait(false);
        }
        catch (BadHttpRequestException exception)
        {
            await IntakeEndpoints.RefuseAsync(context, exception.StatusCode, "the request could not be read").ConfigureAwait(false);
            return;
        }

        if (events is null)
        {
            await IntakeEndpoints.RefuseAsync(context, StatusCodes.Status400BadRequest, "the request is not a batch of events").ConfigureAwait(false);
            return;
        }

        var outcomes = CommitBatchFormat.WriteOutcomes(await intake.AcceptAsync(events, context.RequestAborted).ConfigureAwait(false));
        context.Response.ContentType = CommitBatchFormat.ResponseMediaType;
        context.Response.ContentLength = outcomes.Length;
        await context.Response.Body.WriteAsync(outcomes, context.RequestAborted).ConfigureAwait(false);
    }
}
