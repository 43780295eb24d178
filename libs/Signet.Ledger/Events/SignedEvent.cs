using System.Buffers;
using System.Text.Json;
using Signet.Ledger.Canonical;

namespace Signet.Ledger.Events;

/// <summary>An event, its octets, and its producer's signature over them.</summary>
public sealed class SignedEvent
{
    /// <summary>The most octets of the wire form: an event and a signature with its proof.</summary>
    public const int MaxWireOctets = CommitEvent.MaxOctets + 2_048;

    private SignedEvent(CommitEvent value, ReadOnlyMemory<byte> octets, EventSignature signature) =>
        (Event, Octets, Signature) = (value, octets, signature);

    /// <summary>The event as read or written.</summary>
    public CommitEvent Event { get; }

    /// <summary>The event's own octets: what is signed, hashed and stored.</summary>
    public ReadOnlyMemory<byte> Octets { get; }

    /// <summary>The signature.</summary>
    public EventSignature Signature { get; }

    /// <summary>The digest of the event's octets.</summary>
    public Digest Digest => Digest.Of(Octets.Span);

    /// <summary>The wire form: the canonical octets of <c>{"event":…,"signature":…}</c>.</summary>
    public byte[] ToWire()
    {
        var output = new ArrayBufferWriter<byte>(Octets.Length + 512);
        WriteTo(output);
        return output.WrittenSpan.ToArray();
    }

    /// <summary>Reads the wire form; false for anything else. Says nothing about who signed it.</summary>
    public static bool TryParse(ReadOnlyMemory<byte> wire, out SignedEvent? signedEvent)
    {
        signedEvent = null;
        if (wire.Length > MaxWireOctets || !CanonicalForm.IsCanonicalObject(wire.Span))
        {
            return false;
        }

        using var document = JsonDocument.Parse(wire);
        var members = new MemberReader(document.RootElement);
        signedEvent = Read(members, wire);
        if (members.Failed || signedEvent is null)
        {
            signedEvent = null;
            return false;
        }

        return true;
    }

    internal static SignedEvent Create(CommitEvent value, ReadOnlyMemory<byte> octets, EventSignature signature) => new(value, octets, signature);

    /// <summary>Reads the two members out of <paramref name="members"/>, whose octets stand somewhere in <paramref name="source"/>.</summary>
    internal static SignedEvent? Read(MemberReader members, ReadOnlyMemory<byte> source)
    {
        var eventElement = members.Any("event", JsonValueKind.Object);
        var signature = SignatureCodec.Read(members.Object("signature"));
        members.End();
        if (members.Failed)
        {
            return null;
        }

        // The octets as they stand in the source, not as somebody would write them again.
        var octets = JsonOctets.Of(eventElement, source);
        if (octets.Length > CommitEvent.MaxOctets)
        {
            members.Fail();
            return null;
        }

        var value = EventCodec.Read(new MemberReader(eventElement, members));
        return members.Failed ? null : new SignedEvent(value, octets, signature);
    }

    internal void WriteTo(IBufferWriter<byte> output)
    {
        var writer = new CanonicalWriter(output);
        writer.BeginObject();
        WriteMembers(ref writer);
        writer.EndObject();
    }

    internal void WriteMembers(ref CanonicalWriter writer)
    {
        writer.Key("event"u8);
        writer.Verbatim(Octets.Span);
        writer.Key("signature"u8);
        SignatureCodec.Write(ref writer, Signature);
    }
}
