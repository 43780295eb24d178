using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Signet.Ledger.Anchors;
using Signet.Ledger.Entries;
using Xunit;

namespace Signet.Ledger.Tests.Anchors;

public sealed class AnchorVerifierTests
{
    private static readonly TestPki Pki = TestPki.Shared;
    private static readonly X509Certificate2 Signer = Pki.IssueEcdsa();
    private static readonly TimestampQuery Query = TimestampQuery.Create(TokenForge.Statement, TokenForge.UsualPolicy);
    private static readonly TokenForge Forge = new(Signer, Query);

    [Theory]
    [InlineData("DER")]
    [InlineData("BER")]
    public void VerifyResponse_ValidToken_IsAcceptedAndVerifiesAgainFromTheStoredBody(string encoding)
    {
        AnchorVerdict verdict = Check(Forge.Response(encoding: encoding), out AnchorBody? body);

        Assert.Equal(AnchorVerdict.Accepted, verdict);
        Assert.NotNull(body);
        Assert.Equal(42, body.TreeSize);
        Assert.Equal(TestPki.Now, body.GenTime);
        Assert.Equal(TokenForge.UsualPolicy, body.Policy);
        Assert.Equal("tsa.test", body.Tsa);
        Assert.True(AnchorVerifier.Verify(body, "log.test", Pki.Trust).Ok);
    }

    [Theory]
    [InlineData("2.16.840.1.101.3.4.2.1")]
    [InlineData("2.16.840.1.101.3.4.2.2")]
    [InlineData("2.16.840.1.101.3.4.2.3")]
    public void VerifyResponse_RsaSigner_IsAccepted(string digest)
    {
        using X509Certificate2 signer = Pki.IssueRsa();
        Assert.Equal(AnchorVerdict.Accepted, Check(new TokenForge(signer, Query) { DigestOid = digest }.Response()));
    }

    [Fact]
    public void VerifyResponse_RsaPssSigner_IsAccepted()
    {
        using X509Certificate2 signer = Pki.IssueRsa();
        Assert.Equal(
            AnchorVerdict.Accepted, Check(new TokenForge(signer, Query) { SignatureOid = "1.2.840.113549.1.1.10" }.Response()));
    }

    [Fact]
    public void VerifyResponse_SmallRsaKey_IsRefused()
    {
        using X509Certificate2 signer = Pki.IssueRsa(1024);
        AssertRefused(AnchorReason.UnfitAlgorithm, new TokenForge(signer, Query));
    }

    [Fact]
    public void VerifyResponse_OlderSigningCertificateAttribute_IsAccepted() =>
        Assert.Equal(AnchorVerdict.Accepted, Check((Forge with { EssV1 = true }).Response()));

