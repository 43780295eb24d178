using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using Signet.Ledger.Canonical;
using Signet.Ledger.Events;
using Signet.Ledger.Tests.Canonical;
using Xunit;

namespace Signet.Ledger.Tests.Events;

public class EventCodecTests
{
    // Every member by its path in the plain event's JSON; the value is true where the format lets it be absent.
    public static TheoryData<string, bool> Members => new()
    {
        { "id", false }, { "occurred_at", false }, { "producer", false }, { "producer.id", false }, { "producer.epoch", false },
        { "producer.seq", false }, { "request_id", false }, { "phase", false }, { "stage", false }, { "check", false }, { "decision", false },
        { "reason", false }, { "owner", false }, { "owner.type", false }, { "owner.id", false }, { "owner.assurance", false },
        { "owner.issuer", true }, { "owner.approval_chain", false }, { "request", false }, { "request.method", false }, { "request.path", false },
        { "request.surface", false }, { "request.model", true }, { "request.sha256", false }, { "request.forwarded_sha256", true },
        { "request.bytes", false }, { "request.session", true }, { "request.classification", false }, { "request.clearance", false },
        { "request.source", false }, { "response", true }, { "response.status", false }, { "response.sha256", false },
        { "response.upstream_sha256", true }, { "response.bytes", false }, { "response.finish_reason", true }, { "response.input_tokens", true },
        { "response.output_tokens", true }, { "tool", true }, { "tool.name", false }, { "tool.arguments_sha256", false }, { "tool.tier", false },
        { "tool.call_id", true }, { "policy_sha256", false }, { "shadow", false }, { "coverage", false }, { "coverage.0.check", false },
        { "coverage.0.decision", true }, { "coverage.0.seen", false }, { "coverage.0.skipped", false }, { "coverage.0.unread", false },
        { "metadata", false }, { "metadata.0.name", false }, { "metadata.0.value", false }, { "shortened", true }, { "count", true },
    };

    public static TheoryData<string, int> TextLimits => new()
    {
        { "request_id", 64 }, { "check", 64 }, { "reason", 2_048 }, { "owner.id", 512 }, { "owner.issuer", 512 }, { "owner.approval_chain.0", 512 },
        { "request.method", 32 }, { "request.path", 1_024 }, { "request.surface", 64 }, { "request.model", 256 }, { "request.session", 256 },
        { "request.classification", 256 }, { "request.clearance", 256 }, { "request.source", 64 }, { "response.finish_reason", 64 },
        { "tool.name", 256 }, { "tool.tier", 32 }, { "tool.call_id", 256 }, { "coverage.0.check", 64 }, { "metadata.0.name", 64 },
        { "metadata.0.value", 2_048 }, { "shortened.0", 64 },
    };

    public static TheoryData<string, long, long> IntegerLimits => new()
    {
        { "producer.seq", 0, CanonicalForm.MaxInteger }, { "request.bytes", 0, CanonicalForm.MaxInteger },
        { "response.bytes", 0, CanonicalForm.MaxInteger }, { "response.status", 100, 599 }, { "response.input_tokens", 0, CanonicalForm.MaxInteger },
        { "response.output_tokens", 0, CanonicalForm.MaxInteger }, { "coverage.0.seen", 0, CanonicalForm.MaxInteger },
        { "coverage.0.skipped", 0, CanonicalForm.MaxInteger }, { "coverage.0.unread", 0, CanonicalForm.MaxInteger },
        { "count", 1, CanonicalForm.MaxInteger },
    };

    [Fact]
    public void Write_AnyEvent_ReadsBackAsTheSameOctets() =>
        EventSamples.Any.Sample(
            value =>
            {
                var octets = EventCodec.Write(value);
                return EventCodec.TryRead(octets, out var read) && EventCodec.Write(read!).AsSpan().SequenceEqual(octets) &&
                    IndependentForm.Rewrite(octets).AsSpan().SequenceEqual(octets) && read!.Id == value.Id && read.Producer == value.Producer &&
                    read.OccurredAt == value.OccurredAt && read.Phase == value.Phase && (read.Details is null) == (value.Details is null);
            },
            iter: 2_000);

