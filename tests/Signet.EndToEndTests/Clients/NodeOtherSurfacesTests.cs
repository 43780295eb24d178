using Signet.Ledger.Events;
using Signet.Testing.Gateway;

namespace Signet.EndToEndTests.Clients;

/// <summary>npm <c>openai</c>: Completions, Embeddings and Models, against recorded answers.</summary>
public sealed class NodeOtherSurfacesTests(ClientsFixture fixture) : IClassFixture<ClientsFixture>
{
    [Theory]
    [InlineData("text", "stop")]
    [InlineData("length", "length")]
    [InlineData("logprobs", "stop")]
    public async Task Completions_Allowed_AreTheUpstreamsWhetherStreamedOrNot(string answer, string finish)
    {
        var recorded = await fixture.RunDirectlyAsync(new SdkCall("openai-completions", answer));
        foreach (var streamed in new[] { false, true })
        {
            var seen = await fixture.RunAsync(new SdkCall("openai-completions", answer) { Stream = streamed });
            Assert.Null(seen.Error);
            Assert.Equal((recorded.Text, finish, recorded.Tokens), (seen.Text, seen.Finish, seen.Tokens));
            await fixture.AssertRecordedAsync(seen.Correlation, EventPhase.Admitted, EventPhase.Completed);
        }
    }

    [Theory]
    [InlineData("marked")]
    [InlineData("text" + ScriptedLlm.Cut)]
    public async Task Completions_StreamStopped_Throw(string answer)
    {
        var seen = await fixture.RunAsync(new SdkCall("openai-completions", answer) { Stream = true });
        Assert.Equal(("APIError", null), (seen.Error?.Class, seen.Finish));
        Assert.DoesNotContain("SCI", seen.Text, StringComparison.Ordinal);
        await fixture.AssertRecordedAsync(seen.Correlation, EventPhase.Admitted, EventPhase.Aborted);
    }

    [Theory]
    [InlineData("openai-completions")]
    [InlineData("openai-embeddings")]
    public async Task Errors_AreTheSdksExceptions(string client)
    {
        var upstream = await fixture.RunAsync(new SdkCall(client, "error-429"));
        Assert.Equal(("RateLimitError", 429, "7"), (upstream.Error?.Class, upstream.Error?.Status, upstream.Error?.RetryAfter));
        await fixture.AssertRecordedAsync(upstream.Correlation, EventPhase.Admitted, EventPhase.Completed);
        var refused = await fixture.RunAsync(new SdkCall(client, "text") { Owner = null });
        Assert.Equal(("PermissionDeniedError", 403), (refused.Error?.Class, refused.Error?.Status));
        await fixture.AssertRecordedAsync(refused.Correlation, EventPhase.Refused);
    }

    /// <summary>The SDK asks for Base64 unless told otherwise, and decodes it.</summary>
    [Theory]
    [InlineData("base64", null)]
    [InlineData("numbers", "float")]
    public async Task Embeddings_AreTheUpstreams(string answer, string? format)
    {
        var seen = await fixture.RunAsync(new SdkCall("openai-embeddings", answer) { Format = format });
        Assert.Null(seen.Error);
        Assert.Equal(["0.5 -0.25 0.125 0.8125", "0.0625 0.75 -0.5 0.375"], seen.Values);
        await fixture.AssertRecordedAsync(seen.Correlation, EventPhase.Admitted, EventPhase.Completed);
    }

    [Fact]
    public async Task Models_AreListed()
    {
        var seen = await fixture.RunAsync(new SdkCall("openai-models", ""));
        Assert.Null(seen.Error);
        Assert.Equal(["recorded-chat", "recorded-completion", "recorded-embedding"], seen.Values);
    }
}
