using Signet.Extensions.Contract;
using Signet.Policy.Content;
using Signet.Policy.Pipeline;
using Signet.Shared.Endpoints;

namespace Signet.Extensions.External;

/// <summary>
/// A service that one check of a policy asks. Whatever it does, the outcome is an answer of the contract, or a failure, which blocks or
/// escalates.
/// </summary>
internal sealed class ExternalService(string name, ExternalCheckOptions options, ExtensionHost host, JsonEndpoint endpoint, TimeProvider time)
{
    // What the check's own time has on top, so that a slow answer is a failure by the policy's option and not the pipeline's block.
    private static readonly TimeSpan Margin = TimeSpan.FromMilliseconds(500);
    private static readonly Dictionary<int, string> NoTexts = [];

    private readonly Uri _address = EndpointAddress.Append(options.Address, CheckWire.PathOf(options.Stage));
    private int _waiting;

    internal string Name => name;

    internal TimeSpan Timeout => options.AnswerWithin + Margin;

    internal async ValueTask<AdmissionResult> AdmitAsync(RequestContext request, CancellationToken cancellationToken)
    {
        (Dictionary<int, string> texts, int unread) = Select(request.Content);
        int skipped = request.Content.Count - texts.Count - unread;
        AdmissionResult result = texts.Count == 0
            ? AdmissionResult.Allowed
            : await AskAsync(CheckMessageWriter.Admission(Name, request, [.. texts.Keys]), texts, cancellationToken);
        return result with { Skipped = skipped, Unread = result.Unread + unread };
    }

    internal async ValueTask<CheckResult> JudgeAsync(RequestContext request, ToolCall call, CancellationToken cancellationToken)
    {
        CheckResult result = (await AskAsync(CheckMessageWriter.Commitment(Name, request, call), NoTexts, cancellationToken)).Result;
        return EchoGuard.Guard(result, [call.Arguments]);
    }

    internal async ValueTask<CheckResult> RecordAsync(RequestContext request, ResponseSummary response, CancellationToken cancellationToken) =>
        (await AskAsync(CheckMessageWriter.Record(Name, request, response), NoTexts, cancellationToken)).Result;

    private async ValueTask<AdmissionResult> AskAsync(
        ReadOnlyMemory<byte> message, IReadOnlyDictionary<int, string> texts, CancellationToken cancellationToken)
    {
        try
        {
            if (message.Length > options.MaxRequestOctets)
            {
                throw new EndpointException("the request is larger than the policy sends");
            }

            AdmissionResult answer = CheckAnswerReader.Read((await PostAsync(message, cancellationToken)).Span, texts);
            return answer with { Result = EchoGuard.Guard(answer.Result, texts.Values) };
        }
        catch (EndpointException exception)
        {
            return Failure(exception.Message) with { Unread = texts.Count };
        }
    }

    private async ValueTask<ReadOnlyMemory<byte>> PostAsync(ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        try
        {
            if (Interlocked.Increment(ref _waiting) > options.MaxConcurrency)
            {
                throw new EndpointException("too many requests wait for it");
            }

            return await endpoint.PostAsync(
                _address, message, Credential(), options.MaxResponseOctets, options.AnswerWithin, time, cancellationToken);
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    private (string Name, string Value)? Credential()
    {
        if (options.ThroughDapr)
        {
            return host.DaprApiToken is { } dapr ? ("dapr-api-token", dapr) : null;
        }

        try
        {
            return options.Token is { } token ? ("Authorization", "Bearer " + host.Secrets.Read(token)) : null;
        }
        catch (IOException)
        {
            throw new EndpointException("its secret can't be read");
        }
    }

    /// <summary>The texts that the policy sends, by their positions, and how many items it would send but have no text, such as images.</summary>
    private (Dictionary<int, string> Texts, int Unread) Select(IReadOnlyList<ContentItem> content)
    {
        Dictionary<int, string> texts = new(content.Count);
        int unread = 0;
        for (int position = 0; position < content.Count; position++)
        {
            ContentItem item = content[position];
            if (options.Kinds?.Contains(item.Kind) == false || options.Roles?.Contains(item.Role) == false)
            {
                continue;
            }

            if (item.Kind == ContentKind.Media)
            {
                unread++;
            }
            else
            {
                texts.Add(position, item.Text);
            }
        }

        return (texts, unread);
    }

    private AdmissionResult Failure(string why) =>
        new CheckResult
        {
            Decision = options.OnFailure == FailureAction.Escalate ? Decision.Escalate : Decision.Block,
            Reason = $"the service of the check {Name} gave no answer: {why}",
            Metadata = new Dictionary<string, string> { ["failed_check"] = Name, ["failure"] = why },
        };
}
