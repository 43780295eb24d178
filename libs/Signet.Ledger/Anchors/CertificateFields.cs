using System.Formats.Asn1;

namespace Signet.Ledger.Anchors;

/// <summary>What names a certificate (RFC 5280, section 4.1), read from its own octets so that comparisons are of octets.</summary>
/// <param name="Der">The whole certificate.</param>
/// <param name="Serial">The content octets of its serial number.</param>
/// <param name="Issuer">The encoded issuer name.</param>
/// <param name="SignatureAlgorithm">What its issuer signed it with.</param>
internal sealed record CertificateFields(
    ReadOnlyMemory<byte> Der, ReadOnlyMemory<byte> Serial, ReadOnlyMemory<byte> Issuer, AlgorithmIdentifier SignatureAlgorithm)
{
    private static readonly Asn1Tag VersionTag = new(TagClass.ContextSpecific, 0, isConstructed: true);

    /// <exception cref="AsnContentException">The octets are not exactly one certificate.</exception>
    public static CertificateFields Read(ReadOnlyMemory<byte> der)
    {
        var outer = new AsnReader(der, AsnEncodingRules.DER);
        AsnReader certificate = outer.ReadSequence();
        outer.ThrowIfNotEmpty();

        AsnReader tbs = certificate.ReadSequence();
        if (tbs.PeekTag() == VersionTag)
        {
            _ = tbs.ReadEncodedValue();
        }

        ReadOnlyMemory<byte> serial = tbs.ReadIntegerBytes();
        _ = tbs.ReadSequence();
        ReadOnlyMemory<byte> issuer = tbs.ReadEncodedValue();
        return new CertificateFields(der, serial, issuer, AlgorithmIdentifier.Read(certificate));
    }
}