    [Fact]
    public void VerifyResponse_SignerNamedByKeyIdentifier_HasToHaveThatIdentifier()
    {
        byte[] identifier = [1, 2, 3, 4];
        using X509Certificate2 signer = Pki.IssueEcdsa(request =>
        {
            TestPki.AsSigner(request);
            request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(identifier, critical: false));
        });
        var forge = new TokenForge(signer, Query) { KeyIdentifier = identifier };
        Assert.Equal(AnchorVerdict.Accepted, Check(forge.Response()));
        AssertRefused(AnchorReason.SignerCertificateMissing, forge with { KeyIdentifier = [1, 2, 3, 5] });
        AssertRefused(AnchorReason.SignerCertificateMissing, Forge with { KeyIdentifier = identifier });
    }

    [Fact]
    public void VerifyResponse_ContentChangedAfterSigning_IsRefused()
    {
        // The serial number decides nothing else, so only the signed digest can tell.
        byte[] response = Forge.Response();
        int serial = response.AsSpan().IndexOf((ReadOnlySpan<byte>)[0x02, 0x01, 77, 0x18]);
        response[serial + 2]++;
        Assert.Equal(AnchorReason.SignatureInvalid, Check(response).Reason);
    }

    [Fact]
    public void VerifyResponse_SignatureChanged_IsRefused()
    {
        byte[] response = Forge.Response();
        response[^1] ^= 1;
        Assert.Equal(AnchorReason.SignatureInvalid, Check(response).Reason);
    }

    [Fact]
    public void VerifyResponse_OtherImprint_IsRefused() =>
        AssertRefused(AnchorReason.ImprintMismatch, Forge with { Imprint = SHA256.HashData("another"u8) });

    [Fact]
    public void VerifyResponse_Sha1Imprint_IsRefused() => AssertRefused(
        AnchorReason.ImprintMismatch,
        Forge with { ImprintOid = TokenForge.Sha1, Imprint = new byte[20] });

    [Fact]
    public void VerifyResponse_ImprintOfAnotherAlgorithmsName_IsRefused() =>
        AssertRefused(AnchorReason.ImprintMismatch, Forge with { ImprintOid = "2.16.840.1.101.3.4.2.8" });

    [Fact]
    public void VerifyResponse_Sha1SignatureDigest_IsRefused() =>
        AssertRefused(AnchorReason.UnfitAlgorithm, Forge with { DigestOid = TokenForge.Sha1 });

    [Fact]
    public void VerifyResponse_OtherNonce_IsRefused() =>
        AssertRefused(AnchorReason.NonceMismatch, Forge with { Nonce = TimestampNonce.Create() });

    [Fact]
    public void VerifyResponse_NoNonce_IsRefused() => AssertRefused(AnchorReason.NonceMismatch, Forge with { Nonce = null });

    [Fact]
    public void VerifyResponse_OtherPolicyThanPinned_IsRefused() =>
        AssertRefused(AnchorReason.PolicyMismatch, Forge with { Policy = "1.2.3.4.6" });

    [Fact]
    public void VerifyResponse_NoPolicyPinned_TakesTheTokens()
    {
        var trust = new TsaTrust("tsa.test", Pki.Trust.Roots);
        Assert.True(Check((Forge with { Policy = "1.2.3.4.6" }).Response(), out AnchorBody? body, trust).Ok);
        Assert.Equal("1.2.3.4.6", body!.Policy);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void VerifyResponse_OtherVersion_IsRefused(int version) =>
        AssertRefused(AnchorReason.WrongVersion, Forge with { Version = version });

    [Fact]
    public void VerifyResponse_CriticalExtension_IsRefused() =>
        AssertRefused(AnchorReason.MalformedToken, Forge with { CriticalExtension = true });

    [Theory]
    [InlineData("20260102030305Z", true)]
    [InlineData("20260102030304Z", false)]
    [InlineData("20260102030507Z", true)]
    [InlineData("20260102030508Z", false)]
    [InlineData("20260102030507.5Z", false)]
    [InlineData("99991231235959Z", false)]
    [InlineData("00010101000000Z", false)]
    public void VerifyResponse_TimeAtTheEdgeOfTheWindow_IsRefusedBeyondTheTolerance(string genTime, bool accepted)
    {
        AnchorVerdict verdict = Check((Forge with { GenTime = genTime }).Response());
        Assert.Equal(accepted ? AnchorReason.Accepted : AnchorReason.OutsideWindow, verdict.Reason);
    }

    [Fact]
    public void VerifyResponse_OtherContentType_IsRefused() =>
        AssertRefused(AnchorReason.WrongContentType, Forge with { ContentType = "1.2.840.113549.1.7.1" });

    [Fact]
    public void VerifyResponse_TwoSigners_IsRefused() => AssertRefused(AnchorReason.SignerCount, Forge with { Signers = 2 });

    [Fact]
    public void VerifyResponse_NoSigner_IsRefused() => AssertRefused(AnchorReason.SignerCount, Forge with { Signers = 0 });

    [Fact]
    public void VerifyResponse_SignerNotEmbedded_IsRefused() =>
        AssertRefused(AnchorReason.SignerCertificateMissing, Forge with { Embedded = [] });

    [Fact]
    public void VerifyResponse_NoCertificateIdentifierSigned_IsRefused() =>
        AssertRefused(AnchorReason.SignerCertificateMismatch, Forge with { EssCertificate = null });

    [Fact]
    public void VerifyResponse_CertificateIdentifierOfAnother_IsRefused() =>
        AssertRefused(AnchorReason.SignerCertificateMismatch, Forge with { EssCertificate = Pki.Root });

    [Fact]
    public void VerifyResponse_GoodCertificateInjectedBesideAnUnfitSigner_IsRefused()
    {
        // The attack: a signer that may not stamp time, with a certificate that may put first.
        using X509Certificate2 unfit = Pki.IssueEcdsa(request => TestPki.AddUsages(request, true, "1.3.6.1.5.5.7.3.3"));
        var forge = new TokenForge(unfit, Query);
        AssertRefused(AnchorReason.SignerNotTimestamping, forge with { Embedded = [Signer, unfit] });
        AssertRefused(AnchorReason.SignerNotTimestamping, forge with { Embedded = [unfit, Signer] });
        AssertRefused(AnchorReason.SignerCertificateMismatch, forge with { Embedded = [Signer, unfit], EssCertificate = Signer });
        AssertRefused(AnchorReason.SignerCertificateMissing, forge with { Embedded = [Signer], EssCertificate = Signer });
    }

    [Fact]
    public void VerifyResponse_StrangersCertificatesBesideTheSigner_ChangeNothing() => Assert.Equal(
        AnchorVerdict.Accepted, Check((Forge with { Embedded = [new TestPki().IssueEcdsa(), Signer, new TestPki().Root] }).Response()));

    [Fact]
    public void VerifyResponse_ExtendedKeyUsageNotCritical_IsRefused() =>
        AssertUnfit(AnchorReason.SignerNotTimestamping, request => TestPki.AddUsages(request, false, "1.3.6.1.5.5.7.3.8"));

    [Fact]
    public void VerifyResponse_ExtendedKeyUsageBesideTimestamping_IsRefused() => AssertUnfit(
        AnchorReason.SignerNotTimestamping, request => TestPki.AddUsages(request, true, "1.3.6.1.5.5.7.3.8", "1.3.6.1.5.5.7.3.3"));

    [Fact]
    public void VerifyResponse_NoExtendedKeyUsage_IsRefused() => AssertUnfit(AnchorReason.SignerNotTimestamping, _ => { });

    [Fact]
    public void VerifyResponse_SignerIsAuthority_IsRefused() => AssertUnfit(AnchorReason.SignerIsAuthority, request =>
    {
        TestPki.AsSigner(request);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, critical: true));
    });

    [Fact]
    public void VerifyResponse_KeyUsageBesideSigning_IsRefused() => AssertUnfit(AnchorReason.SignerNotTimestamping, request =>
    {
        TestPki.AsSigner(request);
        request.CertificateExtensions.Add(
            new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.KeyEncipherment, critical: true));
    });

    [Fact]
    public void VerifyResponse_CertificateExpiredAtTokenTime_IsRefused()
    {
        using X509Certificate2 expired = Pki.IssueEcdsa(fromDays: -30, untilDays: -1);
        AssertRefused(AnchorReason.UntrustedChain, new TokenForge(expired, Query));
    }

    [Fact]
    public void VerifyResponse_CertificateNotYetValidAtTokenTime_IsRefused()
    {
        using X509Certificate2 early = Pki.IssueEcdsa(fromDays: 1);
        AssertRefused(AnchorReason.UntrustedChain, new TokenForge(early, Query));
    }

    [Fact]
    public void VerifyResponse_RootOfTheSameNameThatIsNotPinned_IsRefused()
    {
        var stranger = new TestPki();
        using X509Certificate2 signer = stranger.IssueEcdsa();
        AssertRefused(AnchorReason.UntrustedChain, new TokenForge(signer, Query) { Embedded = [signer, stranger.Root] });
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(-1)]
    public void VerifyResponse_StatusOtherThanGranted_IsRefusedEvenWithAToken(int status) =>
        Assert.Equal(AnchorReason.NotGranted, Check(Forge.Response(status)).Reason);

    [Fact]
    public void VerifyResponse_GrantedWithAFailureNamed_IsRefused()
    {
        byte[] token = Forge.Token();
        byte[] status = [0x30, 0x07, 0x02, 0x01, 0x00, 0x03, 0x02, 0x05, 0x20];
        int length = status.Length + token.Length;
        Assert.Equal(
            AnchorReason.NotGranted, Check([0x30, 0x82, (byte)(length >> 8), (byte)length, .. status, .. token]).Reason);
    }

    [Fact]
    public void VerifyResponse_GrantedWithAText_IsAccepted()
    {
        byte[] token = Forge.Token();
        byte[] status = [0x30, 0x09, 0x02, 0x01, 0x00, 0x30, 0x04, 0x0C, 0x02, .. "ok"u8];
        int length = status.Length + token.Length;
        Assert.Equal(
            AnchorVerdict.Accepted, Check([0x30, 0x82, (byte)(length >> 8), (byte)length, .. status, .. token]));
    }

    [Fact]
    public void VerifyResponse_Rejection_IsRefused() => Assert.Equal(AnchorReason.NotGranted, Check(TokenForge.Rejection()).Reason);

    [Fact]
    public void VerifyResponse_TrailingOctets_IsRefused() =>
        Assert.Equal(AnchorReason.TrailingOctets, Check([.. Forge.Response(), 0]).Reason);

    [Fact]
    public void VerifyResponse_GrantedWithoutToken_IsRefused() =>
        Assert.Equal(AnchorReason.MalformedResponse, Check([0x30, 0x05, 0x30, 0x03, 0x02, 0x01, 0x00]).Reason);

    [Fact]
    public void VerifyResponse_TooLarge_IsRefused() =>
        Assert.Equal(AnchorReason.TooLarge, Check(new byte[AnchorVerifier.MaxResponseOctets + 1]).Reason);

    [Fact]
    public void VerifyResponse_PageInsteadOfAnAnswer_IsRefused() =>
        Assert.Equal(AnchorReason.MalformedResponse, Check("<html>sorry</html>"u8.ToArray()).Reason);

    [Fact]
    public void Verify_MembersOtherThanTheTokens_AreRefused()
    {
        Check(Forge.Response(), out AnchorBody? body);
        AssertStored(AnchorReason.Accepted, body!);
        AssertStored(AnchorReason.ImprintMismatch, body! with { TreeSize = 43 });
        AssertStored(AnchorReason.ImprintMismatch, body! with { Root = new byte[32] });
        AssertStored(AnchorReason.MalformedAnchor, body! with { Root = new byte[31] });
        AssertStored(AnchorReason.MalformedAnchor, body! with { TreeSize = 0 });
        AssertStored(AnchorReason.MalformedAnchor, body! with { Nonce = default });
        AssertStored(AnchorReason.NonceMismatch, body! with { Nonce = TimestampNonce.Create() });
        AssertStored(AnchorReason.WrongAuthority, body! with { Tsa = "other" });
        AssertStored(AnchorReason.PolicyMismatch, body! with { Policy = "1.2.3.4.6" });
        AssertStored(AnchorReason.TimeMismatch, body! with { GenTime = body.GenTime.AddTicks(1) });
        AssertStored(AnchorReason.OutsideWindow, body! with { RequestedAt = body.ReceivedAt.AddTicks(1) });
        foreach (DateTimeOffset end in (DateTimeOffset[])[DateTimeOffset.MinValue, DateTimeOffset.MaxValue])
        {
            AssertStored(AnchorReason.OutsideWindow, body! with { RequestedAt = end, ReceivedAt = end });
        }

        AssertStored(AnchorReason.TrailingOctets, body! with { Token = (byte[])[.. body.Token.Span, 0] });
        AssertStored(AnchorReason.MalformedToken, body! with { Token = default });
        AssertStored(AnchorReason.TooLarge, body! with { Token = new byte[AnchorVerifier.MaxTokenOctets + 1] });
        AssertStored(AnchorReason.MalformedToken, body! with { Certs = [new byte[] { 1, 2, 3 }] });
        Assert.Equal(AnchorReason.ImprintMismatch, AnchorVerifier.Verify(body!, "log.other", Pki.Trust).Reason);
        Assert.Equal(AnchorReason.MalformedAnchor, AnchorVerifier.Verify(body!, "Log Test", Pki.Trust).Reason);
    }

    private static void AssertStored(AnchorReason reason, AnchorBody body) =>
        Assert.Equal(reason, AnchorVerifier.Verify(body, "log.test", Pki.Trust).Reason);

    private static void AssertUnfit(AnchorReason reason, Action<CertificateRequest> extend)
    {
        using X509Certificate2 unfit = Pki.IssueEcdsa(extend);
        AssertRefused(reason, new TokenForge(unfit, Query));
    }

    private static void AssertRefused(AnchorReason reason, TokenForge forge)
    {
        AnchorVerdict verdict = Check(forge.Response(), out AnchorBody? body);
        Assert.Equal(reason, verdict.Reason);
        Assert.Null(body);
    }

    private static AnchorVerdict Check(byte[] response) => Check(response, out _);

    private static AnchorVerdict Check(byte[] response, out AnchorBody? body, TsaTrust? trust = null) => AnchorVerifier.VerifyResponse(
        Query, response, TestPki.Now, TestPki.Now.AddSeconds(2), trust ?? Pki.Trust, out body);
}
