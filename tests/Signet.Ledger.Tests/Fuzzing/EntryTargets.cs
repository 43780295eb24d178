using System.Buffers;
using System.Text;
using System.Text.Json;
using Signet.Ledger.Canonical;
using Signet.Ledger.Entries;
using Signet.Ledger.Events;
using Signet.Ledger.Segments;
using Signet.Ledger.Tests.Canonical;
using Signet.Ledger.Tests.Corpus;
using Signet.Ledger.Tests.Entries;
using Signet.Ledger.Tests.Events;
using Signet.Ledger.Tests.Verification;
using Xunit;

namespace Signet.Ledger.Tests.Fuzzing;

/// <summary>Entries, events and segments: whatever is accepted is written again as the same octets.</summary>
internal static class EntryTargets
{
    private static readonly SignedEvent[] Events = Sign();

    private static readonly byte[][] Entries =
    [
        .. EntrySamples.Bodies.SelectMany(body => FuzzTargets.Values(body, 2)).Select(body => Octets(7, body)),
        .. Events.Select(item => Octets(9_007_199_254_740_991, new CommitBody { SignedEvent = item })),
    ];

    public static FuzzTarget[] All =>
    [
        new("entry", ["EntryCodec.Read", "EntryCodec.ReadFacts", "EntryCodec.ReadOutline"], Entries, Entry),
        new("event", ["EventCodec.TryRead"], [.. Events.Select(item => item.Octets.ToArray())], Event),
        new("signed-event", ["SignedEvent.TryParse", "SignedEvent.TryReadPosition"], [.. Events.Select(item => item.ToWire())], Signed),
        new("canonical-form", ["CanonicalForm.IsCanonicalObject"], Entries, Canonical),
        new(
            "segment", ["SegmentObject.TryParse", "SegmentObject.TryParseLine", "SegmentHeader.TryRead", "SegmentFooter.TryRead"],
            Segments(),
            Segment),
    ];

    private static bool Entry(byte[] octets)
    {
        var (reading, facts) = (EntryCodec.Read(octets), EntryCodec.ReadFacts(octets));
        Assert.Equal(reading.Status, facts.Status);
        Assert.Equal(StatusOf(octets), reading.Status);
        Assert.Equal(facts.IsWellFormed ? facts.Body?.GetType() : null, EntryCodec.ReadOutline(octets, out var eventId)?.GetType());
        Assert.Equal(facts.IsCommit ? facts.Commit.Event.Id : null, eventId);
        if (reading.Entry is not { } entry)
        {
            return false;
        }

        FuzzTargets.Same(octets, EntryCodec.Write(entry));
        Assert.Equal((entry.Seq, entry.RecordedAt, entry.Body is CommitBody), (facts.Seq, facts.RecordedAt, facts.IsCommit));
        if (entry.Body is not CommitBody { SignedEvent: var signed })
        {
            Assert.Equal(entry.Body.GetType(), facts.Body!.GetType());
            return true;
        }

        var (position, told) = (signed.Event.Producer, facts.Commit.Event);
        Assert.Equal((signed.Event.Id, position.Id, position.Epoch, position.Seq), (told.Id, told.Producer, told.Epoch, told.Seq));
        FuzzTargets.Same(signed.Octets.Span, octets.AsSpan(facts.Commit.Start, facts.Commit.Length));
        AssertSame(signed.Signature, facts.Commit.Signature.ToSignature(octets));
        return true;
    }

    private static bool Event(byte[] octets)
    {
        if (!EventCodec.TryRead(octets, out var read))
        {
            return false;
        }

        FuzzTargets.Same(octets, EventCodec.Write(read!));
        return IndependentForm.IsCanonical(octets) ? true : throw new InvalidOperationException("Accepted, and not in canonical form.");
    }

