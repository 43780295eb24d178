using System.Net.Http.Headers;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Signet.Gateway.Cluster.Workloads;
using Signet.Gateway.Commits;
using Signet.Gateway.Forwarding;
using Signet.Gateway.Json;
using Signet.Gateway.Preflight;
using Signet.Gateway.Surfaces;
using Signet.Hosting.Telemetry;
using Signet.Ledger.Events;
using Signet.Ledger.Receipts;
using Signet.Policy.Pipeline;

namespace Signet.Gateway.Flow;

/// <summary>
/// A request from its first octet to its last. Every path decides, records, and only then releases.
/// <list type="number">
/// <item>Routing: what no surface names is refused.</item>
/// <item>Preflight: header fields, size, JSON.</item>
/// <item>The surface turns the body into content items, the route says which upstream gets them, and the cluster which workload they come from.</item>
/// <item>Admission; a refusal is recorded before it is told.</item>
/// <item><c>admitted</c> is recorded before the model sees anything.</item>
/// <item>The upstream answers; its failures are recorded like decisions.</item>
/// <item>The answer, unary or streamed, goes through the gate.</item>
/// </list>
/// </summary>
internal sealed partial class RequestHandler
{
    public const string CorrelationHeader = "X-Signet-Correlation-Id";
    public const string UpstreamHeader = "X-Signet-Upstream";

    private readonly SurfaceRouter _router;
    private readonly GatewayPolicySource _policies;
    private readonly IEventRecorder _recorder;
    private readonly IWorkloadFinder _workloads;
    private readonly UpstreamRouter _routes;
    private readonly UpstreamClient _upstream;
    private readonly UnaryAnswer _unary;
    private readonly StreamedAnswer _streamed;
    private readonly RefusalDesk _refusals;
    private readonly GatewayOptions _options;
    private readonly ITokenCounter _tokens;
    private readonly TimeProvider _time;
    private readonly SignetMetrics _metrics;
    private readonly ILogger<RequestHandler> _logger;

    public RequestHandler(
        SurfaceRouter router,
        GatewayPolicySource policies,
        IEventRecorder recorder,
        IWorkloadFinder workloads,
        UpstreamRouter routes,
        UpstreamClient upstream,
        UnaryAnswer unary,
        StreamedAnswer streamed,
        RefusalDesk refusals,
        IOptions<GatewayOptions> options,
        ITokenCounter tokens,
        TimeProvider time,
        SignetMetrics metrics,
        ILogger<RequestHandler> logger)
    {
        (_tokens, _metrics, _logger, _workloads) = (tokens, metrics, logger, workloads);
        (_router, _policies, _recorder, _routes, _upstream) = (router, policies, recorder, routes, upstream);
        (_unary, _streamed, _refusals, _options, _time) = (unary, streamed, refusals, options.Value, time);
    }

    public async Task HandleAsync(HttpContext http)
    {
        var request = new GatedRequest(http, _recorder, _options.LogId, _policies.Current, _time, _metrics, _tokens);
        http.Response.Headers[CorrelationHeader] = request.Id;
        SignetTracing.Name(request.Id);
        try
        {
            await HandleAsync(request);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            await RefusalDesk.DisconnectedAsync(request);
        }
        catch (Exception exception) when (!http.Response.HasStarted)
        {
            // A fault of signet's own is a refusal like any other: on the record, and without saying more than its type.
            Log.Fault(_logger, request.Id, exception.GetType().Name);
            await RefusalDesk.FailedAsync(request);
        }
        finally
        {
            // However it ended: what the checks have set aside for it is given back.
            await RequestEnd.SettleAsync(request, http.Response.StatusCode, bytes: 0);
            _metrics.RequestAnswered(request.Surface, http.Response.StatusCode);
        }
    }

