using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Signet.Injector.Certificates;

/// <summary>
/// A certificate for the webhook with its key, and the authority that signed it, all as PEM. Each authority signs one certificate, and its key is
/// forgotten when that is done: nobody can steal it.
/// </summary>
internal sealed record CertificatePair(string Authority, string Certificate, string Key)
{
    private static readonly TimeSpan ClockSkew = TimeSpan.FromHours(1);

    public DateTimeOffset NotAfter => Read(certificate => certificate.NotAfter);

    /// <summary>Makes an authority and a certificate for a Service, both P-256.</summary>
    public static CertificatePair Make(CertificateSettings settings, DateTimeOffset now)
    {
        var (from, to) = (now - ClockSkew, now + settings.Lifetime);
        using var authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var authorityRequest = new CertificateRequest($"CN=signet-injector-ca-{RandomNumberGenerator.GetHexString(8, lowercase: true)}", authorityKey, HashAlgorithmName.SHA256);
        authorityRequest.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, true));
        authorityRequest.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        var authorityId = new X509SubjectKeyIdentifierExtension(authorityRequest.PublicKey, false);
        authorityRequest.CertificateExtensions.Add(authorityId);
        using var authority = authorityRequest.CreateSelfSigned(from, to);

        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={settings.Service}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], true));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromSubjectKeyIdentifier(authorityId));
        var names = new SubjectAlternativeNameBuilder();
        foreach (var name in (string[])["", ".cluster.local"])
        {
            names.AddDnsName($"{settings.Service}.{settings.Namespace}.svc{name}");
        }

        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.Create(authority, from, to, RandomNumberGenerator.GetBytes(16));
        return new CertificatePair(authority.ExportCertificatePem(), certificate.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem());
    }

    /// <summary>The pair, if the three are what they should be and belong together; else null.</summary>
    public static CertificatePair? TryRead(string? authority, string? certificate, string? key, CertificateSettings settings)
    {
        if (authority is null || certificate is null || key is null)
        {
            return null;
        }

        try
        {
            var pair = new CertificatePair(authority, certificate, key);
            using var root = X509Certificate2.CreateFromPem(authority);
            using var leaf = pair.ToServed();
            using var chain = new X509Chain { ChainPolicy = { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck } };
            chain.ChainPolicy.CustomTrustStore.Add(root);
            chain.ChainPolicy.VerificationTimeIgnored = false;
            chain.ChainPolicy.VerificationTime = leaf.NotBefore.ToUniversalTime();
            return chain.Build(leaf) && leaf.MatchesHostname($"{settings.Service}.{settings.Namespace}.svc") ? pair : null;
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>The certificate with its key, to be served.</summary>
    public X509Certificate2 ToServed() => X509Certificate2.CreateFromPem(Certificate, Key);

    private DateTimeOffset Read(Func<X509Certificate2, DateTime> field)
    {
        using var certificate = X509Certificate2.CreateFromPem(Certificate);
        return field(certificate).ToUniversalTime();
    }
}
