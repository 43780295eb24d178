using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Signet.Gateway.Forwarding;
using Signet.Gateway.Json;
using Signet.Gateway.Preflight;
using Signet.Gateway.Streaming;
using Signet.Gateway.Surfaces;
using Signet.Ledger.Events;
using Signet.Ledger.Receipts;
using Signet.Policy.Pipeline;

namespace Signet.Gateway.Flow;

/// <summary>Takes an answer as a whole through the gate: inspect, judge, record, send.</summary>
internal sealed class UnaryAnswer
{
    private readonly RefusalDesk _refusals;
    private readonly GatewayOptions _options;
    private readonly TimeProvider _time;

    public UnaryAnswer(RefusalDesk refusals, IOptions<GatewayOptions> options, TimeProvider time) =>
        (_refusals, _options, _time) = (refusals, options.Value, time);

    public async ValueTask SendAsync(GatedRequest request, ISurface surface, HttpResponseMessage answer)
    {
        // :: 1: read, within limits of size and time.
        var (octets, fault) = await ReadAsync(request, answer);
        if (request.Http.RequestAborted.IsCancellationRequested)
        {
            await RefusalDesk.DisconnectedAsync(request);
            return;
        }

        if (fault is null && surface.TakesAnyBody && (octets.IsEmpty || !ContentTypes.IsJson(answer.Content.Headers.ContentType?.ToString())))
        {
            await PassUnreadAsync(request, answer, octets);
            return;
        }

        JsonPart? root = null;
        if (fault is null && (JsonTree.TryParse(octets.Span, keepLoneSurrogates: true, out root) != JsonFault.None || !root!.IsObject))
        {
            fault = UpstreamFault.Decode;
        }

        if (fault is not null)
        {
            await RefusalDesk.UpstreamFailedAsync(request, fault);
            return;
        }

        // :: 2: inspect every string, judge every call.
        var inspection = request.Pipeline.Inspect(request.Context!);
        var gate = new AnswerGate(
            surface.OpenAnswer(streamed: false),
            inspection,
            new CallJudge(request).JudgeAsync,
            request.PassesUnknown,
            _options.MaxAnswerBytes);
        request.Usage.Read(gate);
        request.Usage.End();
        await gate.AddAsync(root!, octets);
        await gate.CompleteAsync();
        request.AddUnknowns(gate.Unknowns);
        switch (gate.State)
        {
            case GateState.Open when gate.TryTake(out var released):
                await ReleaseAsync(request, gate, inspection.Outcome, (int)answer.StatusCode, octets, released.Octets);
                break;
            case GateState.Stopped:
                await _refusals.StoppedAsync(request, inspection.Outcome, request.SaltedDigest(octets.Span));
                break;
            case GateState.Unrecorded:
                await RefusalDesk.UnavailableAsync(request);
                break;
            case GateState.Unknown:
                await RefusalDesk.UpstreamFailedAsync(request, UpstreamFault.UnknownContent);
                break;
            default:
                await RefusalDesk.UpstreamFailedAsync(request, UpstreamFault.Broken);
                break;
        }
    }

    /// <summary>What no check can read goes on as it is, and the record says that nobody has read it.</summary>
    private static ValueTask PassUnreadAsync(GatedRequest request, HttpResponseMessage answer, ReadOnlyMemory<byte> octets)
    {
        var inspection = request.Pipeline.Inspect(request.Context!);
        inspection.CountUnread(octets.IsEmpty ? 0 : 1);
        var type = ContentTypes.Plain(answer.Content.Headers.ContentType?.ToString()) ?? "application/octet-stream";
        return SendAsync(request, inspection.Outcome, octets, type, new EventResponse
        {
            Status = (int)answer.StatusCode,
            Sha256 = request.SaltedDigest(octets.Span),
            Bytes = octets.Length,
        });
    }

    private static ValueTask ReleaseAsync(
        GatedRequest request,
        AnswerGate gate,
        StageOutcome outcome,
        int status,
        ReadOnlyMemory<byte> upstream,
        ReadOnlyMemory<byte> released) => SendAsync(request, outcome, released, ContentTypes.Json, new EventResponse
        {
            Status = status,
            Sha256 = request.SaltedDigest(released.Span),
            UpstreamSha256 = upstream.Equals(released) ? null : request.SaltedDigest(upstream.Span),
            Bytes = released.Length,
            FinishReason = gate.FinishReason,
            InputTokens = gate.InputTokens,
            OutputTokens = gate.OutputTokens,
        });

    private static async ValueTask SendAsync(
        GatedRequest request, StageOutcome outcome, ReadOnlyMemory<byte> released, string contentType, EventResponse response)
    {
        // :: 3: record.
        if (await RequestEnd.RecordAsync(request, EventPhase.Completed, outcome, response) is not { } completed)
        {
            await RefusalDesk.UnavailableAsync(request);
            return;
        }

        // :: 4: send.
        var http = request.Http;
        http.Response.StatusCode = response.Status;
        http.Response.ContentType = released.IsEmpty ? null : contentType;
        http.Response.ContentLength = response.Status == StatusCodes.Status204NoContent ? null : released.Length;
        http.Response.Headers.XContentTypeOptions = "nosniff";
        http.Response.Headers[PromiseReceipt.HeaderName] = request.Receipt(completed);
        if (request.Approvals.Count > 0)
        {
            http.Response.Headers[PendingApproval.Header] = string.Join(", ", request.Approvals);
        }

        await JsonAnswer.TrySendAsync(http, released);
    }

    private async ValueTask<(ReadOnlyMemory<byte> Octets, UpstreamFault? Fault)> ReadAsync(GatedRequest request, HttpResponseMessage answer)
    {
        using var timeout = new CancellationTokenSource(_options.UpstreamTimeout, _time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, request.Http.RequestAborted);
        try
        {
            await using var stream = await answer.Content.ReadAsStreamAsync(linked.Token);
            var (octets, tooLarge) = await BodyReader.ReadAsync(
                stream, answer.Content.Headers.ContentLength, _options.MaxAnswerBytes, linked.Token);
            return (octets, tooLarge ? UpstreamFault.TooLarge : null);
        }
        catch (OperationCanceledException)
        {
            return (default, UpstreamFault.Timeout);
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException)
        {
            return (default, UpstreamFault.Broken);
        }
    }
}
