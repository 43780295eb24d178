using Signet.Gateway.Forwarding;

namespace Signet.Gateway.Tests.Forwarding;

public sealed class UpstreamRouteTests : IDisposable
{
    private readonly Upstream _upstream = new("a", new Uri("https://api.example/v1"), new UpstreamOptions(), new UpstreamConnections());

    public void Dispose() => _upstream.Dispose();

    [Theory]
    [InlineData("", "", "openai.chat_completions", "gpt", true)]
    [InlineData("*", "*", "openai.chat_completions", "gpt", true)]
    [InlineData("*", "", "openai.models", null, true)]
    [InlineData("*", "*", "openai.models", null, false)]
    [InlineData("anthropic.*", "", "anthropic.messages", null, true)]
    [InlineData("anthropic.*", "", "anthropic", null, false)]
    [InlineData("anthropic.*", "", "openai.chat_completions", "claude-x", false)]
    [InlineData("", "claude-*", "openai.chat_completions", "claude-", true)]
    [InlineData("", "claude-*", "openai.chat_completions", "Claude-x", false)]
    [InlineData("", "claude", "openai.chat_completions", "claude-x", false)]
    [InlineData("", "gpt,claude", "openai.chat_completions", "claude", true)]
    [InlineData("openai.embeddings", "text-*", "openai.embeddings", "text-3", true)]
    [InlineData("openai.embeddings", "text-*", "openai.chat_completions", "text-3", false)]
    public void Matches_Patterns_FitSurfaceAndModel(string surfaces, string models, string surface, string? model, bool matches)
    {
        var route = new UpstreamRoute(_upstream, null, Split(surfaces), Split(models));

        Assert.Equal(matches, route.Matches(surface, model));
    }

    private static string[] Split(string patterns) => patterns.Split(',', StringSplitOptions.RemoveEmptyEntries);
}
