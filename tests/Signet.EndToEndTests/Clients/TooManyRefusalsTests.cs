namespace Signet.EndToEndTests.Clients;

/// <summary>A caller that is refused again and again is told to come back later, in words that SDKs understand.</summary>
public sealed class TooManyRefusalsTests(ClientsFixture fixture) : IClassFixture<ClientsFixture>
{
    private const int Flood = 4;
    private const int MaxTries = 500;

    [Theory]
    [InlineData("openai-chat", "RateLimitError")]
    [InlineData("openai-responses", "RateLimitError")]
    [InlineData("anthropic-messages", "RateLimitError")]
    [InlineData(DotNetResponses.Name, "ClientResultException")]
    [InlineData(DotNetMessages.Name, "AnthropicRateLimitException")]
    public async Task Refusals_TooMany_AreTheSdksRateLimitErrorWithRetryAfter(string client, string error)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var flood = Enumerable.Range(0, Flood).Select(_ => FloodAsync(stop.Token)).ToList();
        try
        {
            // The flood leaves little of what is refused singly; sooner or later the SDK's request finds nothing left.
            SdkError? seen;
            var tries = 0;
            do
            {
                seen = (await fixture.RunAsync(new SdkCall(client, "text") { Owner = null })).Error;
                Assert.True(seen?.Status is 403 or 429, $"{seen}");
            }
            while (seen.Status != 429 && ++tries < MaxTries);

            Assert.Equal((error, 429, "1"), (seen.Class, seen.Status, seen.RetryAfter));
            Assert.True((await fixture.RunAsync(new SdkCall(client, "text"))).Error is null, "Who isn't refused isn't limited.");
        }
        finally
        {
            await stop.CancelAsync();
            await Task.WhenAll(flood);
        }
    }

    private async Task FloodAsync(CancellationToken cancellationToken)
    {
        using var client = new HttpClient();
        try
        {
            while (true)
            {
                await Ask.SendAsync(client, Ask.For(fixture.Address, "Hello", owner: null), cancellationToken);
            }
        }
        catch (OperationCanceledException)
        {
            // The test has seen enough.
        }
    }
}
