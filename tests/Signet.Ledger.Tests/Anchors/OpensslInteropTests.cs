using Signet.Ledger.Anchors;
using Signet.Ledger.Entries;
using Xunit;

namespace Signet.Ledger.Tests.Anchors;

public sealed class OpensslInteropTests
{
    [Theory]
    [InlineData("rsa", "sha256", "sha256")]
    [InlineData("rsa", "sha512", "sha1")]
    [InlineData("ec", "sha256", "sha256")]
    [InlineData("ec", "sha384", "sha384")]
    public void VerifyResponse_TokenOfOpenssl_IsAccepted(string key, string digest, string essDigest)
    {
        Assert.True(OpensslAuthority.IsThere, "openssl is not installed");
        using var authority = new OpensslAuthority();
        authority.Create(key, Configuration(digest, essDigest));
        TimestampQuery query = TimestampQuery.Create(TokenForge.Statement, "1.2.3.4.1");
        DateTimeOffset before = TimeProvider.System.GetUtcNow();
        byte[] reply = authority.Reply(query.Encoded.Span);
        TsaTrust trust = TsaTrust.FromPem("openssl", File.ReadAllText(authority.PathOf("root.pem")), "1.2.3.4.1");

        AnchorVerdict verdict = AnchorVerifier.VerifyResponse(
            query, reply, before, TimeProvider.System.GetUtcNow(), trust, out AnchorBody? body);

        Assert.Equal(AnchorVerdict.Accepted, verdict);
        Assert.True(AnchorVerifier.Verify(body!, "log.test", trust).Ok);
    }

    [Fact]
    public void VerifyResponse_Sha1SignatureOfOpenssl_IsRefused()
    {
        Assert.True(OpensslAuthority.IsThere, "openssl is not installed");
        using var authority = new OpensslAuthority();
        authority.Create("rsa", Configuration("sha1", "sha256"));
        TimestampQuery query = TimestampQuery.Create(TokenForge.Statement);
        DateTimeOffset before = TimeProvider.System.GetUtcNow();
        byte[] reply = authority.Reply(query.Encoded.Span);
        TsaTrust trust = TsaTrust.FromPem("openssl", File.ReadAllText(authority.PathOf("root.pem")));

        AnchorVerdict verdict = AnchorVerifier.VerifyResponse(query, reply, before, TimeProvider.System.GetUtcNow(), trust, out _);

        Assert.Equal(AnchorReason.UnfitAlgorithm, verdict.Reason);
    }

    [Fact]
    public void Encoded_Query_IsReadByOpensslAsMeant()
    {
        Assert.True(OpensslAuthority.IsThere, "openssl is not installed");
        using var authority = new OpensslAuthority();
        TimestampQuery query = TimestampQuery.Create(TokenForge.Statement, "1.2.3.9.9");
        File.WriteAllBytes(authority.PathOf("q.tsq"), query.Encoded.Span);

        string text = authority.Run("ts -query -in q.tsq -text");

        Assert.Contains("Version: 1", text, StringComparison.Ordinal);
        Assert.Contains("Hash Algorithm: sha256", text, StringComparison.Ordinal);
        Assert.Contains("Policy OID: 1.2.3.9.9", text, StringComparison.Ordinal);
        Assert.Contains("Certificate required: yes", text, StringComparison.Ordinal);
        Assert.Contains($"Nonce: 0x{Convert.ToHexString(query.Nonce.Span)}", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Encoded_Query_IsWhatOpensslMakesOfTheSameStatement()
    {
        Assert.True(OpensslAuthority.IsThere, "openssl is not installed");
        using var authority = new OpensslAuthority();
        File.WriteAllBytes(authority.PathOf("statement"), TokenForge.Statement.Octets.Span);

        authority.Run("ts -query -data statement -sha256 -cert -out q.tsq");

        // openssl's nonce is its own; all before it has to be equal.
        byte[] theirs = authority["q.tsq"];
        byte[] ours = TimestampQuery.Create(TokenForge.Statement).Encoded.ToArray();
        Assert.Equal(theirs.AsSpan(2, 54), ours.AsSpan(2, 54));
    }

    private static string Configuration(string digest, string essDigest) => $"""
        [req]
        distinguished_name = dn
        [dn]
        [root]
        basicConstraints = critical,CA:true
        keyUsage = critical,keyCertSign
        [tsa]
        basicConstraints = CA:false
        keyUsage = critical,digitalSignature
        extendedKeyUsage = critical,timeStamping
        [authority]
        serial = serial
        signer_digest = {digest}
        default_policy = 1.2.3.4.1
        digests = sha256
        accuracy = secs:1
        clock_precision_digits = 3
        ess_cert_id_chain = no
        ess_cert_id_alg = {essDigest}
        tsa_name = yes

        """;
}
