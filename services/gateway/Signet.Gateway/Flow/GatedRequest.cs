using System.Net;
using Microsoft.AspNetCore.Http;
using Signet.Gateway.Commits;
using Signet.Hosting.Telemetry;
using Signet.Ledger;
using Signet.Ledger.Events;
using Signet.Ledger.Receipts;
using Signet.Policy.Owners;
using Signet.Policy.Pipeline;

namespace Signet.Gateway.Flow;

/// <summary>One request on its way through the gateway, and what its events say about it.</summary>
internal sealed class GatedRequest
{
    private readonly IEventRecorder _recorder;
    private readonly byte[] _salt = new byte[PromiseReceipt.SaltOctets];
    private readonly string _logId;
    private readonly SignetMetrics _metrics;
    private readonly TimeProvider _time;
    private Digest? _bodySha256;
    private SortedSet<string>? _unknowns;
    private List<string>? _approvals;

    public GatedRequest(
        HttpContext http,
        IEventRecorder recorder,
        string logId,
        GatewayPolicy policy,
        TimeProvider time,
        SignetMetrics metrics,
        ITokenCounter tokens)
    {
        Usage = new UsageTally(tokens, time);
        (Http, _recorder, _logId, Policy, _metrics, _time) = (http, recorder, logId, policy, metrics, time);
        Began = time.GetTimestamp();
        Pipeline = policy.Policies.Default;
        RandomPool.Fill(_salt);
        Id = RandomPool.Version7(time.GetUtcNow()).ToString("D");
        var source = http.Connection.RemoteIpAddress;
        Source = source is { IsIPv4MappedToIPv6: true } ? source.MapToIPv4() : source;
    }

    public HttpContext Http { get; }

    /// <summary>The policies in force when the request began.</summary>
    public GatewayPolicy Policy { get; }

    /// <summary>The one that is for the request; the default policy until admission has chosen.</summary>
    public PolicyPipeline Pipeline { get; set; }

    /// <summary>When it came, as a timestamp of the clock.</summary>
    public long Began { get; }

    /// <summary>The request's name; callers know it as the correlation id.</summary>
    public string Id { get; }

    public IPAddress? Source { get; }

    public string Surface { get; set; } = "none";

    public string? Model { get; set; }

    public string? Session { get; set; }

    /// <summary>What the checks know; null until the request has passed preflight.</summary>
    public RequestContext? Context { get; set; }

    /// <summary>What is known of the tokens that it used.</summary>
    public UsageTally Usage { get; }

    /// <summary>What the record checks were told of its end, and what they said; null before they were.</summary>
    public (ResponseSummary Summary, StageOutcome Outcome)? Settlement { get; set; }

    /// <summary>The digest of the body as it was sent; that of nothing until it has been read.</summary>
    public Digest BodySha256 => _bodySha256 ??= SaltedDigest([]);

    public long BodyBytes { get; private set; }

    /// <summary>The names of what no surface knows, in the request and its answer, as far as they have been read.</summary>
    public IReadOnlyCollection<string> Unknowns => _unknowns ?? (IReadOnlyCollection<string>)[];

    /// <summary>True when what a surface doesn't know by name may pass; a policy that only watches doesn't stop it either.</summary>
    public bool PassesUnknown => Pipeline.PassesUnknown || Pipeline.Shadow;

    /// <summary>The digest of what the model got, when that differs.</summary>
    public Digest? ForwardedSha256 { get; set; }

    /// <summary>The names of the approvals that calls of the answer wait for, once they are recorded.</summary>
    public IReadOnlyList<string> Approvals => _approvals ?? (IReadOnlyList<string>)[];

    public Owner Owner => Context?.Owner ?? Owner.Unresolved;

    /// <summary>Notes names of what no surface knows, each once.</summary>
    public void AddUnknowns(IReadOnlyCollection<string> names)
    {
        if (names.Count > 0)
        {
            (_unknowns ??= new(StringComparer.Ordinal)).UnionWith(names);
        }
    }

    /// <summary>
    /// The approval that an escalation waits for; null where nothing is escalated, or the policy names nobody who may approve. It exists
    /// once the event that holds it is recorded.
    /// </summary>
    public PendingApproval? OpenApproval(StageOutcome outcome)
    {
        if (outcome.Effective != Decision.Escalate || outcome.Approval is not { } wanted)
        {
            return null;
        }

        var now = _time.GetUtcNow();
        return new PendingApproval(RandomPool.Version7(now), wanted, now + wanted.ExpiresAfter);
    }

    /// <summary>Notes an approval that is recorded, for the caller.</summary>
    public void AddApproval(PendingApproval approval)
    {
        if ((_approvals ??= []).Count < PendingApproval.MaxTold)
        {
            _approvals.Add(approval.Id);
        }
    }

    /// <summary>SHA-256(salt || octets).</summary>
    public Digest SaltedDigest(ReadOnlySpan<byte> octets) => Digest.Of(_salt, octets);

    /// <summary>The digests of an answer that comes in pieces.</summary>
    public StreamDigests StartDigests() => new(_salt);

