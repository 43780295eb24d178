using Signet.Plugins.SandboxPreview;
using Signet.Policy.Documents;
using Signet.Policy.Extensions;
using Signet.Shared.Endpoints;

[assembly: CheckPlugin(typeof(SandboxPreviewPlugin))]

namespace Signet.Plugins.SandboxPreview;

/// <summary>Brings <c>sandbox_preview</c>.</summary>
public sealed class SandboxPreviewPlugin : ICheckPlugin
{
    /// <inheritdoc/>
    public CheckDefinition Define(PluginHost host)
    {
        JsonEndpoint endpoint = new();
        return new()
        {
            Name = SandboxPreviewCheck.CheckName,
            Summary = "Has each tool call tried out in a sandbox and judges the effects that were seen there.",
            Factory = options => SandboxPreviewFactory.Create(options, host, endpoint),
            Options = new Dictionary<string, string>
            {
                ["url"] = "The service that tries calls out.",
                ["token"] = "The name of the secret that is sent as a bearer token.",
                ["only_for_tools"] = "The tools that are tried out; without it, all of them. Others are allowed.",
                ["dry_run_tools"] = "The tools that the sandbox can try out; a call of any other is escalated.",
                ["allowed_effects"] = "Effects that may happen.",
                ["blocked_effects"] = "Effects that block; any other effect is escalated.",
                ["answer_within_ms"] = "How long one trial may take.",
                ["max_response_kib"] = "A longer answer blocks.",
            },
        };
    }
}
