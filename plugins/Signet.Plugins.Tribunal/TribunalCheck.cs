using Signet.Policy.Content;
using Signet.Policy.Extensions;
using Signet.Policy.Pipeline;
using Signet.Shared.Endpoints;

namespace Signet.Plugins.Tribunal;

/// <summary>
/// Asks two judges at once. Two that allow release the call, two that block block it, and two that differ leave it to a person. A judge
/// that can't be asked, answers late, or gives no verdict counts as one that blocks.
/// </summary>
internal sealed class TribunalCheck(
    string name, TribunalOptions options, ICheckSecrets secrets, JsonEndpoint endpoint, TimeProvider time) : ICommitmentCheck
{
    internal const string CheckName = "tribunal";

    // So that a judge that is late counts as block by this check's rule and not for the whole check.
    private static readonly TimeSpan Margin = TimeSpan.FromMilliseconds(500);

    public string Name => name;

    public TimeSpan Timeout => options.AnswerWithin + Margin;

    public async ValueTask<CheckResult> JudgeAsync(RequestContext request, ToolCall call, CancellationToken cancellationToken)
    {
        if (options.OnlyForTools?.Contains(call.Name) == false)
        {
            return CheckResult.Allowed;
        }

        if (call.Arguments.Length > options.MaxArgumentsLength)
        {
            return CheckResult.Block("the arguments are longer than the judges are shown");
        }

        bool?[] verdicts = await Task.WhenAll(
            AskAsync(options.Judges.A, call, cancellationToken), AskAsync(options.Judges.B, call, cancellationToken));
        CheckResult decided = (verdicts[0], verdicts[1]) switch
        {
            (true, true) => CheckResult.Allowed,
            (true, _) or (_, true) => CheckResult.Escalate("the judges differ"),
            _ => CheckResult.Block("no judge allows the call"),
        };
        return decided with
        {
            Metadata = new Dictionary<string, string> { ["judge_a"] = WordOf(verdicts[0]), ["judge_b"] = WordOf(verdicts[1]) },
        };
    }

    private async Task<bool?> AskAsync(Judge judge, ToolCall call, CancellationToken cancellationToken)
    {
        JudgeQuestion question = new(options.Criteria, call);
        try
        {
            (string, string)? credential = judge.Token is { } token ? ("Authorization", "Bearer " + secrets.Read(token)) : null;
            ReadOnlyMemory<byte> answer = await endpoint.PostAsync(
                judge.Address,
                question.Write(judge.Model, options.MaxTokens),
                credential,
                options.MaxResponseOctets,
                options.AnswerWithin,
                time,
                cancellationToken);
            return VerdictReader.Read(answer, question.Nonce);
        }
        catch (Exception exception) when (exception is EndpointException or IOException)
        {
            return null;
        }
    }

    private static string WordOf(bool? verdict) => verdict switch
    {
        true => "allow",
        false => "block",
        null => "none",
    };
}
