using System.Globalization;
using Signet.Testing.Gateway;

namespace Signet.EndToEndTests.Clients;

/// <summary>The recorded answers are valid: the SDKs read each, without a signet between, and alike whether streamed or not.</summary>
public sealed class RecordedAnswersTests(ClientsFixture fixture) : IClassFixture<ClientsFixture>
{
    [Theory]
    [InlineData("chat-completions", "openai-chat")]
    [InlineData("completions", "openai-completions")]
    [InlineData("responses", "openai-responses")]
    [InlineData("messages", "anthropic-messages")]
    [InlineData("responses", DotNetResponses.Name)]
    [InlineData("messages", DotNetMessages.Name)]
    public async Task Streams_SayWhatTheUnaryAnswersSay(string surface, string client)
    {
        var names = ScriptedLlm.Names(surface).Where(name => name.EndsWith(".sse", StringComparison.Ordinal)).Select(name => name[..^4])
            .Where(name => name is not ("error-event" or "two-choices")).ToList();
        Assert.True(names.Count > 3);
        foreach (var name in names)
        {
            var unary = await fixture.RunDirectlyAsync(new SdkCall(client, name));
            var stream = await fixture.RunDirectlyAsync(new SdkCall(client, name) { Stream = true });
            Assert.True(unary.Error is null && stream.Error is null, $"{surface}/{name}: {unary.Error} {stream.Error}");
            Assert.NotNull(unary.Finish);
            Assert.Equal(
                (name, unary.Text, unary.Refusal, unary.Reasoning, unary.Finish, unary.Tokens),
                (name, stream.Text, stream.Refusal, stream.Reasoning, stream.Finish, stream.Tokens));
            Assert.Equal(unary.Calls.Select(call => (call.Id, call.Name)), stream.Calls.Select(call => (call.Id, call.Name)));
            Assert.All(unary.Calls.Zip(stream.Calls), pair => Assert.Equal(pair.First.Arguments, pair.Second.Arguments));
        }
    }

    /// <summary>The helpers refuse streams whose events don't fit together.</summary>
    [Theory]
    [InlineData("openai-chat-helper", "chat-completions")]
    [InlineData("openai-responses", "responses")]
    [InlineData("anthropic-messages", "messages")]
    public async Task Streams_CanBePutTogetherByTheSdksHelpers(string client, string surface)
    {
        foreach (var name in ScriptedLlm.Names(surface).Where(name => name.EndsWith(".sse", StringComparison.Ordinal)).Select(name => name[..^4]))
        {
            var seen = await fixture.RunDirectlyAsync(new SdkCall(client, name) { Helper = true, Stream = true });
            Assert.True((seen.Error is null) == (name != "error-event"), $"{surface}/{name}: {seen.Error}");
        }
    }

    [Theory]
    [InlineData("openai-chat", "chat-completions")]
    [InlineData("openai-completions", "completions")]
    [InlineData("openai-responses", "responses")]
    [InlineData("anthropic-messages", "messages")]
    [InlineData(DotNetResponses.Name, "responses")]
    [InlineData(DotNetMessages.Name, "messages")]
    public async Task Errors_AreTheSdksExceptions(string client, string surface)
    {
        foreach (var name in ScriptedLlm.Names(surface).Where(name => name.StartsWith("error-", StringComparison.Ordinal)))
        {
            var seen = await fixture.RunDirectlyAsync(
                new SdkCall(client, Path.GetFileNameWithoutExtension(name)) { Stream = name.EndsWith(".sse", StringComparison.Ordinal) });
            Assert.NotNull(seen.Error);
            Assert.Equal(name == "error-event.sse" ? null : int.Parse(name.AsSpan(6, 3), CultureInfo.InvariantCulture), seen.Error.Status);
        }
    }
}
