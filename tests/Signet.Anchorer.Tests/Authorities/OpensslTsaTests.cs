using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Signet.Ledger.Anchors;
using Xunit;

namespace Signet.Anchorer.Tests.Authorities;

/// <summary>What the anchorer takes and refuses of a real authority over HTTP, each refusal by its name.</summary>
public sealed class OpensslTsaTests(OpensslTsaFixture fixture) : IClassFixture<OpensslTsaFixture>
{
    private static readonly AnchorStatement Statement = AnchorStatement.Create("log.test", 7, SHA256.HashData("root"u8));
    private static readonly AnchorStatement OtherStatement = AnchorStatement.Create("log.test", 8, SHA256.HashData("root"u8));

    private readonly OpensslTsa _openssl = fixture.Tsa;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(OpensslTsa.FirstPolicy)]
    [InlineData(OpensslTsa.SecondPolicy)]
    [InlineData(null)]
    public async Task Ask_EachPolicy_IsAccepted(string? policy) =>
        await AssertAsync(TsaResult.Accepted, null, query => _openssl.Reply(query), policy);

    [Fact]
    public async Task Ask_PolicyThatItHasNot_IsNotGranted() =>
        await AssertAsync(TsaResult.Refused, AnchorReason.NotGranted, query => _openssl.Reply(query), "1.2.3.9.9");

    [Fact]
    public async Task Ask_OtherPolicyThanAsked_IsRefused() => await AssertAsync(
        TsaResult.Refused, AnchorReason.PolicyMismatch,
        query => _openssl.Reply(TimestampQuery.Create(Statement, NonceOf(query), OpensslTsa.SecondPolicy).Encoded.Span));

    [Fact]
    public async Task Ask_WrongImprint_IsRefused() => await AssertAsync(
        TsaResult.Refused, AnchorReason.ImprintMismatch,
        query => _openssl.Reply(TimestampQuery.Create(OtherStatement, NonceOf(query), OpensslTsa.FirstPolicy).Encoded.Span));

    [Fact]
    public async Task Ask_WrongNonce_IsRefused() => await AssertAsync(
        TsaResult.Refused, AnchorReason.NonceMismatch,
        _ => _openssl.Reply(TimestampQuery.Create(Statement, OpensslTsa.FirstPolicy).Encoded.Span));

    [Fact]
    public async Task Ask_MissingNonce_IsRefused() => await AssertAsync(
        TsaResult.Refused, AnchorReason.NonceMismatch, _ => _openssl.ReplyWithoutNonce(Statement.Octets.Span));

    [Theory]
    [InlineData("expired")]
    [InlineData("early")]
    public async Task Ask_SignerExpiredOrNotYetValid_IsRefused(string signer) => await AssertAsync(
        TsaResult.Refused, AnchorReason.UntrustedChain, query => _openssl.Reply(query, signer));

    [Fact]
    public async Task Ask_TrailingOctets_IsRefused() => await AssertAsync(
        TsaResult.Refused, AnchorReason.TrailingOctets, query => [.. _openssl.Reply(query), 0]);

    [Fact]
    public async Task Ask_TruncatedAnswer_IsRefused() => await AssertAsync(
        TsaResult.Refused, AnchorReason.MalformedResponse, query => _openssl.Reply(query)[..^1]);

    [Fact]
    public async Task Ask_GarbageWithStatus200_IsRefused() => await AssertAsync(
        TsaResult.Refused, AnchorReason.MalformedResponse, _ => "<html>Welcome!</html>"u8.ToArray());

    [Fact]
    public async Task Ask_Status429_IsLimited()
    {
        await using TsaServer server = await TsaServer.StartAsync((http, _) => FakeTsa.Status(http, StatusCodes.Status429TooManyRequests), Token);
        await AssertAsync(TsaResult.Limited, null, server, OpensslTsa.FirstPolicy);
    }

    [Fact]
    public async Task Ask_SlowAnswer_TimesOut()
    {
        await using TsaServer server = await TsaServer.StartAsync((http, _) => FakeTsa.Hang(http), Token);
        await AssertAsync(TsaResult.TimedOut, null, server, OpensslTsa.FirstPolicy);
    }

    private static byte[] NonceOf(byte[] query)
    {
        // The nonce is the INTEGER before the last BOOLEAN, in signet's own requests 16 octets long.
        return query[^(3 + TimestampNonce.Octets)..^3];
    }

    private async Task AssertAsync(
        TsaResult result, AnchorReason? reason, Func<byte[], byte[]> answer, string? policy = OpensslTsa.FirstPolicy)
    {
        await using TsaServer server = await TsaServer.StartAsync(answer, Token);
        await AssertAsync(result, reason, server, policy);
    }

    private async Task AssertAsync(TsaResult result, AnchorReason? reason, TsaServer server, string? policy)
    {
        var endpoint = new TsaEndpoint(server.Url, _openssl.Trust(policy));
        var observer = new FakeObserver();
        using var sut = new TsaClient(
            new AnchorerOptions { Tsas = [endpoint], RequestTimeout = TimeSpan.FromSeconds(result == TsaResult.TimedOut ? 1 : 60) },
            TimeProvider.System, observer, NullLogger<TsaClient>.Instance);
        TsaAnswer answer = await sut.AskAsync(endpoint, Statement, Token);
        Assert.Equal(("openssl", result, reason), Assert.Single(observer.Answers));
        Assert.Equal(result == TsaResult.Accepted, answer.Body is not null);
    }
}