    private async Task HandleAsync(GatedRequest request)
    {
        var http = request.Http;

        // :: 1: routing.
        var path = http.Request.Path.Value is { Length: > 1 } value && value.EndsWith('/') ? value[..^1] : http.Request.Path.Value ?? "";
        if (_router.Find(http.Request, path, request.Pipeline.PassesUnknownPaths, out var allowed) is not { } surface)
        {
            await (allowed.Length == 0
                ? _refusals.RefuseAsync(request, new PreflightRefusal("endpoint_not_gated", StatusCodes.Status404NotFound))
                : _refusals.RefuseAsync(
                    request, new PreflightRefusal("method_not_allowed", StatusCodes.Status405MethodNotAllowed), allowed));
            return;
        }

        request.Surface = surface.Name;

        // :: 2 and 3: preflight, and the surface reads.
        var sent = await BodyReader.ReadAsync(http.Request, _options.MaxRequestBodyBytes, http.RequestAborted);
        request.SetBody(sent.Octets.Span);
        var body = ContentCodings.Decode(sent, http.Request.Headers.ContentEncoding, _options.MaxRequestBodyBytes);
        (var (read, root, refusal), request.Session) = Preflight(http.Request, surface, body, request.PassesUnknown);
        request.AddUnknowns(read?.Unknowns ?? []);
        if (refusal is not null)
        {
            await _refusals.RefuseAsync(request, refusal);
            return;
        }

        request.Model = read!.Model;
        if (_routes.Find(surface.Name, read.Model) is not { } route)
        {
            await _refusals.RefuseAsync(request, new PreflightRefusal("no_route", StatusCodes.Status404NotFound));
            return;
        }

        http.Response.Headers[UpstreamHeader] = route.Upstream.Label;
        var workload = await _workloads.FindAsync(http.Request.Headers, request.Source);
        request.Context = CheckView.Of(http.Request, surface, read, root, body.Octets.Span, route.Upstream.Name, request.Source, workload);

        // :: 4: admission.
        var outcome = await AdmitAsync(request, request.Context);
        var forwarded = body.Octets;
        if (outcome.Effective == Decision.Redact && !TryRewrite(request, read, root, ref forwarded))
        {
            var failure = RequestEnd.Failure(Stage.Admission, StageOutcome.PipelineName, "the redacted body is not valid");
            outcome = failure with { Coverage = outcome.Coverage };
        }

        if (outcome.Effective >= Decision.Escalate)
        {
            await _refusals.RefuseAsync(request, outcome);
            return;
        }

        // :: 5: the record, before the model sees anything.
        request.ForwardedSha256 = forwarded.Equals(sent.Octets) ? null : request.SaltedDigest(forwarded.Span);
        outcome = outcome with { Metadata = new Dictionary<string, string>(outcome.Metadata) { ["upstream"] = route.Upstream.Name } };
        if (await request.RecordAsync(EventPhase.Admitted, outcome) is not { } admitted)
        {
            await RefusalDesk.UnavailableAsync(request);
            return;
        }

        // :: 6 and 7: the upstream and its answer.
        await ForwardAsync(request, new RequestTarget(surface, route, path), read.Stream, forwarded, admitted);
    }

    /// <summary>Chooses the policy, runs its checks, and says how long that took.</summary>
    private async ValueTask<StageOutcome> AdmitAsync(GatedRequest request, RequestContext context)
    {
        using var span = SignetTracing.Admission();
        (request.Pipeline, var outcome) = await request.Policy.Policies.AdmitAsync(context, CancellationToken.None);
        foreach (var check in outcome.Coverage)
        {
            if (check.Decision is not null)
            {
                _metrics.CheckTook(check.Name, check.Time);
            }
        }

        _metrics.AdmissionTook(_time.GetElapsedTime(request.Began));
        span?.SetTag("signet.decision", EventWords.Of(Words.Of(outcome.Decision))).SetTag("signet.check", outcome.Check).SetTag("signet.policy", request.Pipeline.Name);
        return outcome;
    }

    /// <summary>What a surface reads in a request, or why it may not; and the request's session, if its header fields are good.</summary>
    internal static (PreflightReading Reading, string? Session) Preflight(
        HttpRequest http, ISurface surface, RequestBody body, bool passesUnknown)
    {
        var refusal = body.Refusal ?? HeaderRules.Check(http.Headers) ?? QueryRules.Check(http.Query, surface.QueryNames);
        return refusal is null
            ? (Preflight(http, surface, body.Octets, passesUnknown), HeaderRules.ReadSession(http.Headers))
            : (PreflightReading.Refused(refusal), null);
    }

    private static PreflightReading Preflight(HttpRequest http, ISurface surface, ReadOnlyMemory<byte> body, bool passesUnknown)
    {
        if (surface.TakesAnyBody && !body.IsEmpty && !ContentTypes.IsJson(http.ContentType))
        {
            return new PreflightReading(SurfaceRequest.Unread(), null, null);
        }

        JsonPart? root = null;
        PreflightRefusal? refusal = null;
        if (!body.IsEmpty || surface.NeedsBody)
        {
            root = BodyRules.Read(body.Span, out refusal);
        }

        if (refusal is not null)
        {
            return PreflightReading.Refused(refusal);
        }

        if (surface.ReadRequest(root, http.Query, out var error) is not { } read)
        {
            return PreflightReading.Refused(new PreflightRefusal(error));
        }

        return new PreflightReading(read, root, read.Unknowns.Count > 0 && !passesUnknown ? new PreflightRefusal("unknown_content") : null);
    }

