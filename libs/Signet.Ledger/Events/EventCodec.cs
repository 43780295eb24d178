using System.Buffers;
using Signet.Ledger.Canonical;

namespace Signet.Ledger.Events;

/// <summary>The canonical octets of an event, both ways. What is read is never written again for hashing.</summary>
public static class EventCodec
{
    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _scratch;

    private enum OwnerType
    {
        Human,
        Agent,
        Policy,
        Unresolved,
    }

    private static WordSet<OwnerType> OwnerTypes { get; } = new(
        (OwnerType.Human, "human"), (OwnerType.Agent, "agent"), (OwnerType.Policy, "policy"), (OwnerType.Unresolved, "unresolved"));

    /// <summary>Writes the canonical octets.</summary>
    /// <exception cref="ArgumentException">The event breaks a limit of <see cref="EventLimits"/> or has more than <see cref="CommitEvent.MaxOctets"/> octets.</exception>
    public static byte[] Write(CommitEvent commitEvent)
    {
        ArgumentNullException.ThrowIfNull(commitEvent);
        var output = _scratch ??= new ArrayBufferWriter<byte>(4 * 1024);
        output.ResetWrittenCount();
        Write(commitEvent, output);

        // What can't be read back as an event must never be signed: a number once signed has to reach the log.
        var reader = new CanonicalReader(output.WrittenSpan, keeps: false);
        Read(ref reader, out _);
        if (!reader.End() || output.WrittenCount > CommitEvent.MaxOctets)
        {
            throw new ArgumentException("The event breaks a limit of the format.", nameof(commitEvent));
        }

        return output.WrittenSpan.ToArray();
    }

    /// <summary>Reads an event; false for anything but the canonical octets of a well-formed one.</summary>
    public static bool TryRead(ReadOnlySpan<byte> octets, out CommitEvent? commitEvent)
    {
        commitEvent = null;
        if (octets.Length > CommitEvent.MaxOctets)
        {
            return false;
        }

        var reader = new CanonicalReader(octets, keeps: true);
        var read = Read(ref reader, out _);
        commitEvent = reader.End() ? read : null;
        return commitEvent is not null;
    }

    /// <summary>Reads an event at the reader's place; null when the reader doesn't keep what it reads.</summary>
    internal static CommitEvent? Read(ref CanonicalReader reader, out EventFacts facts)
    {
        var start = reader.Position;
        reader.BeginObject();
        var aboutRequest = reader.TryKey("check"u8);
        var early = aboutRequest ? ReadEarly(ref reader) : default;
        reader.Key("id"u8);
        var id = reader.Uuid7();
        var metadata = ReadMetadata(ref reader);
        reader.Key("occurred_at"u8);
        var occurredAt = reader.Time();
        var owner = aboutRequest ? ReadOwner(ref reader) : null;
        reader.Key("phase"u8);
        var phase = reader.Word(EventWords.Phases);
        if (aboutRequest != phase < EventPhase.Opened)
        {
            reader.Fail();
        }

        var policy = default(Digest);
        if (aboutRequest)
        {
            reader.Key("policy_sha256"u8);
            policy = reader.Digest();
        }

        var producer = ReadProducer(ref reader);
        var details = aboutRequest ? ReadLate(ref reader, early, owner, policy) : null;
        reader.EndObject();
        if (reader.Position - start > CommitEvent.MaxOctets)
        {
            reader.Fail();
        }

        facts = new EventFacts(id, producer.Id, producer.Epoch, producer.Seq);
        return !reader.Keeps || reader.Failed ? null : new CommitEvent
        {
            Id = id,
            OccurredAt = occurredAt,
            Producer = producer,
            Phase = phase,
            Details = details,
            Metadata = metadata ?? [],
        };
    }