    public void SetBody(ReadOnlySpan<byte> octets) => (_bodySha256, BodyBytes) = (SaltedDigest(octets), octets.Length);

    /// <summary>Records an event of this request; null when it isn't recorded in time.</summary>
    public ValueTask<SignedEvent?> RecordAsync(
        EventPhase phase,
        StageOutcome outcome,
        EventResponse? response = null,
        EventTool? tool = null,
        IReadOnlyList<CheckCoverage>? coverage = null,
        Shortener? shortened = null,
        PendingApproval? approval = null)
    {
        _metrics.Decided(outcome.Stage, outcome.Check, outcome.Decision);
        var cut = shortened ?? new Shortener();

        // Members are cut in this order, and what was cut is known behind the last.
        var check = cut.Text("check", outcome.Check, EventLimits.Check);
        var reason = cut.Text("reason", outcome.Reason, EventLimits.Reason);
        var (owner, about) = (OwnerOf(cut), RequestOf(cut));
        var covered = cut.Items("coverage", coverage ?? outcome.Coverage, CoverageOf);
        var metadata = MetadataOf(outcome, cut, approval);
        return RecordAsync(new EventDraft(
            phase,
            new EventDecisionDetails
            {
                RequestId = Id,
                Stage = Words.Of(outcome.Stage),
                Check = check,
                Decision = Words.Of(outcome.Decision),
                Reason = reason,
                Owner = owner,
                Request = about,
                Response = response,
                Tool = tool,
                PolicySha256 = Policy.Sha256,
                Shadow = outcome.Shadow,
                Coverage = covered,
                Shortened = cut.Names,
            },
            metadata)
        {
            Id = approval?.EventId,
        });
    }

    private async ValueTask<SignedEvent?> RecordAsync(EventDraft draft)
    {
        using var span = SignetTracing.Record(EventWords.Of(draft.Phase));
        var began = _time.GetTimestamp();
        var signed = await _recorder.RecordAsync(draft);
        _metrics.RecordTook(_time.GetElapsedTime(began));
        if (signed is null)
        {
            span.Fail("recording_unavailable");
        }

        return signed;
    }

    /// <summary>The gateway's promise that <paramref name="signed"/> will stand in the log.</summary>
    public string Receipt(SignedEvent signed) => PromiseReceipt.For(_logId, signed, _salt).ToString();

    public EventRequest RequestOf(Shortener cut) => new()
    {
        Method = cut.Text("request.method", Http.Request.Method, EventLimits.Method),
        Path = cut.Text("request.path", Http.Request.Path.Value ?? "", EventLimits.Path),
        Surface = Surface,
        Model = Model is null ? null : cut.Text("request.model", Model, EventLimits.Name),
        Sha256 = BodySha256,
        ForwardedSha256 = ForwardedSha256,
        Bytes = BodyBytes,
        Session = Session,
        Classification = cut.Text("request.classification", Context?.Classification ?? "", EventLimits.Name),
        Clearance = cut.Text("request.clearance", Context?.Clearance ?? "", EventLimits.Name),
        Source = Source?.ToString() is { Length: <= EventLimits.Word } source ? source : "",
    };

    private EventOwner OwnerOf(Shortener cut) => new()
    {
        Type = Owner.Type switch
        {
            OwnerType.Human => "human",
            OwnerType.Agent => "agent",
            OwnerType.Policy => "policy",
            _ => "unresolved",
        },
        Id = cut.Text("owner.id", Owner.Id, EventLimits.Owner),
        Authenticated = Owner.Authenticated,
        Issuer = Owner.Issuer is null ? null : cut.Text("owner.issuer", Owner.Issuer, EventLimits.Owner),
    };

    private static EventCoverage CoverageOf(CheckCoverage item) => new()
    {
        Check = item.Name,
        Decision = item.Decision is { } decision ? Words.Of(decision) : null,
        Seen = item.Seen,
        Skipped = item.Skipped,
        Unread = item.Unread,
    };

    private IReadOnlyList<EventMetadata> MetadataOf(StageOutcome outcome, Shortener cut, PendingApproval? approval)
    {
        var named = Pipeline.Name != PolicyPipeline.DefaultName;
        if (outcome.Metadata.Count == 0 && Unknowns.Count == 0 && !named && approval is null)
        {
            return [];
        }

        // What an approval needs stands first, so that it isn't what is cut.
        List<KeyValuePair<string, string>> all = [.. approval?.Metadata ?? [], .. outcome.Metadata];
        if (Unknowns.Count > 0)
        {
            all.Add(new("unknown", string.Join(' ', Unknowns)));
        }

        if (named)
        {
            all.Add(new("policy", Pipeline.Name));
        }

        return cut.Items("metadata", all, pair => MetadataOf(pair, cut));
    }

    private static EventMetadata MetadataOf(KeyValuePair<string, string> pair, Shortener cut) => new(
        cut.Text("metadata", pair.Key, EventLimits.MetadataName), cut.Text("metadata", pair.Value, EventLimits.MetadataValue));
}
