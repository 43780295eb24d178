using System.Formats.Asn1;

namespace Signet.Ledger.Anchors;

/// <summary>
/// The signed attributes of a SignerInfo (RFC 5652, section 5.3): the ones RFC 3161 asks for; others are signed and ignored.
/// </summary>
internal sealed class SignedAttributes
{
    private const byte ImplicitTag = 0xA0;
    private const byte SetTag = 0x31;

    private SignedAttributes(byte[] encoded, byte[] messageDigest, List<SigningCertificateAttribute> signingCertificates)
    {
        Encoded = encoded;
        MessageDigest = messageDigest;
        SigningCertificates = signingCertificates;
    }

    /// <summary>The DER under the signature: a SET OF, not the implicit tag that stands in the token.</summary>
    public ReadOnlyMemory<byte> Encoded { get; }

    public ReadOnlyMemory<byte> MessageDigest { get; }

    public IReadOnlyList<SigningCertificateAttribute> SigningCertificates { get; }

    public static SignedAttributes Read(ReadOnlyMemory<byte> attributes)
    {
        byte[] encoded = attributes.ToArray();
        if (encoded[0] != ImplicitTag)
        {
            throw new AnchorRefusedException(AnchorReason.MalformedToken, "the token has no signed attributes");
        }

        encoded[0] = SetTag;
        var outer = new AsnReader(encoded, AsnEncodingRules.DER);
        AsnReader set = outer.ReadSetOf();
        outer.ThrowIfNotEmpty();

        var seen = new HashSet<string>(StringComparer.Ordinal);
        string? contentType = null;
        byte[]? messageDigest = null;
        var signingCertificates = new List<SigningCertificateAttribute>(2);
        while (set.HasData)
        {
            AsnReader attribute = set.ReadSequence();
            string oid = AlgorithmIdentifier.ReadOid(attribute);
            AsnReader values = attribute.ReadSetOf();
            attribute.ThrowIfNotEmpty();
            if (!seen.Add(oid))
            {
                throw new AnchorRefusedException(AnchorReason.MalformedToken, "a signed attribute stands twice");
            }

            switch (oid)
            {
                case Oids.ContentType:
                    contentType = AlgorithmIdentifier.ReadOid(values);
                    break;
                case Oids.MessageDigest:
                    messageDigest = values.ReadOctetString();
                    break;
                case Oids.SigningCertificate or Oids.SigningCertificateV2:
                    signingCertificates.Add(
                        SigningCertificateAttribute.Read(values.ReadEncodedValue(), isV2: oid == Oids.SigningCertificateV2));
                    break;
                default:
                    continue;
            }

            values.ThrowIfNotEmpty();
        }

        if (contentType != Oids.TstInfo)
        {
            throw new AnchorRefusedException(AnchorReason.WrongContentType, "the signed content type is not TSTInfo");
        }

        return new SignedAttributes(
            encoded,
            messageDigest ?? throw new AnchorRefusedException(AnchorReason.SignatureInvalid, "no digest is signed"),
            signingCertificates);
    }
}
