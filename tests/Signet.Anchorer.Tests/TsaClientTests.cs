using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Signet.Ledger.Anchors;
using Xunit;

namespace Signet.Anchorer.Tests;

public sealed class TsaClientTests
{
    private static readonly AnchorStatement Statement = AnchorStatement.Create("log.test", 7, SHA256.HashData("root"u8));

    private static readonly Dictionary<string, Func<HttpContext, Task>> Misbehaviours = new()
    {
        ["status"] = context => FakeTsa.Status(context, 404),
        ["type"] = context => FakeTsa.Reply(context, [0x30], "text/html"),
        ["no type"] = context => context.Response.Body.WriteAsync(new byte[1]).AsTask(),
        ["redirect"] = context =>
        {
            context.Response.Headers.Location = "/elsewhere";
            return FakeTsa.Status(context, 307);
        },
        ["long"] = context =>
        {
            context.Response.ContentLength = AnchorVerifier.MaxResponseOctets + 1;
            return FakeTsa.Reply(context, new byte[AnchorVerifier.MaxResponseOctets + 1]);
        },
        ["long and chunked"] = context => FakeTsa.Reply(context, new byte[AnchorVerifier.MaxResponseOctets + 1]),
    };

    public static TheoryData<string> Names => [.. Misbehaviours.Keys];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Ask_NoTimestampAnswer_GivesNothing(string misbehaviour)
    {
        await using FakeTsa tsa = await FakeTsa.StartAsync("a", TimeProvider.System);
        tsa.Misbehave = Misbehaviours[misbehaviour];

        Assert.Equal(TsaResult.NoAnswer, await AskAsync(tsa.Endpoint));
        Assert.Equal(0, tsa.Elsewhere);
    }

    [Fact]
    public async Task Ask_NobodyListens_IsUnreachable()
    {
        TsaEndpoint endpoint;
        await using (FakeTsa tsa = await FakeTsa.StartAsync("a", TimeProvider.System))
        {
            endpoint = tsa.Endpoint;
        }

        Assert.Equal(TsaResult.Unreachable, await AskAsync(endpoint));
    }

    [Fact]
    public async Task Ask_ConnectionBreaksInTheBody_IsUnreachable()
    {
        await using FakeTsa tsa = await FakeTsa.StartAsync("a", TimeProvider.System);
        tsa.Misbehave = async context =>
        {
            context.Response.ContentLength = 1000;
            await FakeTsa.Reply(context, [0x30]);
            context.Abort();
        };

        Assert.Equal(TsaResult.Unreachable, await AskAsync(tsa.Endpoint));
    }

    [Fact]
    public async Task Ask_OtherPolicyPinned_IsRefused()
    {
        await using FakeTsa tsa = await FakeTsa.StartAsync("a", TimeProvider.System);

        Assert.Equal(TsaResult.Refused, await AskAsync(tsa.Endpoint with { Trust = new TsaTrust("a", tsa.Trust.Roots, "1.2.3") }));
        Assert.Equal(TsaResult.Accepted, await AskAsync(tsa.Endpoint));
    }

    private static async Task<TsaResult> AskAsync(TsaEndpoint endpoint)
    {
        var observer = new FakeObserver();
        using var sut = new TsaClient(
            new AnchorerOptions { Tsas = [endpoint] }, TimeProvider.System, observer, NullLogger<TsaClient>.Instance);
        bool any = (await sut.AskAsync(endpoint, Statement, Token)).Body is not null;
        (string _, TsaResult result, AnchorReason? _) = Assert.Single(observer.Answers);
        Assert.Equal(result == TsaResult.Accepted, any);
        return result;
    }

    [Fact]
    public async Task Ask_TooManyRequests_IsLimitedAndThenNotAsked()
    {
        await using FakeTsa tsa = await FakeTsa.StartAsync("a", TimeProvider.System);
        tsa.Misbehave = context =>
        {
            context.Response.Headers.RetryAfter = "600";
            return FakeTsa.Status(context, 429);
        };
        var observer = new FakeObserver();
        using var sut = new TsaClient(
            new AnchorerOptions { Tsas = [tsa.Endpoint with { Spacing = TimeSpan.Zero }] }, TimeProvider.System, observer, NullLogger<TsaClient>.Instance);
        Assert.Equal(TsaResult.Limited, (await sut.AskAsync(tsa.Endpoint, Statement, Token)).Result);
        tsa.Misbehave = null;
        Assert.Equal(TsaResult.Held, (await sut.AskAsync(tsa.Endpoint, Statement, Token)).Result);
        Assert.Single(tsa.Queries);
    }

    [Fact]
    public async Task Ask_RevocationFileMissing_IsRefused()
    {
        await using FakeTsa tsa = await FakeTsa.StartAsync("a", TimeProvider.System);
        Assert.Equal(TsaResult.Refused, await AskAsync(tsa.Endpoint with { RevocationPaths = ["/nowhere/at/all.crl"] }));
    }
}
