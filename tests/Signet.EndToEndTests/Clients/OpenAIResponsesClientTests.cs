#pragma warning disable OPENAI001 // The client calls its own support of this API experimental.
using System.ClientModel;
using System.ClientModel.Primitives;
using System.Text;
using OpenAI.Responses;

namespace Signet.EndToEndTests.Clients;

/// <summary>
/// The official OpenAI client for Responses, unchanged but for its base address and one header, and the development model: each event has
/// the type that the client knows it by. <see cref="ResponsesTests"/> has answers as the API gives them.
/// </summary>
public sealed class OpenAIResponsesClientTests(SignetFixture fixture) : IClassFixture<SignetFixture>
{
    [Fact]
    public async Task Create_AllowedText_Answers()
    {
        ResponseResult answer = await Client().CreateResponseAsync(Ask("How do I water a cactus?"), TestContext.Current.CancellationToken);
        Assert.Equal(("You wrote: How do I water a cactus?", ResponseStatus.Completed), (answer.GetOutputText(), answer.Status));
    }

    [Fact]
    public async Task Create_ToolThatIsNotListed_IsWithheld()
    {
        ResponseResult answer = await Client().CreateResponseAsync(Ask("/tool delete_everything {}"), TestContext.Current.CancellationToken);
        Assert.Equal("A tool call was withheld by policy.", answer.GetOutputText());
        Assert.IsType<MessageResponseItem>(Assert.Single(answer.OutputItems), exactMatch: false);
    }

    [Theory]
    [InlineData("How do I water a cactus?", "You wrote: How do I water a cactus?")]
    [InlineData("/say My number is 123-45-6789.", "My number is [US SSN].")]
    [InlineData("/tool delete_everything {}", "A tool call was withheld by policy.")]
    public async Task Stream_Allowed_SaysTheSameInPiecesAndAsAWhole(string message, string expected)
    {
        var (text, updates) = await StreamAsync(message);
        Assert.Equal(expected, text);
        var end = Assert.IsType<StreamingResponseCompletedUpdate>(updates[^1], exactMatch: false);
        Assert.Equal(expected, end.Response.GetOutputText());
    }

    [Fact]
    public async Task Stream_AllowedToolCall_IsHandedOutWhole()
    {
        var (_, updates) = await StreamAsync("""/tool get_weather {"city":"Oslo"}""");
        var end = Assert.IsType<StreamingResponseCompletedUpdate>(updates[^1], exactMatch: false);
        var call = Assert.IsType<FunctionCallResponseItem>(Assert.Single(end.Response.OutputItems), exactMatch: false);
        Assert.Equal(("get_weather", """{"city":"Oslo"}"""), (call.FunctionName, call.FunctionArguments.ToString()));
    }

    [Fact]
    public async Task Stream_MarkingAboveTheRequest_EndsWithAnErrorAndAFailedResponse()
    {
        var (text, updates) = await StreamAsync("/say All is well. (TS//SCI) The convoy leaves at dawn.");
        Assert.StartsWith("All is", text, StringComparison.Ordinal);
        Assert.DoesNotContain("SCI", text, StringComparison.Ordinal);
        Assert.Equal("signet_abort", Assert.Single(updates.OfType<StreamingResponseErrorUpdate>()).Code);
        var end = Assert.IsType<StreamingResponseFailedUpdate>(updates[^1], exactMatch: false);
        Assert.Equal(ResponseStatus.Failed, end.Response.Status);
    }

    private static CreateResponseOptions Ask(string message, bool streamed = false)
    {
        var options = new CreateResponseOptions { Model = "any-model", StreamingEnabled = streamed ? true : null };
        options.InputItems.Add(ResponseItem.CreateUserMessageItem(message));
        return options;
    }

    private ResponsesClient Client()
    {
        var options = new ResponsesClientOptions { Endpoint = new Uri(fixture.Signet.Address, "v1") };
        options.AddPolicy(new OwnerHeaderPolicy("human:openai-sdk"), PipelinePosition.PerCall);
        return new ResponsesClient(new ApiKeyCredential("not-a-key"), options);
    }

    private async Task<(string Text, List<StreamingResponseUpdate> Updates)> StreamAsync(string message)
    {
        var (text, updates) = (new StringBuilder(), new List<StreamingResponseUpdate>());
        await foreach (var update in await Client().CreateResponseStreamingAsync(
            Ask(message, streamed: true), TestContext.Current.CancellationToken))
        {
            updates.Add(update);
            text.Append(update is StreamingResponseOutputTextDeltaUpdate delta ? delta.Delta : "");
        }

        return (text.ToString(), updates);
    }
}
