using System.Text.Json;
using Anthropic;
using Anthropic.Core;
using Anthropic.Exceptions;
using Anthropic.Models.Messages;

namespace Signet.EndToEndTests.Clients;

/// <summary>NuGet <c>Anthropic</c>, Messages: what a program sees of an answer.</summary>
internal static class DotNetMessages
{
    public const string Name = "dotnet-messages";

    public static async Task<SdkAnswer> RunAsync(Uri address, SdkCall call, CancellationToken cancellationToken)
    {
        using var handler = new OwnerHeaderHandler(call.Owner);
        using var http = new HttpClient(call.Gzip ? new GzipHandler(handler) : handler);
        using var client = new AnthropicClient(new ClientOptions
        {
            HttpClient = http,
            BaseUrl = address.GetLeftPart(UriPartial.Authority),
            ApiKey = "not-a-key",
            MaxRetries = 0,
        });
        var request = new MessageCreateParams
        {
            Model = call.Model,
            MaxTokens = 256,
            Messages = [new MessageParam(new UserMessageParam { Content = call.Prompt })],
        };
        var seen = new SdkAnswer();
        try
        {
            if (!call.Stream)
            {
                return Whole(await client.Messages.Create(request, cancellationToken)) with { Correlation = handler.Correlation };
            }

            var blocks = new List<SdkToolCall?>();
            await foreach (var item in client.Messages.CreateStreaming(request, cancellationToken))
            {
                seen = Add(seen, item, blocks) with { Pieces = seen.Pieces + 1 };
            }

            return seen with { Calls = [.. blocks.OfType<SdkToolCall>()], Correlation = handler.Correlation };
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            var status = (int?)(exception as AnthropicApiException)?.StatusCode;
            return seen with
            {
                Error = new SdkError(exception.GetType().Name, status, null, exception.Message, handler.RetryAfter),
                Correlation = handler.Correlation,
            };
        }
    }

    private static SdkAnswer Add(SdkAnswer seen, RawMessageStreamEvent item, List<SdkToolCall?> blocks)
    {
        if (item.TryPickContentBlockStart(out var start))
        {
            blocks.Add(start.ContentBlock.TryPickToolUse(out var tool) ? new SdkToolCall(tool.ID, tool.Name, "") : null);
        }
        else if (item.TryPickContentBlockDelta(out var delta))
        {
            if (delta.Delta.TryPickInputJson(out var json) && blocks[^1] is { } call)
            {
                blocks[^1] = call with { Arguments = call.Arguments + json.PartialJson };
            }

            return seen with
            {
                Text = seen.Text + (delta.Delta.TryPickText(out var text) ? text.Text : ""),
                Reasoning = seen.Reasoning + (delta.Delta.TryPickThinking(out var thinking) ? thinking.Thinking : ""),
            };
        }
        else if (item.TryPickDelta(out var end))
        {
            return seen with { Finish = end.Delta.StopReason?.Raw(), Tokens = (int)end.Usage.OutputTokens };
        }

        return seen;
    }

    private static SdkAnswer Whole(Message message) => new()
    {
        Text = string.Concat(message.Content.Select(block => block.TryPickText(out var text) ? text.Text : "")),
        Reasoning = string.Concat(message.Content.Select(block => block.TryPickThinking(out var thinking) ? thinking.Thinking : "")),
        Calls =
        [
            .. message.Content.Select(block => block.TryPickToolUse(out var tool)
                ? new SdkToolCall(tool.ID, tool.Name, JsonSerializer.Serialize(tool.Input)) : null).OfType<SdkToolCall>(),
        ],
        Finish = message.StopReason?.Raw(),
        Tokens = (int)message.Usage.OutputTokens,
    };
}
