using System.Text;
using CsCheck;
using Signet.Ledger.Canonical;
using Signet.Ledger.Entries;
using Signet.Ledger.Events;
using Signet.Ledger.Tests.Canonical;
using Signet.Ledger.Tests.Events;
using Xunit;

namespace Signet.Ledger.Tests.Entries;

public class EntryCodecTests
{
    [Fact]
    public void Write_AnyEntry_ReadsBackAsTheSameOctets() =>
        EntrySamples.Any.Sample(
            entry =>
            {
                var octets = EntryCodec.Write(entry);
                var reading = EntryCodec.Read(octets);
                return reading.Status == EntryStatus.WellFormed && reading.Entry!.Seq == entry.Seq && reading.Entry.RecordedAt == entry.RecordedAt &&
                    reading.Entry.Body.GetType() == entry.Body.GetType() && EntryCodec.Write(reading.Entry).AsSpan().SequenceEqual(octets) &&
                    IndependentForm.Rewrite(octets).AsSpan().SequenceEqual(octets);
            },
            iter: 3_000);

    [Fact]
    public void Write_BodiesWithoutText_ReadBackEqual()
    {
        EntryBody[] bodies =
        [
            new HeartbeatBody { IntervalSeconds = 300 }, new EndBody(), new KeyBody { From = "a", To = "b", Reason = "r" },
            new RecoveryBody { What = "w", Sha256 = Digest.Of([1]) },
            new GapBody { Producer = "p", Epoch = EventSamples.Uuid7(1), From = 3, Through = 4, NotClosed = true },
            new QuarantineBody { Sha256 = Digest.Of([2]), Bytes = 5, Count = 6, Why = QuarantineReason.StaleEpoch, ClaimedProducer = "p" },
            new SealBody { Segment = 7, Epoch = 8, HeadMac = Digest.Of([3]), PrevSegment = Digest.Of([4]), StateSha256 = Digest.Of([5]) },
            new EpochBody { Epoch = 9, Writer = "w", KeyId = "k" },
        ];
        foreach (var body in bodies)
        {
            Assert.Equal(body, EntryCodec.Read(EntryCodec.Write(new Entry(1, EntrySamples.Noon, body))).Entry!.Body);
        }
    }

    [Fact]
    public void Read_Commit_KeepsTheEventsOctetsAndSignature()
    {
        using var signer = EventSamples.Signer();
        var signed = signer.Sign(EventSamples.Plain());
        var octets = EntryCodec.Write(new Entry(3, EntrySamples.Noon, new CommitBody { SignedEvent = signed }));
        var read = Assert.IsType<CommitBody>(EntryCodec.Read(octets).Entry!.Body).SignedEvent;
        Assert.True(read.Octets.Span.SequenceEqual(signed.Octets.Span));
        Assert.True(octets.AsSpan().Overlaps(read.Octets.Span));
        Assert.True(CommitVerifier.Verify(EventSamples.LogId, read, signer.PublicKey.Span));
    }

    [Fact]
    public void Read_AnyByteChanged_IsAnotherEntryOrNone() =>
        Gen.Select(EntrySamples.Any, Gen.Int[0, 1_000_000], Gen.Byte).Sample(
            (entry, at, value) =>
            {
                var octets = EntryCodec.Write(entry);
                octets[at % octets.Length] = value;
                var reading = EntryCodec.Read(octets);
                return (reading.Status == EntryStatus.WellFormed) == (reading.Entry is not null) &&
                    (reading.Entry is null || EntryCodec.Write(reading.Entry).AsSpan().SequenceEqual(octets));
            },
            iter: 5_000);

    [Fact]
    public void ReadOutline_AnyEntryOrOneByteFromIt_SaysWhatReadSays() =>
        Gen.Select(EntrySamples.Any, Gen.Int[0, 1_000_000], Gen.Byte, Gen.Bool).Sample(
            (entry, at, value, isChanged) =>
            {
                var octets = EntryCodec.Write(entry);
                octets[at % octets.Length] = isChanged ? value : octets[at % octets.Length];
                var body = EntryCodec.Read(octets).Entry?.Body;
                var outline = EntryCodec.ReadOutline(octets, out var eventId);
                return eventId == (body as CommitBody)?.SignedEvent.Event.Id && outline?.GetType() == (body is CommitBody ? null : body?.GetType());
            },
            iter: 5_000);

