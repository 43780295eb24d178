using System.Numerics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Signet.Ledger.Anchors;
using Signet.Ledger.Entries;
using Xunit;

namespace Signet.Ledger.Tests.Anchors;

/// <summary>Lists that .NET's own builder makes, and what they do to tokens of a revoked signer.</summary>
public sealed class RevocationListTests
{
    private static readonly TestPki Pki = TestPki.WithRevocation;
    private static readonly TimestampQuery Query = TimestampQuery.Create(TokenForge.Statement, TokenForge.UsualPolicy);

    public static byte[] Sample { get; } = Make(revoked: null);

    [Fact]
    public void VerifyResponse_ListsThatSayNothingAgainstIt_IsAccepted()
    {
        using X509Certificate2 signer = Pki.IssueEcdsa();
        using X509Certificate2 other = Pki.IssueEcdsa();
        Assert.Equal(AnchorReason.Accepted, Check(signer, Make(revoked: null)));
        Assert.Equal(AnchorReason.Accepted, Check(signer, Make(other, X509RevocationReason.KeyCompromise)));
        Assert.Equal(AnchorReason.Accepted, Check(signer, Pem(Make(revoked: null))));
    }

    [Theory]
    [InlineData(X509RevocationReason.KeyCompromise, 1, AnchorReason.Revoked)]
    [InlineData(X509RevocationReason.KeyCompromise, -1, AnchorReason.Revoked)]
    [InlineData(X509RevocationReason.CACompromise, 1, AnchorReason.Revoked)]
    [InlineData(X509RevocationReason.CertificateHold, 1, AnchorReason.Revoked)]
    [InlineData(X509RevocationReason.Superseded, -1, AnchorReason.Revoked)]
    [InlineData(X509RevocationReason.Superseded, 0, AnchorReason.Revoked)]
    [InlineData(X509RevocationReason.Superseded, 1, AnchorReason.Accepted)]
    [InlineData(X509RevocationReason.CessationOfOperation, 1, AnchorReason.Accepted)]
    [InlineData(X509RevocationReason.AffiliationChanged, 1, AnchorReason.Accepted)]
    public void VerifyResponse_SignerRevoked_CountsByReasonAndTime(X509RevocationReason reason, int hoursAfterToken, AnchorReason expected)
    {
        using X509Certificate2 signer = Pki.IssueEcdsa();
        Assert.Equal(expected, Check(signer, Make(signer, reason, TestPki.Now.AddHours(hoursAfterToken))));
    }

    [Fact]
    public void VerifyResponse_RevokedWithoutAReason_IsRevokedWhenever()
    {
        using X509Certificate2 signer = Pki.IssueEcdsa();
        Assert.Equal(AnchorReason.Revoked, Check(signer, Make(signer, null, TestPki.Now.AddHours(1))));
    }

    [Fact]
    public void VerifyResponse_NoListThatSpeaksForIt_IsUnknown()
    {
        using X509Certificate2 signer = Pki.IssueEcdsa();
        var stranger = new TestPki();

        // Run out before the token, made after the certificate expired, signed by somebody else of the same name.
        Assert.Equal(AnchorReason.RevocationUnknown, Check(signer, Make(revoked: null, nextUpdate: TestPki.Now.AddMinutes(-1))));
        Assert.Equal(
            AnchorReason.RevocationUnknown,
            Check(signer, Make(revoked: null, thisUpdate: TestPki.Now.AddDays(366), nextUpdate: TestPki.Now.AddDays(400))));
        Assert.Equal(AnchorReason.RevocationUnknown, Check(signer, Make(revoked: null, pki: stranger)));

        // What has run out still knows what it knew.
        Assert.Equal(
            AnchorReason.Revoked,
            Check(signer, Make(signer, X509RevocationReason.KeyCompromise, TestPki.Now.AddDays(-9), nextUpdate: TestPki.Now.AddDays(-1))));
    }

    [Fact]
    public void VerifyResponse_IssuerMayNotSignLists_IsUnknown()
    {
        using X509Certificate2 signer = TestPki.Shared.IssueEcdsa();
        Assert.Equal(AnchorReason.RevocationUnknown, Check(signer, Make(revoked: null, pki: TestPki.Shared), TestPki.Shared));
    }

    [Fact]
    public void Read_ChangedOctets_NeverClearARevokedSigner()
    {
        using X509Certificate2 signer = Pki.IssueEcdsa();
        byte[] list = Make(signer, X509RevocationReason.KeyCompromise);
        for (int i = 0; i < list.Length; i++)
        {
            byte[] changed = [.. list];
            changed[i] ^= 0x01;
            RevocationList read;
            try
            {
                read = RevocationList.Read(changed);
            }
            catch (ArgumentException)
            {
                continue;
            }

            Assert.NotEqual(AnchorReason.Accepted, Check(signer, read, Pki));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")]
    [InlineData("-----BEGIN X509 CRL-----\nAAAA\n-----END X509 CRL-----\n")]
    public void Read_SomethingElse_Throws(string text) =>
        Assert.Throws<ArgumentException>(() => RevocationList.Read(System.Text.Encoding.ASCII.GetBytes(text)));

    private static AnchorReason Check(X509Certificate2 signer, byte[] list, TestPki? pki = null) =>
        Check(signer, RevocationList.Read(list), pki ?? Pki);

    private static AnchorReason Check(X509Certificate2 signer, RevocationList list, TestPki pki) => AnchorVerifier.VerifyResponse(
        Query, new TokenForge(signer, Query).Response(), TestPki.Now, TestPki.Now.AddSeconds(2), pki.Trust.With([list]), out AnchorBody? _).Reason;

    private static byte[] Pem(byte[] list) => System.Text.Encoding.ASCII.GetBytes(PemEncoding.WriteString("X509 CRL", list));

    private static byte[] Make(
        X509Certificate2? revoked,
        X509RevocationReason? reason = null,
        DateTimeOffset? at = null,
        DateTimeOffset? thisUpdate = null,
        DateTimeOffset? nextUpdate = null,
        TestPki? pki = null)
    {
        var builder = new CertificateRevocationListBuilder();
        if (revoked is not null)
        {
            builder.AddEntry(revoked, at ?? TestPki.Now.AddDays(-1), reason);
        }

        return (pki ?? Pki).SignList(
            builder, BigInteger.One, thisUpdate ?? TestPki.Now.AddDays(-10), nextUpdate ?? TestPki.Now.AddDays(10));
    }
}