    private static bool Signed(byte[] octets)
    {
        var hasPosition = SignedEvent.TryReadPosition(octets, out var position);
        if (!SignedEvent.TryParse(octets, out var read))
        {
            Assert.False(hasPosition, "What is no event has a position.");
            return false;
        }

        Assert.True(hasPosition && position == read!.Event.Producer, "An event has another position.");
        FuzzTargets.Same(octets, read!.Wire.Span);
        FuzzTargets.Same(octets, SignedEvent.Create(new UnsignedEvent(read.Event), read.Digest, read.Signature).Wire.Span);
        using var signer = EventSamples.Signer();
        Assert.True(
            !CommitVerifier.Verify(EventSamples.LogId, read, signer.PublicKey.Span) ||
            Events.Any(own => own.Octets.Span.SequenceEqual(read.Octets.Span)),
            "A signature verifies over what was never signed.");
        return true;
    }

    private static bool Canonical(byte[] octets)
    {
        var canonical = CanonicalForm.IsCanonicalObject(octets);
        Assert.Equal(IndependentForm.IsCanonical(octets), canonical);
        return canonical;
    }

    private static bool Segment(byte[] octets)
    {
        if (!SegmentObject.TryParse(octets, out var segment, out var fault))
        {
            Assert.NotEmpty(fault);
            return false;
        }

        var output = new ArrayBufferWriter<byte>(octets.Length);
        segment!.Header.Write(output);
        output.Write("\n"u8);
        foreach (var line in segment.Lines)
        {
            output.Write(SegmentObject.LineHead);
            output.Write(line.Entry.Span);
            SegmentObject.WriteMac(output.GetSpan(SegmentObject.LineRest), line.Mac);
            output.Advance(SegmentObject.LineRest);
        }

        Assert.Equal(Digest.Of(output.WrittenSpan), segment.BeforeFooter);
        segment.Footer.Write(output);
        output.Write("\n"u8);
        FuzzTargets.Same(octets, output.WrittenSpan);
        Assert.Equal(Digest.Of(octets), segment.Whole);
        Assert.InRange(segment.Lines.Count, 2, SegmentLimits.MaxEntries);
        return true;
    }

    /// <summary>What the tables of the format say of the octets.</summary>
    private static EntryStatus StatusOf(byte[] octets)
    {
        try
        {
            new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(octets);
            using var document = JsonDocument.Parse(octets, new JsonDocumentOptions { AllowDuplicateProperties = false, MaxDepth = 8 });
            return octets.Length > Ledger.Entries.Entry.MaxOctets || !FormatSchema.IsEntry(document.RootElement) ? EntryStatus.Malformed
                : IndependentForm.IsCanonical(octets) ? EntryStatus.WellFormed
                : EntryStatus.NonCanonical;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or ArgumentException)
        {
            return EntryStatus.Malformed;
        }
    }

    private static void AssertSame(EventSignature expected, EventSignature actual)
    {
        Assert.Equal((expected.Alg, expected.KeyId, expected.Index, expected.Size), (actual.Alg, actual.KeyId, actual.Index, actual.Size));
        Assert.Equal(expected.Path, actual.Path);
        FuzzTargets.Same(expected.Sig.Span, actual.Sig.Span);
    }

    private static byte[] Octets(long seq, EntryBody body) => EntryCodec.Write(new Entry(seq, EntrySamples.Noon, body));

    private static SignedEvent[] Sign()
    {
        using var signer = EventSamples.Signer();
        byte[] seed = [.. Enumerable.Repeat((byte)7, 32)];
        using var batches = CommitSigner.FromSeed(EventSamples.LogId, "commit-1", seed, EventSignature.Ed25519Tree);
        using var shared = CommitSigner.FromSharedSecret(EventSamples.LogId, "commit-1", new byte[32]);
        return
        [
            signer.Sign(EventSamples.Plain()), shared.Sign(EventSamples.Plain()),
            .. batches.SignBatch([.. Enumerable.Range(0, 5).Select(seq => new UnsignedEvent(EventSamples.Plain("gateway-1", seq)))]),
            .. FuzzTargets.Values(EventSamples.Any, 12).Select(signer.Sign),
        ];
    }

    private static byte[][] Segments()
    {
        using var log = LogBuilder.Large();
        return [.. log.Segments];
    }
}
