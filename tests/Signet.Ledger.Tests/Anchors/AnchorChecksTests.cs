using System.Numerics;
using System.Security.Cryptography.X509Certificates;
using Signet.Hosting.TimeStamps;
using Signet.Ledger.Anchors;
using Signet.Ledger.Entries;
using Xunit;

namespace Signet.Ledger.Tests.Anchors;

/// <summary>The check that auditor and verifier make of anchors, with revocation lists in files.</summary>
public sealed class AnchorChecksTests : IDisposable
{
    private const string LogId = "log.test";

    private static readonly TestPki Pki = TestPki.WithRevocation;
    private static readonly TimestampQuery Query = TimestampQuery.Create(TokenForge.Statement, TokenForge.UsualPolicy);

    private readonly string _path = Path.GetTempFileName();
    private readonly X509Certificate2 _signer = Pki.IssueEcdsa();

    public void Dispose()
    {
        _signer.Dispose();
        File.Delete(_path);
    }

    [Fact]
    public void For_ListThatIsReplaced_CountsFromThenOn()
    {
        var anchor = Anchor(_signer);
        Write(List(null), minutes: 0);
        var check = Check();
        Assert.Null(check(anchor));
        Assert.Null(check(anchor));

        Write(List(_signer), minutes: 1);
        Assert.Equal("a certificate of the chain is revoked", check(anchor));

        Write("junk"u8.ToArray(), minutes: 2);
        Assert.Equal("a revocation list can't be used", check(anchor));

        Write(List(null), minutes: 3);
        Assert.Null(check(anchor));
    }

    [Fact]
    public void For_ListOfAnotherIssuer_HoldsNoAnchor()
    {
        Write(new TestPki(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign).SignList(
            new CertificateRevocationListBuilder(), BigInteger.One, TestPki.Now.AddDays(-1), TestPki.Now.AddDays(1)), minutes: 0);
        Assert.Equal("no revocation list speaks for a certificate of the chain at the token's time", Check()(Anchor(_signer)));
    }

    [Fact]
    public void For_FilesThatCannotBeUsed_Throws()
    {
        File.WriteAllText(_path, "junk");
        Assert.Throws<ArgumentException>(Check);
        File.Delete(_path);
        Assert.ThrowsAny<IOException>(Check);
        Assert.Throws<ArgumentException>(() => AnchorChecks.For(LogId, [Pki.Trust], new Dictionary<string, IRevocationSource> { ["another"] = new RevocationFiles([]) }));
    }

    [Fact]
    public void Verify_SignerSeenBefore_IsStillCheckedTokenByToken()
    {
        var trust = new TestPki();
        using var signer = trust.IssueRsa();
        var check = AnchorChecks.For(LogId, [trust.Trust]);
        var anchor = Anchor(signer, trust);
        Assert.Null(check(anchor));
        Assert.Null(check(Anchor(signer, trust)));

        byte[] changed = anchor.Token.ToArray();
        changed[^1] ^= 1;
        Assert.NotNull(check(anchor with { Token = changed }));
        Assert.NotNull(check(anchor with { TreeSize = anchor.TreeSize + 1 }));

        // The same certificate, and a time at which it has lapsed.
        var late = TestPki.Now.AddDays(366);
        Assert.Equal(
            AnchorReason.UntrustedChain,
            AnchorVerifier.VerifyResponse(Query, new TokenForge(signer, Query) { GenTime = late.ToString("yyyyMMddHHmmss'Z'", System.Globalization.CultureInfo.InvariantCulture) }.Response(), late, late, trust.Trust, out _).Reason);
    }

    private Func<AnchorBody, string?> Check() =>
        AnchorChecks.For(LogId, [Pki.Trust], RevocationFiles.Of(new Dictionary<string, string[]> { [Pki.Trust.Name] = [_path] }));

    private static AnchorBody Anchor(X509Certificate2 signer, TestPki? pki = null)
    {
        var verdict = AnchorVerifier.VerifyResponse(
            Query, new TokenForge(signer, Query).Response(), TestPki.Now, TestPki.Now, (pki ?? Pki).Trust, out var body);
        Assert.True(verdict.Ok, verdict.Text);
        return body!;
    }

    private static byte[] List(X509Certificate2? revoked)
    {
        var builder = new CertificateRevocationListBuilder();
        if (revoked is not null)
        {
            builder.AddEntry(revoked, TestPki.Now.AddDays(-1), X509RevocationReason.KeyCompromise);
        }

        return Pki.SignList(builder, BigInteger.One, TestPki.Now.AddDays(-10), TestPki.Now.AddDays(10));
    }

    /// <summary>Times of files are coarse: each has one of its own.</summary>
    private void Write(byte[] octets, int minutes)
    {
        File.WriteAllBytes(_path, octets);
        File.SetLastWriteTimeUtc(_path, TestPki.Now.AddMinutes(minutes).UtcDateTime);
    }
}
