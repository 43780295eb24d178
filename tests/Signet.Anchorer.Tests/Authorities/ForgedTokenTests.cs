using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Signet.Ledger.Anchors;
using Signet.Ledger.Tests.Anchors;
using Xunit;

namespace Signet.Anchorer.Tests.Authorities;

/// <summary>Tokens that no honest authority makes, over HTTP, each refused by its name.</summary>
public sealed class ForgedTokenTests
{
    private const string TimeStamping = "1.3.6.1.5.5.7.3.8";
    private const string CodeSigning = "1.3.6.1.5.5.7.3.3";

    private static readonly TestPki Pki = TestPki.Shared;

    private static readonly Dictionary<string, (AnchorReason Expected, Func<TimestampQuery, TokenForge> Forge)> Cases = new()
    {
        ["right"] = (AnchorReason.Accepted, query => new TokenForge(Pki.IssueEcdsa(), query)),
        ["wrong EKU"] = (AnchorReason.SignerNotTimestamping, query => Forge(query, request => TestPki.AddUsages(request, true, CodeSigning))),
        ["extra EKU"] = (
            AnchorReason.SignerNotTimestamping, query => Forge(query, request => TestPki.AddUsages(request, true, TimeStamping, CodeSigning))),
        ["EKU not critical"] = (
            AnchorReason.SignerNotTimestamping, query => Forge(query, request => TestPki.AddUsages(request, false, TimeStamping))),
        ["no EKU"] = (AnchorReason.SignerNotTimestamping, query => Forge(query, _ => { })),
        ["CA as signer"] = (
            AnchorReason.SignerIsAuthority,
            query => Forge(query, request =>
            {
                TestPki.AsSigner(request);
                request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, critical: true));
            })),
        ["unsigned"] = (AnchorReason.SignerCount, query => new TokenForge(Pki.IssueEcdsa(), query) { Signers = 0 }),
        ["signed twice"] = (AnchorReason.SignerCount, query => new TokenForge(Pki.IssueEcdsa(), query) { Signers = 2 }),
        ["certificates injected beside the signer's"] = (
            AnchorReason.Accepted,
            query => Inject((signer, stranger) => new TokenForge(signer, query) { Embedded = [stranger, signer] })),
        ["certificates injected in the signer's place"] = (
            AnchorReason.SignerCertificateMissing,
            query => Inject((signer, stranger) => new TokenForge(signer, query) { Embedded = [stranger] })),
        ["certificate identifier of another"] = (
            AnchorReason.SignerCertificateMismatch,
            query => Inject((signer, stranger) => new TokenForge(signer, query) { EssCertificate = stranger, Embedded = [signer, stranger] })),
        ["no certificate identifier"] = (
            AnchorReason.SignerCertificateMismatch, query => new TokenForge(Pki.IssueEcdsa(), query) { EssCertificate = null }),
        ["SHA-1"] = (AnchorReason.UnfitAlgorithm, query => new TokenForge(Pki.IssueRsa(), query) { DigestOid = TokenForge.Sha1 }),
        ["an hour old"] = (
            AnchorReason.OutsideWindow,
            query => new TokenForge(Pki.IssueEcdsa(), query)
            {
                GenTime = TestPki.Now.AddHours(-1).ToString("yyyyMMddHHmmss'Z'", CultureInfo.InvariantCulture),
            }),
        ["other root"] = (AnchorReason.UntrustedChain, query => new TokenForge(new TestPki().IssueEcdsa(), query)),
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Ask_ForgedToken_IsRefusedByName(string name)
    {
        (AnchorReason expected, Func<TimestampQuery, TokenForge> forge) = Cases[name];
        await using TsaServer server = await TsaServer.StartAsync(
            query => forge(TimestampQuery.Create(TokenForge.Statement, query.AsSpan()[^(3 + TimestampNonce.Octets)..^3], TokenForge.UsualPolicy)).Response(),
            Token);
        var endpoint = new TsaEndpoint(server.Url, Pki.Trust);
        using var sut = new TsaClient(
            new AnchorerOptions { Tsas = [endpoint] }, new FakeTimeProvider(TestPki.Now), new FakeObserver(), NullLogger<TsaClient>.Instance);

        TsaAnswer answer = await sut.AskAsync(endpoint, TokenForge.Statement, Token);

        Assert.Equal(expected, answer.Verdict!.Reason);
        Assert.Equal(expected == AnchorReason.Accepted, answer.Body is not null);
    }

    private static TokenForge Forge(TimestampQuery query, Action<CertificateRequest> extend) => new(Pki.IssueEcdsa(extend), query);

    private static TokenForge Inject(Func<X509Certificate2, X509Certificate2, TokenForge> forge)
    {
        X509Certificate2 signer = Pki.IssueEcdsa();
        X509Certificate2 stranger = Pki.IssueEcdsa();
        return forge(signer, stranger);
    }
}
