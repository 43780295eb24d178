using System.Formats.Asn1;
using System.Security.Cryptography.X509Certificates;

namespace Signet.Ledger.Anchors;

/// <summary>How a SignerInfo names its certificate (RFC 5652, section 5.3): by issuer and serial number, or by key identifier.</summary>
internal sealed class SignerIdentifier
{
    private static readonly Asn1Tag KeyIdentifierTag = new(TagClass.ContextSpecific, 0);

    private readonly ReadOnlyMemory<byte> _issuer;
    private readonly ReadOnlyMemory<byte> _serial;
    private readonly ReadOnlyMemory<byte> _keyIdentifier;

    private SignerIdentifier(ReadOnlyMemory<byte> issuer, ReadOnlyMemory<byte> serial, ReadOnlyMemory<byte> keyIdentifier)
    {
        _issuer = issuer;
        _serial = serial;
        _keyIdentifier = keyIdentifier;
    }

    public static SignerIdentifier Read(AsnReader reader)
    {
        if (reader.PeekTag().HasSameClassAndValue(KeyIdentifierTag))
        {
            byte[] identifier = reader.ReadOctetString(KeyIdentifierTag);
            return identifier.Length == 0
                ? throw new AnchorRefusedException(AnchorReason.MalformedToken, "the signer's key identifier is empty")
                : new SignerIdentifier(default, default, identifier);
        }

        AsnReader sequence = reader.ReadSequence();
        ReadOnlyMemory<byte> issuer = sequence.ReadEncodedValue();
        ReadOnlyMemory<byte> serial = sequence.ReadIntegerBytes();
        sequence.ThrowIfNotEmpty();
        return new SignerIdentifier(issuer, serial, default);
    }

    public bool Names(CertificateFields certificate)
    {
        if (_keyIdentifier.IsEmpty)
        {
            return certificate.Serial.Span.SequenceEqual(_serial.Span) && certificate.Issuer.Span.SequenceEqual(_issuer.Span);
        }

        using X509Certificate2 loaded = X509CertificateLoader.LoadCertificate(certificate.Der.Span);
        return loaded.Extensions[Oids.SubjectKeyIdentifier] is X509SubjectKeyIdentifierExtension extension
            && extension.SubjectKeyIdentifierBytes.Span.SequenceEqual(_keyIdentifier.Span);
    }
}
