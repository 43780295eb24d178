using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Ess;
using Org.BouncyCastle.Asn1.Pkcs;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Cms;
using Org.BouncyCastle.Security;
using Org.BouncyCastle.Utilities.Collections;
using Signet.Ledger.Anchors;
using BcCertificate = Org.BouncyCastle.X509.X509Certificate;

namespace Signet.Ledger.Tests.Anchors;

/// <summary>Makes tokens with BouncyCastle, right as it stands and wrong wherever a test says so.</summary>
internal sealed record TokenForge(X509Certificate2 Signer, TimestampQuery Query)
{
    public const string UsualPolicy = "1.2.3.4.5";
    public const string Sha1 = "1.3.14.3.2.26";
    public const string Sha256 = "2.16.840.1.101.3.4.2.1";

    public static AnchorStatement Statement { get; } = AnchorStatement.Create("log.test", 42, SHA256.HashData("root"u8));

    public byte[] Imprint { get; init; } = Query.Statement.Imprint.ToArray();

    public string ImprintOid { get; init; } = Sha256;

    public byte[]? Nonce { get; init; } = Query.Nonce.ToArray();

    public string Policy { get; init; } = UsualPolicy;

    public string GenTime { get; init; } = TestPki.Now.ToString("yyyyMMddHHmmss'Z'", CultureInfo.InvariantCulture);

    public int Version { get; init; } = 1;

    public bool CriticalExtension { get; init; }

    public string DigestOid { get; init; } = Sha256;

    public string? SignatureOid { get; init; }

    public string ContentType { get; init; } = "1.2.840.113549.1.9.16.1.4";

    public X509Certificate2? EssCertificate { get; init; } = Signer;

    public bool EssV1 { get; init; }

    public IReadOnlyList<X509Certificate2> Embedded { get; init; } = [Signer];

    public int Signers { get; init; } = 1;

    /// <summary>Names the signer by this key identifier instead of by issuer and serial number.</summary>
    public byte[]? KeyIdentifier { get; init; }

    public byte[] Token(string encoding = "DER")
    {
        var generator = new CmsSignedDataGenerator();
        for (int i = 0; i < Signers; i++)
        {
            var key = PrivateKeyFactory.CreateKey(
                Signer.GetECDsaPrivateKey()?.ExportPkcs8PrivateKey() ?? Signer.GetRSAPrivateKey()!.ExportPkcs8PrivateKey());
            var attributes = new Org.BouncyCastle.Asn1.Cms.AttributeTable(Attributes());
            if (KeyIdentifier is not null)
            {
                generator.AddSigner(key, KeyIdentifier, DigestOid, attributes, null);
            }
            else if (SignatureOid is null)
            {
                generator.AddSigner(key, Bc(Signer), DigestOid, attributes, null);
            }
            else
            {
                generator.AddSigner(key, Bc(Signer), SignatureOid, DigestOid, attributes, null);
            }
        }

        generator.AddCertificates(CollectionUtilities.CreateStore(Embedded.Select(Bc)));
        CmsSignedData signed = generator.Generate(
            new CmsProcessableByteArray(new DerObjectIdentifier(ContentType), TstInfo()), encapsulate: true);
        return signed.ContentInfo.GetEncoded(encoding);
    }

    public byte[] Response(int status = 0, string encoding = "DER") =>
        new DerSequence(new DerSequence(DerInteger.ValueOf(status)), Asn1Object.FromByteArray(Token(encoding))).GetEncoded(encoding);

    public static byte[] Rejection() =>
        new DerSequence(
            new DerSequence(DerInteger.ValueOf(2), new DerSequence(new DerUtf8String("no")), new DerBitString(4, 2))).GetDerEncoded();

    private byte[] TstInfo()
    {
        var parts = new Asn1EncodableVector(
            DerInteger.ValueOf(Version),
            new DerObjectIdentifier(Policy),
            new DerSequence(
                new Org.BouncyCastle.Asn1.X509.AlgorithmIdentifier(new DerObjectIdentifier(ImprintOid), DerNull.Instance),
                new DerOctetString(Imprint)),
            DerInteger.ValueOf(77),
            new DerGeneralizedTime(GenTime));
        if (Nonce is not null)
        {
            parts.Add(new DerInteger(new Org.BouncyCastle.Math.BigInteger(Nonce)));
        }

        if (CriticalExtension)
        {
            var extension = new DerSequence(new DerObjectIdentifier("1.2.3"), DerBoolean.True, new DerOctetString(new byte[] { 5, 0 }));
            parts.Add(new DerTaggedObject(false, 1, new DerSequence(extension)));
        }

        return new DerSequence(parts).GetDerEncoded();
    }

    private Dictionary<DerObjectIdentifier, object> Attributes()
    {
        var attributes = new Dictionary<DerObjectIdentifier, object>();
        if (EssCertificate is { } certificate)
        {
            DerObjectIdentifier type = EssV1
                ? PkcsObjectIdentifiers.IdAASigningCertificate
                : PkcsObjectIdentifiers.IdAASigningCertificateV2;
            Asn1Encodable value = EssV1
                ? new SigningCertificate(new EssCertID(CryptographicOperations.HashData(HashAlgorithmName.SHA1, certificate.RawData)))
                : new SigningCertificateV2(new EssCertIDv2(SHA256.HashData(certificate.RawData), IssuerSerialOf(certificate)));
            attributes[type] = new Org.BouncyCastle.Asn1.Cms.Attribute(type, new DerSet(value));
        }

        return attributes;
    }

    private static IssuerSerial IssuerSerialOf(X509Certificate2 certificate) => new(
        new GeneralNames(new GeneralName(Bc(certificate).IssuerDN)), new DerInteger(Bc(certificate).SerialNumber));

    private static BcCertificate Bc(X509Certificate2 certificate) => new(certificate.RawData);
}
