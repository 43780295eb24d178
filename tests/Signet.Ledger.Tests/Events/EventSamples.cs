using CsCheck;
using Signet.Ledger.Events;
using Signet.Ledger.Tests.Entries;

namespace Signet.Ledger.Tests.Events;

/// <summary>Events of every shape within the limits, and one plain one.</summary>
internal static class EventSamples
{
    public const string LogId = "log.example";

    private static readonly Gen<EventDecision> Decisions = Gen.Enum<EventDecision>();

    private static readonly Gen<EventOwner> Owners = Gen.Select(
        Gen.OneOf("human", "agent", "policy", "unresolved"), EntrySamples.Text(20), Gen.Bool, EntrySamples.Text(EventLimits.Owner).Null(),
        EntrySamples.Text(30).List[0, EventOwner.MaxApprovalChain],
        (type, id, authenticated, issuer, chain) => new EventOwner
        {
            Type = type, Id = type == "unresolved" ? "" : "o" + id, Authenticated = authenticated, Issuer = issuer, ApprovalChain = chain,
        });

    private static readonly Gen<EventRequest> Requests = Gen.Select(
        EntrySamples.Text(EventLimits.Path), EntrySamples.Text(EventLimits.Name).Null(), EntrySamples.Digests,
        EntrySamples.Digests.Nullable(), EntrySamples.Integers(0), EntrySamples.Text(EventLimits.Name).Null(), EntrySamples.Text(EventLimits.Word),
        (path, model, sha256, forwarded, bytes, session, word) => new EventRequest
        {
            Method = "POST", Path = path, Surface = word, Model = model, Sha256 = sha256, ForwardedSha256 = forwarded, Bytes = bytes,
            Session = session, Classification = word, Clearance = word, Source = word,
        });

    private static readonly Gen<EventResponse> Responses = Gen.Select(
        Gen.Int[100, 599], EntrySamples.Digests, EntrySamples.Digests.Nullable(), EntrySamples.Integers(0),
        EntrySamples.Text(EventLimits.Word).Null(), EntrySamples.Integers(0).Nullable(),
        (status, sha256, upstream, bytes, reason, tokens) => new EventResponse
        {
            Status = status, Sha256 = sha256, UpstreamSha256 = upstream, Bytes = bytes, FinishReason = reason, InputTokens = tokens,
            OutputTokens = tokens,
        });

    private static readonly Gen<EventTool> Tools = Gen.Select(
        EntrySamples.Text(EventLimits.Name), EntrySamples.Digests, EntrySamples.Text(EventLimits.Tier), EntrySamples.Text(EventLimits.Name).Null(),
        (name, sha256, tier, callId) => new EventTool { Name = name, ArgumentsSha256 = sha256, Tier = tier, CallId = callId });

    private static readonly Gen<EventCoverage> CoverageItems = Gen.Select(
        EntrySamples.Text(EventLimits.Check), Decisions.Nullable(), EntrySamples.Integers(0),
        (check, decision, count) => new EventCoverage { Check = check, Decision = decision, Seen = count, Skipped = count, Unread = count });

    private static readonly Gen<EventDecisionDetails> Details = Gen.Select(
        Gen.Select(EntrySamples.Text(EventLimits.RequestId), Gen.Enum<EventStage>(), Decisions, EntrySamples.Text(300), Owners),
        Gen.Select(Requests, Responses.Null(), Tools.Null(), Gen.Bool, CoverageItems.List[0, 5]),
        Gen.Select(EntrySamples.Digests, EntrySamples.Text(EventLimits.Check).List[0, 3], EntrySamples.Integers(1).Nullable()),
        (a, b, c) => new EventDecisionDetails
        {
            RequestId = a.Item1, Stage = a.Item2, Check = "c", Decision = a.Item3, Reason = a.Item4, Owner = a.Item5, Request = b.Item1,
            Response = b.Item2, Tool = b.Item3, Shadow = b.Item4, Coverage = b.Item5, PolicySha256 = c.Item1, Shortened = c.Item2, Count = c.Item3,
        });

    /// <summary>Any event within the limits.</summary>
    public static Gen<CommitEvent> Any { get; } = Gen.Select(
        EntrySamples.Uuids, EntrySamples.Times, EntrySamples.Identifiers, EntrySamples.Uuids, EntrySamples.Integers(0), Gen.Enum<EventPhase>(),
        Details, Gen.Select(EntrySamples.Text(EventLimits.MetadataName), EntrySamples.Text(100), (n, v) => new EventMetadata(n, v)).List[0, 4],
        (id, time, producer, epoch, seq, phase, details, metadata) => new CommitEvent
        {
            Id = id, OccurredAt = time, Producer = new ProducerPosition(producer, epoch, seq), Phase = phase,
            Details = phase < EventPhase.Opened ? details : null, Metadata = metadata,
        });

    /// <summary>An event that an honest gateway might send.</summary>
    public static CommitEvent Plain(string producer = "gateway-1", long seq = 0, int epoch = 1) => new()
    {
        Id = Uuid7(((long)epoch << 32) + seq),
        OccurredAt = EntrySamples.Noon,
        Producer = new ProducerPosition(producer, Uuid7((long)epoch << 32), seq),
        Phase = EventPhase.Completed,
        Details = new EventDecisionDetails
        {
            RequestId = "req-1",
            Stage = EventStage.Record,
            Check = "pipeline",
            Decision = EventDecision.Allow,
            Owner = new EventOwner { Type = "human", Id = "ada", Authenticated = true, Issuer = "idp", ApprovalChain = ["lead"] },
            Request = new EventRequest
            {
                Method = "POST", Path = "/v1/chat/completions", Surface = "openai.chat", Model = "m-1", Sha256 = Digest.Of("request"u8),
                Bytes = 7, Session = "s-1",
            },
            Response = new EventResponse { Status = 200, Sha256 = Digest.Of("response"u8), Bytes = 8, FinishReason = "stop", InputTokens = 3, OutputTokens = 4 },
            Tool = new EventTool { Name = "t", ArgumentsSha256 = Digest.Of("arguments"u8), Tier = "read", CallId = "call-1" },
            PolicySha256 = Digest.Of("policy"u8),
            Coverage = [new EventCoverage { Check = "secrets", Decision = EventDecision.Allow, Seen = 2, Unread = 1 }],
            Shortened = ["reason"],
            Count = 2,
        },
        Metadata = [new EventMetadata("region", "eu")],
    };

    public static Guid Uuid7(long number) => Guid.ParseExact($"0199a000-0000-7000-8000-{number:x12}", "D");

    public static CommitSigner Signer(string keyId = "commit-1", string logId = LogId, byte seed = 7) =>
        CommitSigner.FromSeed(logId, keyId, Enumerable.Repeat(seed, 32).ToArray());
}