    /// <summary>Puts the edited texts into the body. False when that would make a body that parsers read differently.</summary>
    private static bool TryRewrite(GatedRequest request, SurfaceRequest read, JsonPart? root, ref ReadOnlyMemory<byte> octets)
    {
        var edited = request.Context!.Content;
        if (root is null || edited.Count != read.Items.Count)
        {
            return false;
        }

        var rewriter = new JsonRewriter(octets, root);
        for (var i = 0; i < edited.Count; i++)
        {
            if (edited[i].Text == read.Items[i].Text)
            {
                continue;
            }

            var place = read.Places[i];
            if (place.IsKey)
            {
                rewriter.ReplaceKey(place.Part, JsonText.Encode(edited[i].Text));
            }
            else
            {
                rewriter.Replace(place.Part, JsonText.Encode(edited[i].Text));
            }
        }

        if (rewriter.HasEdits)
        {
            octets = rewriter.ToArray();
        }

        return JsonTree.TryParse(octets.Span, keepLoneSurrogates: false, out _) == JsonFault.None;
    }

    private async ValueTask ForwardAsync(
        GatedRequest request, RequestTarget target, bool stream, ReadOnlyMemory<byte> body, SignedEvent admitted)
    {
        var (http, surface) = (request.Http, target.Surface);
        HttpResponseMessage? answer;
        UpstreamFault? fault;
        request.Usage.Send(surface);
        using var call = new InferenceCall(request, target.Route.Upstream, _metrics, _time);
        try
        {
            (answer, fault) = await _upstream.SendAsync(
                target.Route,
                surface.Method,
                SurfacePath.Upstream(target.Path) + QueryString.Create(http.Request.Query).Value,
                http.Request.Headers,
                body,
                surface.TakesAnyBody && ContentTypes.Plain(http.Request.ContentType) is { } type ? type : ContentTypes.Json,
                stream,
                http.RequestAborted);
        }
        catch (OperationCanceledException)
        {
            call.Abandoned();
            await RefusalDesk.DisconnectedAsync(request);
            return;
        }

        using (answer)
        {
            if (fault is { IsUnsent: true } || (int?)answer?.StatusCode >= StatusCodes.Status300MultipleChoices)
            {
                request.Usage.Spare();
            }

            var isStream = answer?.StatusCode == System.Net.HttpStatusCode.OK
                && (stream || (surface.TakesAnyBody && Is(answer.Content.Headers.ContentType, "text/event-stream")));
            var form = isStream ? surface.OpenStream() : null;
            fault ??= FaultOf(answer!, surface, streamed: form is not null);
            if (fault is not null)
            {
                call.Failed(fault);
                await RefusalDesk.UpstreamFailedAsync(request, fault);
                return;
            }

            UpstreamHeaders.CopyResponse(answer!, http.Response.Headers);
            if (form is not null)
            {
                http.Response.Headers[PromiseReceipt.HeaderName] = request.Receipt(admitted);
                await _streamed.SendAsync(request, surface, form, answer!);
            }
            else
            {
                await _unary.SendAsync(request, surface, answer!);
            }
        }
    }

    private static UpstreamFault? FaultOf(HttpResponseMessage answer, ISurface surface, bool streamed)
    {
        if ((int)answer.StatusCode is >= 300 and < 400)
        {
            return UpstreamFault.Redirected;
        }

        if (answer.Content.Headers.ContentEncoding.Any(encoding => !encoding.Equals("identity", StringComparison.OrdinalIgnoreCase)))
        {
            return UpstreamFault.ContentEncoding;
        }

        var type = answer.Content.Headers.ContentType;
        if (type?.CharSet is { } charset && !charset.Trim('"').Equals("utf-8", StringComparison.OrdinalIgnoreCase))
        {
            return UpstreamFault.ContentType;
        }

        return surface.TakesAnyBody || Is(type, streamed ? "text/event-stream" : "application/json") ? null : UpstreamFault.ContentType;
    }

    private static bool Is(MediaTypeHeaderValue? type, string wanted) =>
        string.Equals(type?.MediaType, wanted, StringComparison.OrdinalIgnoreCase);

    private static partial class Log
    {
        [LoggerMessage(200, LogLevel.Error, "Request {RequestId} failed inside the gateway: {Error}.")]
        public static partial void Fault(ILogger logger, string requestId, string error);
    }
}
