using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;
using Signet.Messaging;

namespace Signet.Auditor.Intake;

/// <summary>
/// Takes deliveries of a Dapr subscription, in bulk or single. What is answered decides what is lost: a sidecar takes a 404, or a 2xx
/// with nothing in it, for "all done". So the answer always holds a status for each entry, and one for the whole, and is RETRY
/// exactly for what can't be written now. What can never be an event is quarantined, and that is a success. No header is read but
/// the token's: whoever publishes decides what stands in the others.
/// </summary>
internal sealed partial class DeliveryEndpoint(ApiToken token, CommitIntake intake, TimeProvider time, ILogger<DeliveryEndpoint> logger)
{
    /// <summary>How long events may take before they are asked for again: less than a sidecar waits.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public async Task InvokeAsync(HttpContext context)
    {
        if (!token.IsShownBy(context.Request))
        {
            await IntakeEndpoints.RefuseAsync(context, StatusCodes.Status401Unauthorized, "the API token is missing or wrong").ConfigureAwait(false);
            return;
        }

        using var splitter = new DeliverySplitter();
        try
        {
            await ReadAsync(context, splitter).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is BadHttpRequestException or IOException)
        {
            // Part of a delivery is no delivery.
            await IntakeEndpoints.RefuseAsync(context, StatusCodes.Status503ServiceUnavailable, "the delivery could not be read").ConfigureAwait(false);
            return;
        }

        var isBulk = splitter.Items.Count > 0;
        Arrival[] arrivals = isBulk ? [.. splitter.Items.Select(item => ArrivalOf(item, isEntry: true))] : [ArrivalOf(splitter.Whole, isEntry: false)];
        var outcomes = await AcceptAsync(arrivals, context.RequestAborted).ConfigureAwait(false);
        if (splitter.LeftOut > 0)
        {
            Log.LeftOut(logger, splitter.LeftOut);
        }

        await AnswerAsync(context, isBulk ? splitter.Items : [], outcomes, splitter.LeftOut == 0).ConfigureAwait(false);
    }

    private static async Task ReadAsync(HttpContext context, DeliverySplitter splitter)
    {
        // Bounded by what the splitter keeps, not by what is sent: a delivery that is refused for its size would come again for ever.
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = null;
        }

        var body = context.Request.BodyReader;
        ReadResult read;
        do
        {
            read = await body.ReadAsync(context.RequestAborted).ConfigureAwait(false);
            foreach (var part in read.Buffer)
            {
                splitter.Add(part.Span);
            }

            body.AdvanceTo(read.Buffer.End);
        }
        while (!read.IsCompleted);
    }

    private static Arrival ArrivalOf(CappedOctets item, bool isEntry) => item.IsWhole
        ? Arrival.Of(CloudEvents.ReadData(isEntry ? CloudEvents.ReadEvent(item.Kept) : item.Kept))
        : Arrival.TooLarge(item.ToDigest(), item.Length);

    private async Task<IReadOnlyList<CommitOutcome>> AcceptAsync(Arrival[] arrivals, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await intake.AcceptArrivalsAsync(arrivals, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return CommitIntake.RetryAll(arrivals.Length);
        }
    }

    private static async Task AnswerAsync(
        HttpContext context, IReadOnlyList<CappedOctets> items, IReadOnlyList<CommitOutcome> outcomes, bool isAll)
    {
        var output = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(output))
        {
            json.WriteStartObject();
            json.WriteString("status"u8, Word(isAll && !outcomes.Contains(CommitOutcome.Retry)));
            json.WriteStartArray("statuses"u8);
            for (var i = 0; i < items.Count; i++)
            {
                if (CloudEvents.ReadEntryId(items[i].Kept.Span) is { } id)
                {
                    json.WriteStartObject();
                    json.WriteString("entryId"u8, id);
                    json.WriteString("status"u8, Word(outcomes[i] != CommitOutcome.Retry));
                    json.WriteEndObject();
                }
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        context.Response.ContentType = "application/json";
        context.Response.ContentLength = output.WrittenCount;
        await context.Response.Body.WriteAsync(output.WrittenMemory, context.RequestAborted).ConfigureAwait(false);
    }

    private static ReadOnlySpan<byte> Word(bool isDone) => isDone ? "SUCCESS"u8 : "RETRY"u8;

    private static partial class Log
    {
        [LoggerMessage(230, LogLevel.Warning, "A delivery was too large to be taken at once; {Count} of its entries are asked for again.")]
        public static partial void LeftOut(ILogger logger, int count);
    }
}
