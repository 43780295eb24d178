using System.ClientModel;
using System.ClientModel.Primitives;
using System.Text;
using OpenAI;
using OpenAI.Chat;
using Signet.Ledger.Events;
using Signet.Testing.Gateway;

namespace Signet.EndToEndTests.Clients;

/// <summary>NuGet <c>OpenAI</c>, Chat Completions, against recorded answers.</summary>
public sealed class RecordedChatClientTests(ClientsFixture fixture) : IClassFixture<ClientsFixture>
{
    private readonly CorrelationPolicy _correlation = new();

    [Theory]
    [InlineData("tools-parallel")]
    [InlineData("tools-text")]
    public async Task ParallelToolCalls_OneRefused_KeepTheOthers(string answer)
    {
        ChatCompletion unary = await Client(answer).CompleteChatAsync(
            [new UserChatMessage("Go on.")], cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(["""{"city":"Oslo","unit":"celsius"}""", """{"city":"Lima","unit":"celsius"}"""], unary.ToolCalls.Select(call => call.FunctionArguments.ToString()));
        Assert.Equal(ChatFinishReason.ToolCalls, unary.FinishReason);
        await AssertRecordedAsync();

        var calls = new SortedDictionary<int, StringBuilder>();
        ChatFinishReason? end = null;
        await foreach (var update in Client(answer).CompleteChatStreamingAsync(
            [new UserChatMessage("Go on.")], cancellationToken: TestContext.Current.CancellationToken))
        {
            foreach (var call in update.ToolCallUpdates)
            {
                calls.TryAdd(call.Index, new StringBuilder());
                calls[call.Index].Append(call.FunctionArgumentsUpdate?.ToString());
            }

            end = update.FinishReason ?? end;
        }

        Assert.Equal(unary.ToolCalls.Select(call => call.FunctionArguments.ToString()), calls.Values.Select(text => text.ToString()));
        Assert.Equal(ChatFinishReason.ToolCalls, end);
        await AssertRecordedAsync();

        Task AssertRecordedAsync() => fixture.AssertRecordedAsync(
            _correlation.Last, EventPhase.Admitted, EventPhase.ToolCall, EventPhase.ToolCall, EventPhase.ToolCall, EventPhase.Completed);
    }

    /// <summary>202 is an error to this SDK.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Request_Escalated_Throws(bool streamed)
    {
        ChatMessage[] messages = [new UserChatMessage("Summarise the quarterly figures.")];
        var error = await Assert.ThrowsAsync<ClientResultException>(async () =>
        {
            if (!streamed)
            {
                await Client("text").CompleteChatAsync(messages, cancellationToken: TestContext.Current.CancellationToken);
                return;
            }

            await foreach (var update in Client("text").CompleteChatStreamingAsync(messages, cancellationToken: TestContext.Current.CancellationToken))
            {
                Assert.Fail("Nothing was answered.");
            }
        });
        Assert.Equal(202, error.Status);
        await fixture.AssertRecordedAsync(_correlation.Last, EventPhase.Refused);
    }

    [Theory]
    [InlineData("error-429", 429, "7")]
    [InlineData("error-500", 500, null)]
    [InlineData("error-503", 503, "7")]
    public async Task UpstreamError_KeepsItsStatus(string answer, int status, string? retryAfter)
    {
        var error = await Assert.ThrowsAsync<ClientResultException>(() => Client(answer).CompleteChatAsync(
            [new UserChatMessage("Go on.")], cancellationToken: TestContext.Current.CancellationToken));
        error.GetRawResponse()!.Headers.TryGetValue("Retry-After", out var seen);
        Assert.Equal((status, retryAfter), (error.Status, seen));
        await fixture.AssertRecordedAsync(_correlation.Last, EventPhase.Admitted, EventPhase.Completed);
    }

    /// <summary>This SDK doesn't read errors in streams: that nothing says how the answer ended is all that a program can see.</summary>
    [Theory]
    [InlineData("marked")]
    [InlineData("text" + ScriptedLlm.Cut)]
    public async Task Stream_Stopped_HasNoFinishReason(string answer)
    {
        var text = new StringBuilder();
        ChatFinishReason? end = null;
        await foreach (var update in Client(answer).CompleteChatStreamingAsync(
            [new UserChatMessage("Go on.")], cancellationToken: TestContext.Current.CancellationToken))
        {
            text.AppendJoin("", update.ContentUpdate.Select(part => part.Text));
            end = update.FinishReason ?? end;
        }

        Assert.Null(end);
        Assert.DoesNotContain("SCI", text.ToString(), StringComparison.Ordinal);
        await fixture.AssertRecordedAsync(_correlation.Last, EventPhase.Admitted, EventPhase.Aborted);
    }

    private ChatClient Client(string answer)
    {
        var options = new OpenAIClientOptions { Endpoint = new Uri(fixture.Address, "v1"), RetryPolicy = new ClientRetryPolicy(0) };
        options.AddPolicy(new OwnerHeaderPolicy("human:openai-sdk"), PipelinePosition.PerCall);
        options.AddPolicy(_correlation, PipelinePosition.PerCall);
        return new ChatClient(answer, new ApiKeyCredential("not-a-key"), options);
    }
}
