using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Signet.Gateway.Forwarding;
using Signet.Gateway.Preflight;
using Signet.Ledger.Events;
using Signet.Ledger.Receipts;
using Signet.Policy.Pipeline;

namespace Signet.Gateway.Flow;

/// <summary>Tells callers no: records it first, and says that it couldn't be recorded when that is so.</summary>
internal sealed class RefusalDesk
{
    private readonly RefusalLimiter _limiter;
    private readonly GatewayOptions _options;

    public RefusalDesk(RefusalLimiter limiter, IOptions<GatewayOptions> options) => (_limiter, _options) = (limiter, options.Value);

    /// <summary>Refuses what no check has seen.</summary>
    public ValueTask RefuseAsync(GatedRequest request, PreflightRefusal refusal, string? allow = null)
    {
        var outcome = RequestEnd.Failure(Stage.Preflight, StageOutcome.PipelineName, refusal.Error);
        if (refusal.Header is not null)
        {
            outcome = outcome with { Metadata = new Dictionary<string, string> { ["header"] = refusal.Header } };
        }

        var header = _options.VerboseErrors ? refusal.Header : null;
        var answer = JsonAnswer.Error(refusal.Status, refusal.Error, request.Id, ("header_name", header));
        var codings = refusal.Status == StatusCodes.Status415UnsupportedMediaType ? ContentCodings.Accepted : null;
        return RefuseAsync(request, outcome, answer with { Allow = allow, AcceptEncoding = codings });
    }

    /// <summary>Refuses what admission has refused or escalated.</summary>
    public ValueTask RefuseAsync(GatedRequest request, StageOutcome outcome)
    {
        var approval = request.OpenApproval(outcome);
        return RefuseAsync(request, outcome, JsonAnswer.Refusal(outcome, request, _options.VerboseErrors, approval), approval);
    }

    /// <summary>The upstream failed before anything of its answer went out.</summary>
    public static ValueTask UpstreamFailedAsync(GatedRequest request, UpstreamFault fault) => AbortAsync(
        request,
        RequestEnd.Failure(Stage.Inspection, "upstream", fault.Error),
        JsonAnswer.Error(fault.Status, fault.Error, request.Id),
        null);

    /// <summary>Signet itself failed, and nothing of the answer has gone out.</summary>
    public static ValueTask FailedAsync(GatedRequest request) => AbortAsync(
        request,
        RequestEnd.Failure(Stage.Record, StageOutcome.PipelineName, "internal_error"),
        JsonAnswer.Error(StatusCodes.Status500InternalServerError, "internal_error", request.Id),
        null);

    /// <summary>The inspection ended a unary answer.</summary>
    public ValueTask StoppedAsync(GatedRequest request, StageOutcome outcome, Ledger.Digest upstream)
    {
        var approval = request.OpenApproval(outcome);
        return AbortAsync(request, outcome, JsonAnswer.Refusal(outcome, request, _options.VerboseErrors, approval), upstream, approval);
    }

    /// <summary>The caller has gone; what it did is recorded all the same.</summary>
    public static async ValueTask DisconnectedAsync(GatedRequest request)
    {
        var outcome = RequestEnd.Failure(Stage.Inspection, StageOutcome.PipelineName, "client_disconnect");
        await RequestEnd.RecordAsync(request, EventPhase.Aborted, outcome, new EventResponse
        {
            Status = StatusCodes.Status499ClientClosedRequest,
            Sha256 = request.SaltedDigest([]),
            Bytes = 0,
        });
    }

    /// <summary>Nothing can be recorded: the one answer that may go out.</summary>
    public static async ValueTask UnavailableAsync(GatedRequest request)
    {
        await RequestEnd.SettleAsync(request, StatusCodes.Status503ServiceUnavailable, bytes: 0);
        request.Http.Response.Headers.Remove(PromiseReceipt.HeaderName);
        await JsonAnswer.Error(StatusCodes.Status503ServiceUnavailable, "recording_unavailable", request.Id).SendAsync(request.Http);
    }

    private async ValueTask RefuseAsync(
        GatedRequest request, StageOutcome outcome, JsonAnswer answer, PendingApproval? approval = null)
    {
        if (!request.Owner.Authenticated && !_limiter.TryTake(request.Source))
        {
            _limiter.Count(request);
            await RequestEnd.SettleAsync(request, StatusCodes.Status429TooManyRequests, bytes: 0);
            await (JsonAnswer.Error(StatusCodes.Status429TooManyRequests, "too_many_refusals", request.Id) with { RetryAfterSeconds = 1 })
                .SendAsync(request.Http);
            return;
        }

        await EndAsync(request, EventPhase.Refused, outcome, answer, null, approval);
    }

    private static ValueTask AbortAsync(
        GatedRequest request, StageOutcome outcome, JsonAnswer answer, Ledger.Digest? upstream, PendingApproval? approval = null) =>
        EndAsync(request, EventPhase.Aborted, outcome, answer, upstream, approval);

    private static async ValueTask EndAsync(
        GatedRequest request,
        EventPhase phase,
        StageOutcome outcome,
        JsonAnswer answer,
        Ledger.Digest? upstream,
        PendingApproval? approval)
    {
        var response = new EventResponse
        {
            Status = answer.Status,
            Sha256 = request.SaltedDigest(answer.Body),
            UpstreamSha256 = upstream,
            Bytes = answer.Body.Length,
        };
        if (await RequestEnd.RecordAsync(request, phase, outcome, response, approval) is not { } signed)
        {
            await UnavailableAsync(request);
            return;
        }

        request.Http.Response.Headers[PromiseReceipt.HeaderName] = request.Receipt(signed);
        if (approval is not null)
        {
            request.Http.Response.Headers[PendingApproval.Header] = approval.Id;
        }

        await answer.SendAsync(request.Http);
    }
}
