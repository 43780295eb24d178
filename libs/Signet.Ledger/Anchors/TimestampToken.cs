using System.Formats.Asn1;

namespace Signet.Ledger.Anchors;

/// <summary>
/// A TimeStampToken: CMS SignedData (RFC 5652) around a TSTInfo. It is read here and not by SignedCms, which takes the first
/// embedded certificate that matches the signer's name, counts no signers, and leaves SHA-1 standing.
/// </summary>
internal sealed class TimestampToken
{
    private const int MaxCertificates = 16;

    private static readonly Asn1Tag Explicit0 = new(TagClass.ContextSpecific, 0, isConstructed: true);
    private static readonly Asn1Tag CertificatesTag = new(TagClass.ContextSpecific, 0, isConstructed: true);
    private static readonly Asn1Tag RevocationTag = new(TagClass.ContextSpecific, 1, isConstructed: true);

    private TimestampToken(byte[] content, TstInfo info, List<ReadOnlyMemory<byte>> certificates, TokenSigner signer)
    {
        Content = content;
        Info = info;
        Certificates = certificates;
        Signer = signer;
    }

    /// <summary>The octets of <see cref="Info"/>, which the signed digest covers.</summary>
    public ReadOnlyMemory<byte> Content { get; }

    public TstInfo Info { get; }

    /// <summary>The embedded certificates. Anyone can put one in.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Certificates { get; }

    public TokenSigner Signer { get; }

    public static TimestampToken Read(ReadOnlyMemory<byte> token)
    {
        var outer = new AsnReader(token, AsnEncodingRules.BER);
        AsnReader contentInfo = outer.ReadSequence();
        if (outer.HasData)
        {
            throw new AnchorRefusedException(AnchorReason.TrailingOctets, "octets follow the token");
        }

        RequireType(contentInfo, Oids.SignedData, "the token is no SignedData");
        AsnReader wrapper = contentInfo.ReadSequence(Explicit0);
        contentInfo.ThrowIfNotEmpty();
        AsnReader signedData = wrapper.ReadSequence();
        wrapper.ThrowIfNotEmpty();

        if (!signedData.TryReadInt32(out int version) || version is < 1 or > 5)
        {
            throw new AnchorRefusedException(AnchorReason.MalformedToken, "the SignedData's version is unknown");
        }

        _ = signedData.ReadSetOf(skipSortOrderValidation: true);
        byte[] content = ReadContent(signedData.ReadSequence());
        List<ReadOnlyMemory<byte>> certificates = ReadCertificates(signedData);
        if (signedData.HasData && signedData.PeekTag() == RevocationTag)
        {
            _ = signedData.ReadEncodedValue();
        }

        TokenSigner signer = ReadSigner(signedData.ReadSetOf(skipSortOrderValidation: true));
        signedData.ThrowIfNotEmpty();
        return new TimestampToken(content, TstInfo.Read(content), certificates, signer);
    }

    private static byte[] ReadContent(AsnReader encapsulated)
    {
        RequireType(encapsulated, Oids.TstInfo, "the token's content is no TSTInfo");
        AsnReader wrapper = encapsulated.ReadSequence(Explicit0);
        encapsulated.ThrowIfNotEmpty();
        byte[] content = wrapper.ReadOctetString();
        wrapper.ThrowIfNotEmpty();
        return content;
    }

    private static List<ReadOnlyMemory<byte>> ReadCertificates(AsnReader signedData)
    {
        var certificates = new List<ReadOnlyMemory<byte>>();
        if (!signedData.HasData || signedData.PeekTag() != CertificatesTag)
        {
            return certificates;
        }

        AsnReader set = signedData.ReadSetOf(skipSortOrderValidation: true, CertificatesTag);
        while (set.HasData)
        {
            bool isCertificate = set.PeekTag().HasSameClassAndValue(new Asn1Tag(UniversalTagNumber.Sequence));
            ReadOnlyMemory<byte> value = set.ReadEncodedValue();
            if (isCertificate)
            {
                certificates.Add(value);
            }
        }

        return certificates.Count <= MaxCertificates
            ? certificates
            : throw new AnchorRefusedException(AnchorReason.TooLarge, "the token carries too many certificates");
    }

    private static TokenSigner ReadSigner(AsnReader signers)
    {
        if (signers.HasData)
        {
            TokenSigner signer = TokenSigner.Read(signers);
            if (!signers.HasData)
            {
                return signer;
            }
        }

        throw new AnchorRefusedException(AnchorReason.SignerCount, "the token has not exactly one signer");
    }

    private static void RequireType(AsnReader reader, string oid, string otherwise)
    {
        if (AlgorithmIdentifier.ReadOid(reader) != oid)
        {
            throw new AnchorRefusedException(AnchorReason.WrongContentType, otherwise);
        }
    }
}