    private static void Write(CommitEvent value, IBufferWriter<byte> output)
    {
        var writer = new CanonicalWriter(output);
        var details = value.Details;
        if (details is null != value.Phase >= EventPhase.Opened)
        {
            throw new ArgumentException("Details stand exactly in events about a request.", nameof(value));
        }

        writer.BeginObject();
        if (details is not null)
        {
            writer.String("check"u8, details.Check);
            writer.OptionalInteger("count"u8, details.Count);
            writer.Key("coverage"u8);
            writer.BeginArray();
            foreach (var item in details.Coverage)
            {
                WriteCoverage(ref writer, item);
            }

            writer.EndArray();
            writer.Word("decision"u8, EventWords.Decisions.OctetsOf(details.Decision));
        }

        writer.Uuid("id"u8, value.Id);
        writer.Key("metadata"u8);
        writer.BeginArray();
        foreach (var item in value.Metadata)
        {
            writer.BeginObject();
            writer.String("name"u8, item.Name);
            writer.String("value"u8, item.Value);
            writer.EndObject();
        }

        writer.EndArray();
        writer.Time("occurred_at"u8, value.OccurredAt);
        if (details is not null)
        {
            WriteOwner(ref writer, details.Owner);
        }

        writer.Word("phase"u8, EventWords.Phases.OctetsOf(value.Phase));
        if (details is not null)
        {
            writer.Digest("policy_sha256"u8, details.PolicySha256);
        }

        writer.Key("producer"u8);
        writer.BeginObject();
        writer.Uuid("epoch"u8, value.Producer.Epoch);
        writer.String("id"u8, value.Producer.Id);
        writer.Integer("seq"u8, value.Producer.Seq);
        writer.EndObject();
        if (details is not null)
        {
            writer.String("reason"u8, details.Reason);
            WriteRequest(ref writer, details.Request);
            writer.String("request_id"u8, details.RequestId);
            WriteResponse(ref writer, details.Response);
            writer.Boolean("shadow"u8, details.Shadow);
            if (details.Shortened.Count > 0)
            {
                WriteStrings(ref writer, "shortened"u8, details.Shortened);
            }

            writer.Word("stage"u8, EventWords.Stages.OctetsOf(details.Stage));
            WriteTool(ref writer, details.Tool);
        }

        writer.EndObject();
    }

    private static void WriteCoverage(ref CanonicalWriter writer, EventCoverage item)
    {
        writer.BeginObject();
        writer.String("check"u8, item.Check);
        if (item.Decision is { } decision)
        {
            writer.Word("decision"u8, EventWords.Decisions.OctetsOf(decision));
        }

        writer.Integer("seen"u8, item.Seen);
        writer.Integer("skipped"u8, item.Skipped);
        writer.Integer("unread"u8, item.Unread);
        writer.EndObject();
    }

    private static void WriteOwner(ref CanonicalWriter writer, EventOwner owner)
    {
        writer.Key("owner"u8);
        writer.BeginObject();
        WriteStrings(ref writer, "approval_chain"u8, owner.ApprovalChain);
        writer.Word("assurance"u8, owner.Authenticated ? "authenticated"u8 : "asserted"u8);
        writer.String("id"u8, owner.Id);
        writer.OptionalString("issuer"u8, owner.Issuer);
        writer.String("type"u8, owner.Type);
        writer.EndObject();
    }

    private static void WriteRequest(ref CanonicalWriter writer, EventRequest request)
    {
        writer.Key("request"u8);
        writer.BeginObject();
        writer.Integer("bytes"u8, request.Bytes);
        writer.String("classification"u8, request.Classification);
        writer.String("clearance"u8, request.Clearance);
        if (request.ForwardedSha256 is { } forwarded)
        {
            writer.Digest("forwarded_sha256"u8, forwarded);
        }

        writer.String("method"u8, request.Method);
        writer.OptionalString("model"u8, request.Model);
        writer.String("path"u8, request.Path);
        writer.OptionalString("session"u8, request.Session);
        writer.Digest("sha256"u8, request.Sha256);
        writer.String("source"u8, request.Source);
        writer.String("surface"u8, request.Surface);
        writer.EndObject();
    }

    private static void WriteResponse(ref CanonicalWriter writer, EventResponse? response)
    {
        if (response is null)
        {
            return;
        }

        writer.Key("response"u8);
        writer.BeginObject();
        writer.Integer("bytes"u8, response.Bytes);
        writer.OptionalString("finish_reason"u8, response.FinishReason);
        writer.OptionalInteger("input_tokens"u8, response.InputTokens);
        writer.OptionalInteger("output_tokens"u8, response.OutputTokens);
        writer.Digest("sha256"u8, response.Sha256);
        writer.Integer("status"u8, response.Status);
        if (response.UpstreamSha256 is { } upstream)
        {
            writer.Digest("upstream_sha256"u8, upstream);
        }

        writer.EndObject();
    }

