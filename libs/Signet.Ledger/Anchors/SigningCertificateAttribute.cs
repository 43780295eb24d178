using System.Formats.Asn1;
using System.Security.Cryptography;

namespace Signet.Ledger.Anchors;

/// <summary>
/// The signed attribute that fixes the signer's certificate: SigningCertificateV2 (RFC 5035) or SigningCertificate (RFC 2634).
/// The older form hashes with SHA-1, which still names one existing certificate; that certificate has to pass every other check.
/// </summary>
internal sealed class SigningCertificateAttribute
{
    private static readonly Asn1Tag DirectoryName = new(TagClass.ContextSpecific, 4, isConstructed: true);

    private readonly HashAlgorithmName _algorithm;
    private readonly byte[] _hash;
    private readonly ReadOnlyMemory<byte> _issuer;
    private readonly ReadOnlyMemory<byte> _serial;

    private SigningCertificateAttribute(HashAlgorithmName algorithm, byte[] hash, ReadOnlyMemory<byte> issuer, ReadOnlyMemory<byte> serial)
    {
        _algorithm = algorithm;
        _hash = hash;
        _issuer = issuer;
        _serial = serial;
    }

    /// <summary>Reads the first ESSCertID, which is the signer's; those after it name its chain and decide nothing here.</summary>
    public static SigningCertificateAttribute Read(ReadOnlyMemory<byte> value, bool isV2)
    {
        var outer = new AsnReader(value, AsnEncodingRules.DER);
        AsnReader attribute = outer.ReadSequence();
        outer.ThrowIfNotEmpty();
        AsnReader id = attribute.ReadSequence().ReadSequence();

        HashAlgorithmName algorithm = isV2 ? HashAlgorithmName.SHA256 : HashAlgorithmName.SHA1;
        if (isV2 && id.PeekTag().HasSameClassAndValue(new Asn1Tag(UniversalTagNumber.Sequence)))
        {
            algorithm = AlgorithmIdentifier.Read(id).ToDigest();
        }

        byte[] hash = id.ReadOctetString();
        ReadOnlyMemory<byte> issuer = default;
        ReadOnlyMemory<byte> serial = default;
        if (id.HasData)
        {
            AsnReader issuerSerial = id.ReadSequence();
            AsnReader names = issuerSerial.ReadSequence();
            issuer = names.ReadSequence(DirectoryName).ReadEncodedValue();
            names.ThrowIfNotEmpty();
            serial = issuerSerial.ReadIntegerBytes();
            issuerSerial.ThrowIfNotEmpty();
        }

        id.ThrowIfNotEmpty();
        return new SigningCertificateAttribute(algorithm, hash, issuer, serial);
    }

    public bool Names(CertificateFields certificate) =>
        CryptographicOperations.HashData(_algorithm, certificate.Der.Span).AsSpan().SequenceEqual(_hash)
        && (_serial.IsEmpty
            || (certificate.Serial.Span.SequenceEqual(_serial.Span) && certificate.Issuer.Span.SequenceEqual(_issuer.Span)));
}
