using System.Globalization;
using Signet.Ledger.Anchors;
using Signet.Ledger.Tests.Anchors;
using Xunit;

namespace Signet.Anchorer.Tests.Authorities;

/// <summary>
/// A time-stamping authority of Debian's <c>openssl ts</c>, with two policies, and signers whose certificates have expired or aren't valid
/// yet. It answers one request at a time.
/// </summary>
internal sealed class OpensslTsa : IDisposable
{
    public const string FirstPolicy = "1.2.3.4.1";
    public const string SecondPolicy = "1.2.3.4.5.6";

    private readonly OpensslAuthority _openssl = new();
    private readonly Lock _one = new();

    public OpensslTsa()
    {
        Assert.True(OpensslAuthority.IsThere, "openssl is not installed");
        _openssl.Create("rsa", Configuration);
        File.WriteAllText(_openssl.PathOf("index.txt"), "");
        File.WriteAllText(_openssl.PathOf("ca-serial"), "1000\n");
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        Issue("expired", now.AddDays(-20), now.AddDays(-10));
        Issue("early", now.AddDays(10), now.AddDays(20));
    }

    public TsaTrust Trust(string? policy = FirstPolicy) => TsaTrust.FromPem("openssl", File.ReadAllText(_openssl.PathOf("root.pem")), policy);

    /// <summary>The answer, by the usual signer or by <c>expired</c> or <c>early</c>.</summary>
    public byte[] Reply(ReadOnlySpan<byte> query, string signer = "tsa")
    {
        lock (_one)
        {
            File.WriteAllBytes(_openssl.PathOf("query.tsq"), query);
            _openssl.Run(
                $"ts -reply -config ts.cnf -section authority -queryfile query.tsq -signer {signer}.pem -inkey tsa.key -out reply.tsr");
            return _openssl["reply.tsr"];
        }
    }

    /// <summary>The answer to openssl's own query for the same octets, which has no nonce.</summary>
    public byte[] ReplyWithoutNonce(ReadOnlySpan<byte> octets)
    {
        lock (_one)
        {
            File.WriteAllBytes(_openssl.PathOf("statement"), octets);
            _openssl.Run($"ts -query -data statement -sha256 -cert -no_nonce -tspolicy {FirstPolicy} -out bare.tsq");
        }

        return Reply(_openssl["bare.tsq"]);
    }

    public void Dispose() => _openssl.Dispose();

    private void Issue(string name, DateTimeOffset from, DateTimeOffset until) => _openssl.Run(
        $"ca -batch -notext -config ts.cnf -name issuer -in tsa.csr -out {name}.pem -startdate {Text(from)} -enddate {Text(until)} -extensions tsa");

    private static string Text(DateTimeOffset time) => time.ToString("yyyyMMddHHmmss'Z'", CultureInfo.InvariantCulture);

    private const string Configuration = $"""
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
        [issuer]
        database = index.txt
        serial = ca-serial
        new_certs_dir = .
        certificate = root.pem
        private_key = root.key
        default_md = sha256
        policy = any
        unique_subject = no
        [any]
        commonName = supplied
        [authority]
        serial = serial
        crypto_device = builtin
        certs = root.pem
        signer_digest = sha256
        default_policy = {FirstPolicy}
        other_policies = {SecondPolicy}
        digests = sha256
        accuracy = secs:1
        ordering = no
        tsa_name = no
        ess_cert_id_chain = no
        ess_cert_id_alg = sha256
        """;
}
