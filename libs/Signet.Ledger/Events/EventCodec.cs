using System.Buffers;
using System.Text.Json;
using Signet.Ledger.Canonical;

namespace Signet.Ledger.Events;

/// <summary>The canonical octets of an event, both ways. What is read is never written again for hashing.</summary>
public static class EventCodec
{
    private static readonly string[] OwnerTypes = ["human", "agent", "policy", "unresolved"];

    /// <summary>Writes the canonical octets.</summary>
    /// <exception cref="ArgumentException">The event breaks a limit of <see cref="EventLimits"/> or has more than <see cref="CommitEvent.MaxOctets"/> octets.</exception>
    public static byte[] Write(CommitEvent commitEvent)
    {
        ArgumentNullException.ThrowIfNull(commitEvent);
        var output = new ArrayBufferWriter<byte>(1024);
        Write(commitEvent, output);

        // What can't be read back as an event must never be signed: a number once signed has to reach the log.
        if (!TryRead(output.WrittenSpan, out _))
        {
            throw new ArgumentException("The event breaks a limit of the format.", nameof(commitEvent));
        }

        return output.WrittenSpan.ToArray();
    }

    /// <summary>Reads an event; false for anything but the canonical octets of a well-formed one.</summary>
    public static bool TryRead(ReadOnlySpan<byte> octets, out CommitEvent? commitEvent)
    {
        commitEvent = null;
        if (octets.Length > CommitEvent.MaxOctets || !CanonicalForm.IsCanonicalObject(octets))
        {
            return false;
        }

        var reader = new Utf8JsonReader(octets);
        using var document = JsonDocument.ParseValue(ref reader);
        var members = new MemberReader(document.RootElement);
        var read = Read(members);
        if (members.Failed)
        {
            return false;
        }

        commitEvent = read;
        return true;
    }

    internal static CommitEvent Read(MemberReader members)
    {
        var phase = members.OneOf("phase", EventWords.Phase);
        var read = new CommitEvent
        {
            Id = members.Uuid7("id"),
            OccurredAt = members.Time("occurred_at"),
            Producer = ReadProducer(members.Object("producer")),
            Phase = phase,
            Details = phase < EventPhase.Opened ? ReadDetails(members) : null,
            Metadata = members.ObjectList("metadata", EventLimits.Items, ReadMetadata),
        };
        members.End();
        return read;
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
            writer.String("decision"u8, EventWords.Of(details.Decision));
        }

        writer.String("id"u8, value.Id.ToString("D"));
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

        writer.String("phase"u8, EventWords.Of(value.Phase));
        if (details is not null)
        {
            writer.Digest("policy_sha256"u8, details.PolicySha256);
        }

        writer.Key("producer"u8);
        writer.BeginObject();
        writer.String("epoch"u8, value.Producer.Epoch.ToString("D"));
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

            writer.String("stage"u8, EventWords.Of(details.Stage));
            WriteTool(ref writer, details.Tool);
        }

        writer.EndObject();
    }

    private static void WriteCoverage(ref CanonicalWriter writer, EventCoverage item)
    {
        writer.BeginObject();
        writer.String("check"u8, item.Check);
        writer.OptionalString("decision"u8, item.Decision is { } decision ? EventWords.Of(decision) : null);
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
        writer.String("assurance"u8, owner.Authenticated ? "authenticated" : "asserted");
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

    private static EventDecisionDetails ReadDetails(MemberReader members) => new()
    {
        RequestId = members.String("request_id", EventLimits.RequestId),
        Stage = members.OneOf("stage", EventWords.Stage),
        Check = members.String("check", EventLimits.Check),
        Decision = members.OneOf("decision", EventWords.Decision),
        Reason = members.String("reason", EventLimits.Reason),
        Owner = ReadOwner(members.Object("owner")),
        Request = ReadRequest(members.Object("request")),
        Response = members.OptionalObject("response", ReadResponse),
        Tool = members.OptionalObject("tool", ReadTool),
        PolicySha256 = members.Digest("policy_sha256"),
        Shadow = members.Boolean("shadow"),
        Coverage = members.ObjectList("coverage", EventLimits.Items, ReadCoverage),
        Shortened = members.Has("shortened") ? members.StringList("shortened", EventLimits.Items, EventLimits.Check) : [],
        Count = members.OptionalInteger("count", min: 1),
    };

    private static ProducerPosition ReadProducer(MemberReader members)
    {
        var position = new ProducerPosition(members.Identifier("id"), members.Uuid7("epoch"), members.Integer("seq"));
        members.End();
        return position;
    }

    private static EventMetadata ReadMetadata(MemberReader members)
    {
        var item = new EventMetadata(
            members.String("name", EventLimits.MetadataName), members.String("value", EventLimits.MetadataValue));
        members.End();
        return item;
    }

    private static EventCoverage ReadCoverage(MemberReader members)
    {
        var item = new EventCoverage
        {
            Check = members.String("check", EventLimits.Check),
            Decision = members.Has("decision") ? members.OneOf("decision", EventWords.Decision) : null,
            Seen = members.Integer("seen"),
            Skipped = members.Integer("skipped"),
            Unread = members.Integer("unread"),
        };
        members.End();
        return item;
    }

    private static EventOwner ReadOwner(MemberReader members)
    {
        var type = members.String("type");
        var assurance = members.String("assurance");
        var owner = new EventOwner
        {
            Type = type,
            Id = members.String("id", EventLimits.Owner),
            Authenticated = assurance == "authenticated",
            Issuer = members.OptionalString("issuer", EventLimits.Owner),
            ApprovalChain = members.StringList("approval_chain", EventOwner.MaxApprovalChain, EventLimits.Owner),
        };
        if (!OwnerTypes.Contains(type) || assurance is not ("authenticated" or "asserted") || (owner.Id.Length == 0) != (type == "unresolved"))
        {
            members.Fail();
        }

        members.End();
        return owner;
    }

    private static EventRequest ReadRequest(MemberReader members)
    {
        var request = new EventRequest
        {
            Method = members.String("method", EventLimits.Method),
            Path = members.String("path", EventLimits.Path),
            Surface = members.String("surface", EventLimits.Word),
            Model = members.OptionalString("model", EventLimits.Name),
            Sha256 = members.Digest("sha256"),
            ForwardedSha256 = members.OptionalDigest("forwarded_sha256"),
            Bytes = members.Integer("bytes"),
            Session = members.OptionalString("session", EventLimits.Name),
            Classification = members.String("classification", EventLimits.Name),
            Clearance = members.String("clearance", EventLimits.Name),
            Source = members.String("source", EventLimits.Word),
        };
        members.End();
        return request;
    }

    private static EventResponse ReadResponse(MemberReader members)
    {
        var response = new EventResponse
        {
            Status = (int)members.Integer("status", 100, 599),
            Sha256 = members.Digest("sha256"),
            UpstreamSha256 = members.OptionalDigest("upstream_sha256"),
            Bytes = members.Integer("bytes"),
            FinishReason = members.OptionalString("finish_reason", EventLimits.Word),
            InputTokens = members.OptionalInteger("input_tokens"),
            OutputTokens = members.OptionalInteger("output_tokens"),
        };
        members.End();
        return response;
    }

    private static EventTool ReadTool(MemberReader members)
    {
        var tool = new EventTool
        {
            Name = members.String("name", EventLimits.Name),
            ArgumentsSha256 = members.Digest("arguments_sha256"),
            Tier = members.String("tier", EventLimits.Tier),
            CallId = members.OptionalString("call_id", EventLimits.Name),
        };
        members.End();
        return tool;
    }
}