    [Fact]
    public void Read_MemberTakenAway_IsMalformedOrAnOptionalOne() =>
        EntrySamples.Any.Sample(
            entry =>
            {
                // Takes each member of the body away in turn; what still reads must be written the same way again.
                var json = System.Text.Json.Nodes.JsonNode.Parse(EntryCodec.Write(entry))!.AsObject();
                foreach (var name in json[entry.Body.Type]!.AsObject().Select(member => member.Key).ToList())
                {
                    var copy = json.DeepClone().AsObject();
                    copy[entry.Body.Type]!.AsObject().Remove(name);
                    var octets = IndependentForm.Rewrite(Encoding.UTF8.GetBytes(copy.ToJsonString()));
                    var reading = EntryCodec.Read(octets);
                    Assert.NotEqual(EntryStatus.NonCanonical, reading.Status);
                    Assert.True(reading.Entry is null || EntryCodec.Write(reading.Entry).AsSpan().SequenceEqual(octets));
                }

                json[entry.Body.Type]!["zzz"] = 1;
                Assert.Equal(EntryStatus.Malformed, Status(json));
            },
            iter: 500);

    [Theory]
    [InlineData("""{"heartbeat":{"interval_seconds":60},"recorded_at":"2026-03-01T12:00:00.0000000Z","seq":1,"type":"heartbeat"}""", EntryStatus.WellFormed)]
    [InlineData("""{"heartbeat":{"interval_seconds":59},"recorded_at":"2026-03-01T12:00:00.0000000Z","seq":1,"type":"heartbeat"}""", EntryStatus.Malformed)]
    [InlineData("""{"heartbeat":{},"recorded_at":"2026-03-01T12:00:00.0000000Z","seq":1,"type":"heartbeat"}""", EntryStatus.Malformed)]
    [InlineData("""{"heartbeat":{"interval_seconds":60},"recorded_at":"2026-03-01T12:00:00.0000000Z","seq":-1,"type":"heartbeat"}""", EntryStatus.Malformed)]
    [InlineData("""{"heartbeat":{"interval_seconds":60},"recorded_at":"2026-03-01T12:00:00Z","seq":1,"type":"heartbeat"}""", EntryStatus.Malformed)]
    [InlineData("""{"heartbeat":{"interval_seconds":60},"recorded_at":"2026-03-01T12:00:00.0000000Z","seq":1,"type":"end"}""", EntryStatus.Malformed)]
    [InlineData("""{"end":{},"heartbeat":{"interval_seconds":60},"recorded_at":"2026-03-01T12:00:00.0000000Z","seq":1,"type":"end"}""", EntryStatus.Malformed)]
    [InlineData("""{"pulse":{},"recorded_at":"2026-03-01T12:00:00.0000000Z","seq":1,"type":"pulse"}""", EntryStatus.Malformed)]
    [InlineData("""{"recorded_at":"2026-03-01T12:00:00.0000000Z","seq":1,"type":"seq"}""", EntryStatus.Malformed)]
    [InlineData("""{"recorded_at":"2026-03-01T12:00:00.0000000Z","seq":1,"type":"end"}""", EntryStatus.Malformed)]
    [InlineData("""{"end":{},"recorded_at":"2026-03-01T12:00:00.0000000Z","type":"end"}""", EntryStatus.Malformed)]
    [InlineData("""{"end":{},"recorded_at":"2026-03-01T12:00:00.0000000Z","seq":1}""", EntryStatus.Malformed)]
    [InlineData("""{"end":{}, "recorded_at":"2026-03-01T12:00:00.0000000Z","seq":1,"type":"end"}""", EntryStatus.NonCanonical)]
    [InlineData("""{"recorded_at":"2026-03-01T12:00:00.0000000Z","end":{},"seq":1,"type":"end"}""", EntryStatus.NonCanonical)]
    [InlineData("""{"end":{},"recorded_at":"2026-03-01T12:00:00.0000000Z","seq":1,"seq":2,"type":"end"}""", EntryStatus.Malformed)]
    [InlineData("""{"end":{},"recorded_at":"2026-03-01T12:00:00.0000000Z","seq":1,"type":"\u0065nd"}""", EntryStatus.NonCanonical)]
    [InlineData("[]", EntryStatus.Malformed)]
    [InlineData("", EntryStatus.Malformed)]
    [InlineData("x", EntryStatus.Malformed)]
    public void Read_OfTheForm_OrNot(string json, EntryStatus expected) => Assert.Equal(expected, EntryCodec.Read(Encoding.UTF8.GetBytes(json)).Status);

    [Fact]
    public void Read_MoreThan65535Octets_Malformed()
    {
        byte[] octets = [.. "{\"end\":{},"u8, .. Enumerable.Repeat((byte)' ', Entry.MaxOctets), .. "\"type\":\"end\"}"u8];
        Assert.Equal(EntryStatus.Malformed, EntryCodec.Read(octets).Status);
    }