    [Theory]
    [MemberData(nameof(Members))]
    public void TryRead_MemberLeftOut_RefusedUnlessOptional(string path, bool optional) =>
        Assert.Equal(optional, Reads(json => Remove(json, path)));

    [Theory]
    [MemberData(nameof(Members))]
    public void TryRead_MemberOfAnotherType_Refused(string path, bool optional)
    {
        _ = optional;
        Assert.False(Reads(json => Set(json, path, Json(json, path) is JsonArray ? "x" : new JsonArray())));
        Assert.False(Reads(json => Set(json, path, null)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("producer")]
    [InlineData("owner")]
    [InlineData("request")]
    [InlineData("response")]
    [InlineData("tool")]
    [InlineData("coverage.0")]
    [InlineData("metadata.0")]
    public void TryRead_UnknownMember_Refused(string path) => Assert.False(Reads(json => Json(json, path)!["zzz"] = 1));

    [Theory]
    [MemberData(nameof(TextLimits))]
    public void TryRead_TextLength_UpToItsLimit(string path, int limit)
    {
        Assert.True(Reads(json => Set(json, path, new string('x', limit))));
        Assert.False(Reads(json => Set(json, path, new string('x', limit + 1))));
    }

    [Theory]
    [MemberData(nameof(IntegerLimits))]
    public void TryRead_Integer_WithinItsLimits(string path, long min, long max)
    {
        Assert.True(Reads(json => Set(json, path, min)));
        Assert.True(Reads(json => Set(json, path, max)));
        Assert.False(Reads(json => Set(json, path, min - 1)));
        Assert.False(Reads(json => Set(json, path, max + 1)));
    }

    [Theory]
    [InlineData("phase", "approved")]
    [InlineData("phase", "Completed")]
    [InlineData("stage", "commit")]
    [InlineData("decision", "Allow")]
    [InlineData("coverage.0.decision", "")]
    [InlineData("owner.type", "robot")]
    [InlineData("owner.assurance", "yes")]
    [InlineData("owner.id", "")]
    [InlineData("owner.type", "unresolved")]
    [InlineData("id", "0199a000-0000-4000-8000-000000000001")]
    [InlineData("producer.epoch", "0199A000-0000-7000-8000-000000000001")]
    [InlineData("producer.id", "Gateway")]
    [InlineData("producer.id", "")]
    [InlineData("occurred_at", "2026-03-01T12:00:00Z")]
    [InlineData("request.sha256", "AA")]
    [InlineData("policy_sha256", "")]
    public void TryRead_ValueOutsideItsSet_Refused(string path, string value) => Assert.False(Reads(json => Set(json, path, value)));

    [Theory]
    [InlineData("coverage", 64)]
    [InlineData("metadata", 64)]
    [InlineData("shortened", 64)]
    [InlineData("owner.approval_chain", 16)]
    public void TryRead_Items_UpToTheirLimit(string path, int limit)
    {
        Assert.True(Reads(json => Fill(json, path, limit)));
        Assert.False(Reads(json => Fill(json, path, limit + 1)));
    }

    [Fact]
    public void TryRead_NothingShortened_SaysSoByNoMember()
    {
        Assert.False(Reads(json => Fill(json, "shortened", 0)));
        Assert.True(Reads(json => Remove(json, "shortened")));
    }

    [Theory]
    [InlineData(EventPhase.Opened)]
    [InlineData(EventPhase.Alive)]
    [InlineData(EventPhase.Spooling)]
    [InlineData(EventPhase.Drained)]
    [InlineData(EventPhase.Closed)]
    public void Write_ProducerEvent_HasExactlyFiveMembers(EventPhase phase)
    {
        var octets = EventCodec.Write(EventSamples.Plain() with { Phase = phase, Details = null });
        var json = JsonNode.Parse(octets)!.AsObject();
        Assert.Equal(["id", "metadata", "occurred_at", "phase", "producer"], json.Select(member => member.Key));
        json["reason"] = "x";
        Assert.False(EventCodec.TryRead(IndependentForm.Rewrite(Encoding.UTF8.GetBytes(json.ToJsonString())), out _));
    }

    [Fact]
    public void Write_DetailsWhereNoneBelong_Throws()
    {
        Assert.Throws<ArgumentException>(() => EventCodec.Write(EventSamples.Plain() with { Phase = EventPhase.Opened }));
        Assert.Throws<ArgumentException>(() => EventCodec.Write(EventSamples.Plain() with { Details = null }));
    }

    [Fact]
    public void Write_BeyondALimit_Throws()
    {
        var plain = EventSamples.Plain();
        Assert.Throws<ArgumentException>(() => EventCodec.Write(plain with { Details = plain.Details! with { Reason = new string('x', 2_049) } }));
        Assert.Throws<ArgumentException>(() => EventCodec.Write(plain with { Producer = plain.Producer with { Seq = -1 } }));
        Assert.ThrowsAny<ArgumentException>(() => EventCodec.Write(plain with { Phase = (EventPhase)99, Details = null }));
    }

    [Fact]
    public void Write_MoreThan60000Octets_Throws()
    {
        // 30 values of 2,000 characters are within every limit but that of the whole.
        var metadata = Enumerable.Repeat(new EventMetadata("n", new string('x', 2_000)), 30).ToList();
        Assert.Throws<ArgumentException>(() => EventCodec.Write(EventSamples.Plain() with { Metadata = metadata }));
        Assert.True(EventCodec.Write(EventSamples.Plain() with { Metadata = metadata.Take(28).ToList() }).Length <= CommitEvent.MaxOctets);
    }

    [Fact]
    public void TryRead_MutatedOctets_NeverThrows()
    {
        var octets = EventCodec.Write(EventSamples.Plain());
        Gen.Select(Gen.Int[0, octets.Length - 1], Gen.Byte).Sample(
            (at, value) =>
            {
                var mutated = octets.ToArray();
                mutated[at] = value;
                return !EventCodec.TryRead(mutated, out var read) || EventCodec.Write(read!).AsSpan().SequenceEqual(mutated);
            },
            iter: 10_000);
    }

    private static bool Reads(Action<JsonObject> change)
    {
        var json = JsonNode.Parse(EventCodec.Write(EventSamples.Plain()))!.AsObject();
        json["request"]!["forwarded_sha256"] = new string('a', 64);
        json["response"]!["upstream_sha256"] = new string('b', 64);
        change(json);
        byte[] octets;
        try
        {
            octets = IndependentForm.Rewrite(Encoding.UTF8.GetBytes(json.ToJsonString()));
        }
        catch (FormatException)
        {
            octets = Encoding.UTF8.GetBytes(json.ToJsonString());
        }

        return EventCodec.TryRead(octets, out _);
    }

    private static JsonNode? Json(JsonNode json, string path)
    {
        var node = json;
        foreach (var step in path.Split('.', StringSplitOptions.RemoveEmptyEntries))
        {
            node = node is JsonArray array ? array[int.Parse(step, System.Globalization.CultureInfo.InvariantCulture)] : node![step];
        }

        return node;
    }

    private static (JsonNode Parent, string Name) Place(JsonObject json, string path)
    {
        var at = path.LastIndexOf('.');
        return (at < 0 ? json : Json(json, path[..at])!, path[(at + 1)..]);
    }

    private static void Remove(JsonObject json, string path)
    {
        var (parent, name) = Place(json, path);
        Assert.True(parent.AsObject().Remove(name));
    }

    private static void Set(JsonObject json, string path, JsonNode? value)
    {
        var (parent, name) = Place(json, path);
        if (parent is JsonArray array)
        {
            array[0] = value;
        }
        else
        {
            parent[name] = value;
        }
    }

    private static void Fill(JsonObject json, string path, int count)
    {
        var array = Json(json, path)!.AsArray();
        var item = array[0]!.DeepClone();
        array.Clear();
        for (var i = 0; i < count; i++)
        {
            array.Add(item.DeepClone());
        }
    }
}