    private static void WriteTool(ref CanonicalWriter writer, EventTool? tool)
    {
        if (tool is null)
        {
            return;
        }

        writer.Key("tool"u8);
        writer.BeginObject();
        writer.Digest("arguments_sha256"u8, tool.ArgumentsSha256);
        writer.OptionalString("call_id"u8, tool.CallId);
        writer.String("name"u8, tool.Name);
        writer.String("tier"u8, tool.Tier);
        writer.EndObject();
    }

    private static void WriteStrings(ref CanonicalWriter writer, ReadOnlySpan<byte> key, IReadOnlyList<string> values)
    {
        writer.Key(key);
        writer.BeginArray();
        foreach (var value in values)
        {
            writer.String(value);
        }

        writer.EndArray();
    }

    /// <summary>The members of a decision that stand before the others, by the order of keys.</summary>
    private static EarlyMembers ReadEarly(ref CanonicalReader reader)
    {
        var check = reader.String(EventLimits.Check);
        var count = reader.OptionalInteger("count"u8, min: 1);
        var coverage = reader.Keeps ? new List<EventCoverage>() : null;
        reader.Key("coverage"u8);
        reader.BeginArray();
        for (var items = 1; reader.NextItem(); items++)
        {
            var item = ReadCoverage(ref reader);
            if (items > EventLimits.Items)
            {
                reader.Fail();
            }
            else if (item is not null)
            {
                coverage!.Add(item);
            }
        }

        reader.Key("decision"u8);
        return new EarlyMembers(check, count, coverage ?? (IReadOnlyList<EventCoverage>)[], reader.Word(EventWords.Decisions));
    }

    private static EventDecisionDetails? ReadLate(ref CanonicalReader reader, EarlyMembers early, EventOwner? owner, Digest policy)
    {
        reader.Key("reason"u8);
        var reason = reader.String(EventLimits.Reason);
        reader.Key("request"u8);
        var request = ReadRequest(ref reader);
        reader.Key("request_id"u8);
        var requestId = reader.String(EventLimits.RequestId);
        var response = reader.TryKey("response"u8) ? ReadResponse(ref reader) : null;
        reader.Key("shadow"u8);
        var shadow = reader.Boolean();
        var shortened = reader.TryKey("shortened"u8) ? reader.Strings(EventLimits.Items, EventLimits.Check, minItems: 1) : [];
        reader.Key("stage"u8);
        var stage = reader.Word(EventWords.Stages);
        var tool = reader.TryKey("tool"u8) ? ReadTool(ref reader) : null;
        return !reader.Keeps || reader.Failed ? null : new EventDecisionDetails
        {
            RequestId = requestId,
            Stage = stage,
            Check = early.Check,
            Decision = early.Decision,
            Reason = reason,
            Owner = owner!,
            Request = request!,
            Response = response,
            Tool = tool,
            PolicySha256 = policy,
            Shadow = shadow,
            Coverage = early.Coverage,
            Shortened = shortened,
            Count = early.Count,
        };
    }

    private static ProducerPosition ReadProducer(ref CanonicalReader reader)
    {
        reader.Key("producer"u8);
        reader.BeginObject();
        reader.Key("epoch"u8);
        var epoch = reader.Uuid7();
        reader.Key("id"u8);
        var id = reader.Identifier();
        reader.Key("seq"u8);
        var seq = reader.Integer();
        reader.EndObject();
        return new ProducerPosition(id, epoch, seq);
    }

    private static List<EventMetadata>? ReadMetadata(ref CanonicalReader reader)
    {
        List<EventMetadata>? items = null;
        reader.Key("metadata"u8);
        reader.BeginArray();
        for (var count = 1; reader.NextItem(); count++)
        {
            reader.BeginObject();
            reader.Key("name"u8);
            var name = reader.String(EventLimits.MetadataName);
            reader.Key("value"u8);
            var value = reader.String(EventLimits.MetadataValue);
            reader.EndObject();
            if (count > EventLimits.Items)
            {
                reader.Fail();
            }
            else if (reader.Keeps)
            {
                (items ??= []).Add(new EventMetadata(name, value));
            }
        }

        return items;
    }

    private static EventCoverage? ReadCoverage(ref CanonicalReader reader)
    {
        reader.BeginObject();
        reader.Key("check"u8);
        var check = reader.String(EventLimits.Check);
        EventDecision? decision = reader.TryKey("decision"u8) ? reader.Word(EventWords.Decisions) : null;
        reader.Key("seen"u8);
        var seen = reader.Integer();
        reader.Key("skipped"u8);
        var skipped = reader.Integer();
        reader.Key("unread"u8);
        var unread = reader.Integer();
        reader.EndObject();
        return reader.Keeps
            ? new EventCoverage { Check = check, Decision = decision, Seen = seen, Skipped = skipped, Unread = unread }
            : null;
    }

