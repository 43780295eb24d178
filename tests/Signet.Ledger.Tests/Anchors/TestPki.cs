using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Signet.Ledger.Anchors;

namespace Signet.Ledger.Tests.Anchors;

/// <summary>A root and the certificates it issues, right and wrong ones.</summary>
internal sealed class TestPki
{
    public static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private readonly ECDsa _rootKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public TestPki(X509KeyUsageFlags usages = X509KeyUsageFlags.KeyCertSign)
    {
        var request = new CertificateRequest("CN=Test root", _rootKey, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(usages, critical: true));
        Root = request.CreateSelfSigned(Now.AddYears(-5), Now.AddYears(5));
        Trust = new TsaTrust("tsa.test", [Root.RawData], TokenForge.UsualPolicy);
    }

    public static TestPki Shared { get; } = new();

    public static TestPki WithRevocation { get; } = new(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign);

    public X509Certificate2 Root { get; }

    public TsaTrust Trust { get; }

    public X509Certificate2 IssueEcdsa(Action<CertificateRequest>? extend = null, int fromDays = -30, int untilDays = 365)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Test signer", key, HashAlgorithmName.SHA256);
        (extend ?? AsSigner)(request);
        using X509Certificate2 bare = Sign(request, fromDays, untilDays);
        return bare.CopyWithPrivateKey(key);
    }

    public X509Certificate2 IssueRsa(int bits = 2048)
    {
        using var key = RSA.Create(bits);
        var request = new CertificateRequest("CN=Test signer", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        AsSigner(request);
        using X509Certificate2 bare = Sign(request, -30, 365);
        return bare.CopyWithPrivateKey(key);
    }

    public byte[] SignList(
        CertificateRevocationListBuilder builder, System.Numerics.BigInteger number, DateTimeOffset thisUpdate, DateTimeOffset nextUpdate) =>
        builder.Build(
            Root.SubjectName,
            X509SignatureGenerator.CreateForECDsa(_rootKey),
            number,
            nextUpdate,
            HashAlgorithmName.SHA256,
            X509AuthorityKeyIdentifierExtension.CreateFromSubjectKeyIdentifier(new byte[20]),
            thisUpdate);

    public static void AsSigner(CertificateRequest request) => AddUsages(request, critical: true, "1.3.6.1.5.5.7.3.8");

    public static void AddUsages(CertificateRequest request, bool critical, params string[] usages)
    {
        var oids = new OidCollection();
        foreach (string usage in usages)
        {
            oids.Add(new Oid(usage));
        }

        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension(oids, critical));
    }

    private X509Certificate2 Sign(CertificateRequest request, int fromDays, int untilDays)
    {
        byte[] serial = RandomNumberGenerator.GetBytes(12);
        serial[0] = 0x11;
        return request.Create(
            Root.SubjectName, X509SignatureGenerator.CreateForECDsa(_rootKey), Now.AddDays(fromDays), Now.AddDays(untilDays), serial);
    }
}
