using System.Globalization;
using Signet.Policy.Content;
using Signet.Policy.Extensions;
using Signet.Policy.Pipeline;
using Signet.Shared.Endpoints;

namespace Signet.Plugins.SandboxPreview;

/// <summary>
/// Has a call tried out and looks at its effects. All of them allowed releases it, one that is blocked blocks it, any other leaves it to
/// a person, as does a tool that can't be tried out. A trial that fails blocks.
/// </summary>
internal sealed class SandboxPreviewCheck(
    string name, SandboxPreviewOptions options, ICheckSecrets secrets, JsonEndpoint endpoint, TimeProvider time) : ICommitmentCheck
{
    internal const string CheckName = "sandbox_preview";

    private static readonly TimeSpan Margin = TimeSpan.FromMilliseconds(500);

    public string Name => name;

    public TimeSpan Timeout => options.AnswerWithin + Margin;

    public async ValueTask<CheckResult> JudgeAsync(RequestContext request, ToolCall call, CancellationToken cancellationToken)
    {
        if (options.OnlyForTools?.Contains(call.Name) == false)
        {
            return CheckResult.Allowed;
        }

        if (!options.DryRunTools.Contains(call.Name))
        {
            return CheckResult.Escalate("the tool can't be tried out");
        }

        CheckResult decided = await TryOutAsync(call, cancellationToken) is { Ok: true } preview
            ? Judge(preview)
            : CheckResult.Block("the trial of the call failed");
        return decided with { Metadata = decided.Metadata.Append(new("tool", call.Name)).ToDictionary() };
    }

    private async Task<Preview?> TryOutAsync(ToolCall call, CancellationToken cancellationToken)
    {
        try
        {
            (string, string)? credential = options.Token is { } token ? ("Authorization", "Bearer " + secrets.Read(token)) : null;
            ReadOnlyMemory<byte> answer = await endpoint.PostAsync(
                options.Address, Preview.Ask(call), credential, options.MaxResponseOctets, options.AnswerWithin, time, cancellationToken);
            return Preview.Read(answer.Span);
        }
        catch (Exception exception) when (exception is EndpointException or IOException)
        {
            return null;
        }
    }

    private CheckResult Judge(Preview preview)
    {
        string? blocked = preview.Effects.FirstOrDefault(options.BlockedEffects.Contains);
        int unlisted = preview.Effects.Count(effect => !options.AllowedEffects.Contains(effect));
        Dictionary<string, string> metadata = new()
        {
            ["effects"] = preview.Effects.Count.ToString(CultureInfo.InvariantCulture),
            ["unlisted_effects"] = unlisted.ToString(CultureInfo.InvariantCulture),
        };
        if (blocked is not null)
        {
            return CheckResult.Block("the call has an effect that the policy blocks") with
            {
                Metadata = metadata.Append(new("effect", blocked)).ToDictionary(),
            };
        }

        return (unlisted == 0 ? CheckResult.Allowed : CheckResult.Escalate("the call has an effect that the policy doesn't list")) with
        {
            Metadata = metadata,
        };
    }
}
