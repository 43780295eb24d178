using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using Signet.Ledger.Anchors;
using Signet.Ledger.Entries;
using Xunit;

namespace Signet.Ledger.Tests.Anchors;

public sealed class AnchorRenewalTests
{
    private static readonly TestPki Pki = TestPki.Shared;

    [Fact]
    public void Assess_LaterAnchorOverTheEntryTakenInTime_CoversIt()
    {
        using X509Certificate2 old = Pki.IssueEcdsa(untilDays: 10);
        using X509Certificate2 renewed = Pki.IssueEcdsa(untilDays: 100);
        var items = AnchorRenewal.Assess([(50, Anchor(old, 42, 0)), (60, Anchor(renewed, 55, 5))]);

        Assert.Equal(60, items[0].CoveredBy);
        Assert.Equal(renewed.NotAfter.ToUniversalTime(), items[0].BackedUntil.UtcDateTime);
        Assert.Equal(old.NotAfter.ToUniversalTime(), items[0].ExpiresAt.UtcDateTime);
        Assert.Null(items[1].CoveredBy);
    }

    [Fact]
    public void Assess_ChainOfCovers_ReachesTheLastOne()
    {
        using X509Certificate2 a = Pki.IssueEcdsa(untilDays: 10);
        using X509Certificate2 b = Pki.IssueEcdsa(untilDays: 20);
        using X509Certificate2 c = Pki.IssueEcdsa(untilDays: 30);
        var items = AnchorRenewal.Assess([(50, Anchor(a, 42, 0)), (60, Anchor(b, 55, 9)), (70, Anchor(c, 65, 19))]);
        Assert.Equal(c.NotAfter.ToUniversalTime(), items[0].BackedUntil.UtcDateTime);
        Assert.Equal([60L, 70L, null], items.Select(item => item.CoveredBy));
    }

    [Theory]
    [InlineData(50, 5, "the tree ends before the older anchor's entry")]
    [InlineData(55, 11, "the older certificate had lapsed")]
    public void Assess_LaterAnchorThatDoesNotCover_LeavesItUncovered(int size, int days, string because)
    {
        using X509Certificate2 old = Pki.IssueEcdsa(untilDays: 10);
        using X509Certificate2 renewed = Pki.IssueEcdsa(untilDays: 100);
        var items = AnchorRenewal.Assess([(50, Anchor(old, 42, 0)), (60, Anchor(renewed, size, days))]);
        Assert.True(items[0].CoveredBy is null, because);
    }

    [Fact]
    public void Assess_NoToken_IsBackedByNothing()
    {
        var items = AnchorRenewal.Assess([(50, Anchor(Pki.IssueEcdsa(), 42, 0) with { Token = new byte[3] })]);
        Assert.Equal(DateTimeOffset.MinValue, items[0].BackedUntil);
    }

    private static AnchorBody Anchor(X509Certificate2 signer, int size, int days)
    {
        var statement = AnchorStatement.Create("log.test", size, new byte[32]);
        TimestampQuery query = TimestampQuery.Create(statement);
        DateTimeOffset at = TestPki.Now.AddDays(days);
        var forge = new TokenForge(signer, query) { GenTime = at.ToString("yyyyMMddHHmmss'Z'", CultureInfo.InvariantCulture) };
        Assert.True(AnchorVerifier.VerifyResponse(query, forge.Response(), at, at, Pki.Trust, out AnchorBody? body).Ok);
        return body!;
    }
}
