using System.Buffers;
using Signet.Ledger.Canonical;

namespace Signet.Ledger.Events;

/// <summary>An event, its octets, and its producer's signature over them.</summary>
public sealed class SignedEvent
{
    /// <summary>The most octets of the wire form: an event and a signature with its proof.</summary>
    public const int MaxWireOctets = CommitEvent.MaxOctets + 2_048;

    // What stands around the event and in its signature, but for the key's name and the path.
    private const int FrameOctets = 256;

    // Digits, quotes and a comma.
    private const int PathNodeOctets = (2 * Digest.Size) + 3;

    private SignedEvent(CommitEvent value, ReadOnlyMemory<byte> octets, Digest digest, EventSignature signature, ReadOnlyMemory<byte> wire) =>
        (Event, Octets, Digest, Signature, Wire) = (value, octets, digest, signature, wire);

    /// <summary>The event as read or written.</summary>
    public CommitEvent Event { get; }

    /// <summary>The event's own octets: what is signed, hashed and stored.</summary>
    public ReadOnlyMemory<byte> Octets { get; }

    /// <summary>The signature.</summary>
    public EventSignature Signature { get; }

    /// <summary>The wire form: the canonical octets of <c>{"event":…,"signature":…}</c>, which are also the body of a commit entry.</summary>
    public ReadOnlyMemory<byte> Wire { get; }

    /// <summary>The digest of the event's octets.</summary>
    public Digest Digest { get; }

    /// <summary>The wire form in an array of its own.</summary>
    public byte[] ToWire() => Wire.ToArray();

    /// <summary>Reads the wire form; false for anything else. Says nothing about who signed it.</summary>
    public static bool TryParse(ReadOnlyMemory<byte> wire, out SignedEvent? signedEvent)
    {
        signedEvent = null;
        if (wire.Length > MaxWireOctets)
        {
            return false;
        }

        var reader = new CanonicalReader(wire.Span, keeps: true);
        var read = Read(ref reader, wire, out _);
        signedEvent = reader.End() ? read : null;
        return signedEvent is not null;
    }

    /// <summary>Reads the identity out of the wire form, and keeps nothing else of it; false for anything that is no wire form.</summary>
    public static bool TryReadPosition(ReadOnlyMemory<byte> wire, out ProducerPosition position)
    {
        position = default;
        if (wire.Length > MaxWireOctets)
        {
            return false;
        }

        var reader = new CanonicalReader(wire.Span, keeps: false);
        Read(ref reader, wire, out var facts);
        if (!reader.End())
        {
            return false;
        }

        position = new ProducerPosition(facts.Event.Producer, facts.Event.Epoch, facts.Event.Seq);
        return true;
    }

    /// <summary>Puts an event and its signature together.</summary>
    /// <param name="unsigned">The event.</param>
    /// <param name="digest">The digest of its octets.</param>
    /// <param name="signature">The signature.</param>
    internal static SignedEvent Create(UnsignedEvent unsigned, Digest digest, EventSignature signature)
    {
        var octets = unsigned.Octets;
        var output = new ArrayBufferWriter<byte>(
            octets.Length + FrameOctets + signature.KeyId.Length + (signature.Path.Count * PathNodeOctets));
        var writer = new CanonicalWriter(output);
        writer.BeginObject();
        writer.Key("event"u8);
        writer.Verbatim(octets.Span);
        writer.Key("signature"u8);
        SignatureCodec.Write(ref writer, signature);
        writer.EndObject();
        return new SignedEvent(
            unsigned.Event, output.WrittenMemory.Slice("{\"event\":".Length, octets.Length), digest, signature, output.WrittenMemory);
    }

    /// <summary>Reads an event and its signature at the reader's place; null when the reader doesn't keep what it reads.</summary>
    /// <param name="reader">Stands in <paramref name="source"/>.</param>
    /// <param name="source">The octets read. What is made of them refers to them: as they stand, not as somebody would write them again.</param>
    /// <param name="facts">What the log needs to know.</param>
    internal static SignedEvent? Read(ref CanonicalReader reader, ReadOnlyMemory<byte> source, out CommitFacts facts)
    {
        var start = reader.Position;
        reader.BeginObject();
        reader.Key("event"u8);
        var eventStart = reader.Position;
        var value = EventCodec.Read(ref reader, out var eventFacts);
        var eventLength = reader.Position - eventStart;
        reader.Key("signature"u8);
        var signature = SignatureCodec.Read(ref reader);
        reader.EndObject();
        facts = new CommitFacts(eventFacts, signature, eventStart, eventLength);
        return !reader.Keeps || reader.Failed
            ? null
            : new SignedEvent(
                value!, source.Slice(eventStart, eventLength), Digest.Of(source.Span.Slice(eventStart, eventLength)),
                signature.ToSignature(source.Span), source[start..reader.Position]);
    }
}
