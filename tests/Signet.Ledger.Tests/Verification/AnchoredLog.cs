using System.Security.Cryptography.X509Certificates;
using Signet.Ledger.Anchors;
using Signet.Ledger.Entries;
using Signet.Ledger.Tests.Anchors;

namespace Signet.Ledger.Tests.Verification;

/// <summary>Anchors of test logs with tokens that hold.</summary>
internal static class AnchoredLog
{
    public const string Tsa = "tsa.test";

    /// <summary>What the log promises: one authority, the test one.</summary>
    public static AnchorSettings Settings(TestPki pki) => new()
    {
        Required = 1,
        Tsas = [new AnchorAuthority(Tsa, Digest.Of(pki.Root.RawData))],
        MaxLagSeconds = 3_600,
        IdleSeconds = 86_400,
    };

    /// <summary>An anchor over the last segment, stamped in the minute after it.</summary>
    public static AnchorBody Anchor(LogBuilder log, TestPki pki, X509Certificate2 signer)
    {
        var head = log.HeadAfter(log.Segments.Count - 1);
        var query = TimestampQuery.Create(AnchorStatement.Create(log.LogId, head.Size, head.Root.ToArray()), TokenForge.UsualPolicy);
        var at = log.Now.AddSeconds(30);
        var forge = new TokenForge(signer, query) { GenTime = at.ToString("yyyyMMddHHmmss'Z'", System.Globalization.CultureInfo.InvariantCulture) };
        var verdict = AnchorVerifier.VerifyResponse(query, forge.Response(), at, at.AddSeconds(2), pki.Trust, out var body);
        return verdict.Ok ? body! : throw new InvalidOperationException(verdict.Text);
    }
}
