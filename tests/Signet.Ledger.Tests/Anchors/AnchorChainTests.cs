using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Crypto.Operators;
using Org.BouncyCastle.Security;
using Org.BouncyCastle.X509;
using Signet.Ledger.Anchors;
using Signet.Ledger.Entries;
using Xunit;

namespace Signet.Ledger.Tests.Anchors;

public sealed class AnchorChainTests
{
    private static readonly TimestampQuery Query = TimestampQuery.Create(TokenForge.Statement);

    [Fact]
    public void VerifyResponse_IntermediateNeitherInTokenNorConfigured_IsRefused()
    {
        (X509Certificate2 signer, _) = Chain();
        Assert.Equal(AnchorReason.UntrustedChain, Check(new TokenForge(signer, Query), TestPki.Shared.Trust, out _).Reason);
    }

    [Fact]
    public void VerifyResponse_IntermediateInToken_IsAcceptedWithoutExtraCertificates()
    {
        (X509Certificate2 signer, X509Certificate2 middle) = Chain();
        TsaTrust trust = With(middle);

        Assert.True(Check(new TokenForge(signer, Query) { Embedded = [signer, middle] }, trust, out AnchorBody? body).Ok);
        Assert.Empty(body!.Certs);
    }

    [Fact]
    public void VerifyResponse_IntermediateConfigured_StandsInTheAnchorAndSufficesThere()
    {
        (X509Certificate2 signer, X509Certificate2 middle) = Chain();

        Assert.True(Check(new TokenForge(signer, Query), With(middle), out AnchorBody? body).Ok);

        Assert.Equal(middle.RawData, Assert.Single(body!.Certs).ToArray());
        Assert.True(AnchorVerifier.Verify(body, "log.test", TestPki.Shared.Trust).Ok);
        Assert.Equal(AnchorReason.UntrustedChain, AnchorVerifier.Verify(body with { Certs = [] }, "log.test", TestPki.Shared.Trust).Reason);
        Assert.Equal(
            AnchorReason.MalformedAnchor,
            AnchorVerifier.Verify(
                body with { Certs = [.. Enumerable.Repeat(body.Certs[0], 17)] }, "log.test", TestPki.Shared.Trust).Reason);
    }

    [Fact]
    public void VerifyResponse_SignerCertificateSignedWithSha1_IsRefused()
    {
        Assert.Equal(AnchorReason.Accepted, WithSignature("SHA256WITHECDSA"));
        Assert.Equal(AnchorReason.UnfitAlgorithm, WithSignature("SHA1WITHECDSA"));
    }

    /// <summary>The verdict on a signer whose certificate an intermediate signed with this algorithm; made with BouncyCastle, since the
    /// platform signs no certificate with SHA-1.</summary>
    private static AnchorReason WithSignature(string algorithm)
    {
        (X509Certificate2 leaf, X509Certificate2 middle) = Chain(out ECDsa middleKey);
        using (middleKey)
        {
            var template = new Org.BouncyCastle.X509.X509Certificate(leaf.RawData);
            var generator = new X509V3CertificateGenerator();
            generator.SetSerialNumber(template.SerialNumber);
            generator.SetIssuerDN(template.IssuerDN);
            generator.SetSubjectDN(template.SubjectDN);
            generator.SetNotBefore(template.NotBefore);
            generator.SetNotAfter(template.NotAfter);
            generator.SetPublicKey(template.GetPublicKey());
            generator.AddExtension(X509Extensions.ExtendedKeyUsage, critical: true, new ExtendedKeyUsage(KeyPurposeID.id_kp_timeStamping));
            byte[] resigned = generator
                .Generate(new Asn1SignatureFactory(algorithm, PrivateKeyFactory.CreateKey(middleKey.ExportPkcs8PrivateKey())))
                .GetEncoded();
            using X509Certificate2 bare = X509CertificateLoader.LoadCertificate(resigned);
            using ECDsa key = leaf.GetECDsaPrivateKey()!;
            using X509Certificate2 signer = bare.CopyWithPrivateKey(key);
            return Check(new TokenForge(signer, Query) { Embedded = [signer, middle] }, TestPki.Shared.Trust, out _).Reason;
        }
    }

    private static (X509Certificate2 Signer, X509Certificate2 Middle) Chain()
    {
        (X509Certificate2, X509Certificate2) chain = Chain(out ECDsa middleKey);
        middleKey.Dispose();
        return chain;
    }

    /// <summary>An intermediate under the shared root, and a signer under it.</summary>
    private static (X509Certificate2 Signer, X509Certificate2 Middle) Chain(out ECDsa middleKey)
    {
        using X509Certificate2 middle = TestPki.Shared.IssueEcdsa(request =>
        {
            request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, critical: true));
            request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, critical: true));
        });
        middleKey = middle.GetECDsaPrivateKey()!;
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var signerRequest = new CertificateRequest("CN=Leaf", key, HashAlgorithmName.SHA256);
        TestPki.AsSigner(signerRequest);
        using X509Certificate2 bare = signerRequest.Create(
            middle.SubjectName,
            X509SignatureGenerator.CreateForECDsa(middleKey),
            TestPki.Now.AddDays(-1),
            TestPki.Now.AddDays(1),
            [0x11, .. RandomNumberGenerator.GetBytes(8)]);
        return (bare.CopyWithPrivateKey(key), X509CertificateLoader.LoadCertificate(middle.RawData));
    }

    private static TsaTrust With(X509Certificate2 middle) => new("tsa.test", TestPki.Shared.Trust.Roots, null, [middle.RawData]);

    private static AnchorVerdict Check(TokenForge forge, TsaTrust trust, out AnchorBody? body) =>
        AnchorVerifier.VerifyResponse(Query, forge.Response(), TestPki.Now, TestPki.Now, trust, out body);
}