    [Fact]
    public void Read_AnchorWithoutCertificates_SaysSoByNoMember()
    {
        var anchor = new AnchorBody
        {
            TreeSize = 1,
            Root = new byte[32],
            Tsa = "a",
            Policy = "1.2",
            GenTime = EntrySamples.Noon,
            Nonce = new byte[] { 1 },
            RequestedAt = EntrySamples.Noon,
            ReceivedAt = EntrySamples.Noon,
            Token = new byte[] { 1 },
        };
        var json = System.Text.Json.Nodes.JsonNode.Parse(EntryCodec.Write(new Entry(1, EntrySamples.Noon, anchor)))!;
        Assert.Equal(EntryStatus.WellFormed, Status(json));
        json["anchor"]!["certs"] = new System.Text.Json.Nodes.JsonArray();
        Assert.Equal(EntryStatus.Malformed, Status(json));
    }

    [Fact]
    public void Read_RandomOctets_NeverThrows() => Gen.Byte.Array[0, 100].Sample(octets => _ = EntryCodec.Read(octets), iter: 10_000);

    [Fact]
    public void Write_BeyondALimit_Throws()
    {
        EntryBody[] bodies =
        [
            new HeartbeatBody { IntervalSeconds = 59 }, new KeyBody { From = "A", To = "b", Reason = "" },
            new KeyBody { From = "a", To = "b", Reason = new string('x', 257) }, new RecoveryBody { What = new string('x', 257), Sha256 = Digest.Zero },
            new EpochBody { Epoch = 0, Writer = "w", KeyId = "k" }, new EpochBody { Epoch = 1, Writer = "", KeyId = "k" },
            new QuarantineBody { Sha256 = Digest.Zero, Bytes = -1, Count = 1, Why = QuarantineReason.Conflict },
            new QuarantineBody { Sha256 = Digest.Zero, Bytes = 0, Count = 0, Why = QuarantineReason.Conflict },
            new GapBody { Producer = "p", Epoch = Guid.Empty, From = 0 },
            new GapBody { Producer = "p", Epoch = EventSamples.Uuid7(1), From = 5, Through = 4 },
            new CheckpointKeyBody { From = "", To = "", Sig = new byte[63] },
            new ProducerKeyBody { KeyId = "k", Alg = "ed25519", Producer = "p", Evidence = "" },
            new ProducerKeyBody { KeyId = "k", Alg = "rsa", Producer = "p", Evidence = "", PublicKey = new byte[32] },
            new ProducerKeyBody { KeyId = "k", Alg = "ed25519", Producer = "p", Evidence = "", PublicKey = new byte[31] },
            new ProducerKeyBody { KeyId = "k", Alg = "hmac-sha256", Producer = "p", Evidence = "", PublicKey = new byte[32] },
            new SealBody { Segment = CanonicalForm.MaxInteger + 1, Epoch = 1, HeadMac = Digest.Zero, PrevSegment = Digest.Zero },
            new VerificationBody
            {
                ThroughSeq = 0, Root = Digest.Zero, Result = new string('x', 33), Findings = 0, ReportSha256 = Digest.Zero, Verifier = "v",
                Sig = new byte[64],
            },
        ];
        foreach (var body in bodies)
        {
            Assert.Throws<ArgumentException>(() => EntryCodec.Write(new Entry(0, EntrySamples.Noon, body)));
        }
    }

    [Fact]
    public void Write_LargestEvent_Fits()
    {
        // The largest event, with the largest signature, is still an entry: what a gateway may sign can be chained.
        var metadata = Enumerable.Repeat(new EventMetadata("n", new string('x', 2_020)), 28).ToList();
        var room = CommitEvent.MaxOctets - EventCodec.Write(EventSamples.Plain() with { Metadata = metadata }).Length;
        metadata.Add(new EventMetadata("n", new string('x', room - ",{\"name\":\"n\",\"value\":\"\"}".Length)));
        var value = EventSamples.Plain() with { Metadata = metadata };
        var octets = EventCodec.Write(value);
        Assert.Equal(CommitEvent.MaxOctets, octets.Length);
        var signature = new EventSignature
        {
            Alg = EventSignature.Ed25519Tree,
            KeyId = new string('k', 128),
            Sig = new byte[64],
            Index = 255,
            Size = 256,
            Path = new Digest[8],
        };
        var signed = SignedEvent.Create(new UnsignedEvent(value), Digest.Of(octets), signature);
        Assert.True(SignedEvent.TryParse(signed.ToWire(), out _));
        Assert.True(EntryCodec.Write(new Entry(CanonicalForm.MaxInteger, EntrySamples.Noon, new CommitBody { SignedEvent = signed })).Length <= Entry.MaxOctets);
    }

    private static EntryStatus Status(System.Text.Json.Nodes.JsonNode json) =>
        EntryCodec.Read(IndependentForm.Rewrite(Encoding.UTF8.GetBytes(json.ToJsonString()))).Status;
}
