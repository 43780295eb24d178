using System.Net;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using Signet.Injector.Tests.Fakes;

namespace Signet.Injector.Tests.Admission;

/// <summary>Who is slow, silent or gone holds nobody up for long.</summary>
public sealed class LimitTests
{
    private const string Unfinished =
        "POST /inject HTTP/1.1\r\nHost: injector\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Bodies_MoreThanArePlacesThatNeverEnd_AreSentAwayInTime_AndTheNextReviewIsAnswered()
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var host = await InjectorHost.StartAsync(time);
        var slow = Enumerable.Range(0, 20).Select(async _ =>
        {
            await using var connection = await host.SecureAsync(Token);
            await connection.WriteAsync(Encoding.ASCII.GetBytes(Unfinished), Token);
            using var reader = new StreamReader(connection);
            return await reader.ReadLineAsync(Token);
        }).ToList();
        var all = Task.WhenAll(slow);
        while (!all.IsCompleted)
        {
            // They arrive when they do; each has its own time from then on.
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(20, Token);
        }

        Assert.All(await all, line => Assert.StartsWith("HTTP/1.1 408 ", line, StringComparison.Ordinal));
        await AssertAnsweredAsync(host);
    }

    [Fact]
    public async Task Bodies_WhoseSendersGo_LeaveTheirPlaces()
    {
        await using var host = await InjectorHost.StartAsync();
        for (var sender = 0; sender < 20; sender++)
        {
            await using var connection = await host.SecureAsync(Token);
            await connection.WriteAsync(Encoding.ASCII.GetBytes(Unfinished), Token);
        }

        await AssertAnsweredAsync(host);
    }

    [Fact]
    public async Task Connections_ManyThatSayNothing_HoldNobodyUp_AndAreClosed()
    {
        await using var host = await InjectorHost.StartAsync();
        var silent = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => host.ConnectAsync(Token)));
        await AssertAnsweredAsync(host);
        foreach (var connection in silent)
        {
            await using (connection)
            {
                Assert.Equal(0, await connection.ReadAsync(new byte[1], Token));
            }
        }
    }

    private static async Task AssertAnsweredAsync(InjectorHost host)
    {
        using var answer = await host.PostAsync(Pods.Review(Pods.Read("job")).ToJsonString());
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }
}
