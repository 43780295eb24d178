using System.ClientModel;
using System.ClientModel.Primitives;
using OpenAI.Responses;

namespace Signet.EndToEndTests.Clients;

/// <summary>NuGet <c>OpenAI</c>, Responses: what a program sees of an answer.</summary>
internal static class DotNetResponses
{
    public const string Name = "dotnet-responses";

    public static async Task<SdkAnswer> RunAsync(Uri address, SdkCall call, CancellationToken cancellationToken)
    {
        var correlation = new CorrelationPolicy();
        var options = new ResponsesClientOptions { Endpoint = new Uri(address, "/v1"), RetryPolicy = new ClientRetryPolicy(0) };
        options.AddPolicy(correlation, PipelinePosition.PerCall);
        if (call.Owner is { } owner)
        {
            options.AddPolicy(new OwnerHeaderPolicy(owner), PipelinePosition.PerCall);
        }

        var client = new ResponsesClient(new ApiKeyCredential("not-a-key"), options);
        var seen = new SdkAnswer();
        try
        {
            if (!call.Stream)
            {
                return Whole(await client.CreateResponseAsync(call.Model, call.Prompt, null, cancellationToken)) with { Correlation = correlation.Last };
            }

            await foreach (var update in await client.CreateResponseStreamingAsync(call.Model, call.Prompt, null, cancellationToken))
            {
                seen = Add(seen, update) with { Pieces = seen.Pieces + 1 };
            }

            return seen with { Correlation = correlation.Last };
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            var raw = (exception as ClientResultException)?.GetRawResponse();
            var retryAfter = raw?.Headers.TryGetValue("Retry-After", out var value) == true ? value : null;
            var error = new SdkError(exception.GetType().Name, (exception as ClientResultException)?.Status, null, exception.Message, retryAfter);
            return seen with { Error = error, Correlation = correlation.Last };
        }
    }

    /// <summary>An error inside a stream is an update to this SDK, which its programs have to look at; here it counts as thrown.</summary>
    private static SdkAnswer Add(SdkAnswer seen, StreamingResponseUpdate update) => update switch
    {
        StreamingResponseOutputTextDeltaUpdate text => seen with { Text = seen.Text + text.Delta },
        StreamingResponseRefusalDeltaUpdate refusal => seen with { Refusal = seen.Refusal + refusal.Delta },
        StreamingResponseOutputItemDoneUpdate { Item: FunctionCallResponseItem call } => seen with { Calls = [.. seen.Calls, Call(call)] },
        StreamingResponseCompletedUpdate completed => End(seen, completed.Response),
        StreamingResponseIncompleteUpdate incomplete => End(seen, incomplete.Response),
        StreamingResponseFailedUpdate failed => End(seen, failed.Response),
        StreamingResponseErrorUpdate error => seen with { Error = new SdkError(nameof(StreamingResponseErrorUpdate), null, error.Code, error.Message, null) },
        _ => seen,
    };

    private static SdkAnswer Whole(ResponseResult answer) => End(new SdkAnswer(), answer) with
    {
        Text = answer.GetOutputText() ?? "",
        Refusal = string.Concat(answer.OutputItems.OfType<MessageResponseItem>().SelectMany(item => item.Content).Select(part => part.Refusal)),
        Calls = [.. answer.OutputItems.OfType<FunctionCallResponseItem>().Select(Call)],
    };

    private static SdkAnswer End(SdkAnswer seen, ResponseResult answer) => seen with
    {
        Finish = answer.Status?.ToString().ToLowerInvariant(),
        Tokens = answer.Usage?.TotalTokenCount is { } tokens ? (int)tokens : null,
        Final = answer.GetOutputText() ?? "",
    };

    private static SdkToolCall Call(FunctionCallResponseItem call) => new(call.CallId, call.FunctionName, call.FunctionArguments.ToString());
}