    private static EventOwner? ReadOwner(ref CanonicalReader reader)
    {
        reader.Key("owner"u8);
        reader.BeginObject();
        reader.Key("approval_chain"u8);
        var approvals = reader.Strings(EventOwner.MaxApprovalChain, EventLimits.Owner);
        reader.Key("assurance"u8);
        var authenticated = reader.Either("asserted"u8, "authenticated"u8);
        reader.Key("id"u8);
        var start = reader.Position;
        var id = reader.String(EventLimits.Owner);
        var named = reader.Position - start > 2;
        var issuer = reader.OptionalString("issuer"u8, EventLimits.Owner);
        reader.Key("type"u8);
        var type = reader.Word(OwnerTypes);
        reader.EndObject();
        if (named == (type == OwnerType.Unresolved))
        {
            reader.Fail();
        }

        return reader.Keeps
            ? new EventOwner { Type = OwnerTypes.Of(type), Id = id, Authenticated = authenticated, Issuer = issuer, ApprovalChain = approvals }
            : null;
    }

    private static EventRequest? ReadRequest(ref CanonicalReader reader)
    {
        reader.BeginObject();
        reader.Key("bytes"u8);
        var bytes = reader.Integer();
        reader.Key("classification"u8);
        var classification = reader.String(EventLimits.Name);
        reader.Key("clearance"u8);
        var clearance = reader.String(EventLimits.Name);
        var forwarded = reader.OptionalDigest("forwarded_sha256"u8);
        reader.Key("method"u8);
        var method = reader.String(EventLimits.Method);
        var model = reader.OptionalString("model"u8, EventLimits.Name);
        reader.Key("path"u8);
        var path = reader.String(EventLimits.Path);
        var session = reader.OptionalString("session"u8, EventLimits.Name);
        reader.Key("sha256"u8);
        var sha256 = reader.Digest();
        reader.Key("source"u8);
        var source = reader.String(EventLimits.Word);
        reader.Key("surface"u8);
        var surface = reader.String(EventLimits.Word);
        reader.EndObject();
        return !reader.Keeps ? null : new EventRequest
        {
            Method = method,
            Path = path,
            Surface = surface,
            Model = model,
            Sha256 = sha256,
            ForwardedSha256 = forwarded,
            Bytes = bytes,
            Session = session,
            Classification = classification,
            Clearance = clearance,
            Source = source,
        };
    }

    private static EventResponse? ReadResponse(ref CanonicalReader reader)
    {
        reader.BeginObject();
        reader.Key("bytes"u8);
        var bytes = reader.Integer();
        var finishReason = reader.OptionalString("finish_reason"u8, EventLimits.Word);
        var inputTokens = reader.OptionalInteger("input_tokens"u8);
        var outputTokens = reader.OptionalInteger("output_tokens"u8);
        reader.Key("sha256"u8);
        var sha256 = reader.Digest();
        reader.Key("status"u8);
        var status = (int)reader.Integer(100, 599);
        var upstream = reader.OptionalDigest("upstream_sha256"u8);
        reader.EndObject();
        return !reader.Keeps ? null : new EventResponse
        {
            Status = status,
            Sha256 = sha256,
            UpstreamSha256 = upstream,
            Bytes = bytes,
            FinishReason = finishReason,
            InputTokens = inputTokens,
            OutputTokens = outputTokens,
        };
    }

    private static EventTool? ReadTool(ref CanonicalReader reader)
    {
        reader.BeginObject();
        reader.Key("arguments_sha256"u8);
        var arguments = reader.Digest();
        var callId = reader.OptionalString("call_id"u8, EventLimits.Name);
        reader.Key("name"u8);
        var name = reader.String(EventLimits.Name);
        reader.Key("tier"u8);
        var tier = reader.String(EventLimits.Tier);
        reader.EndObject();
        return reader.Keeps ? new EventTool { Name = name, ArgumentsSha256 = arguments, Tier = tier, CallId = callId } : null;
    }

    private readonly record struct EarlyMembers(string Check, long? Count, IReadOnlyList<EventCoverage> Coverage, EventDecision Decision);
}
