using Signet.Plugins.Tribunal;
using Signet.Policy.Documents;
using Signet.Policy.Extensions;
using Signet.Shared.Endpoints;

[assembly: CheckPlugin(typeof(TribunalPlugin))]

namespace Signet.Plugins.Tribunal;

/// <summary>Brings <c>tribunal</c>.</summary>
public sealed class TribunalPlugin : ICheckPlugin
{
    /// <inheritdoc/>
    public CheckDefinition Define(PluginHost host)
    {
        JsonEndpoint endpoint = new();
        return new()
        {
            Name = TribunalCheck.CheckName,
            Summary = "Has two models judge each tool call; it is released when both allow it.",
            Factory = options => TribunalFactory.Create(options, host, endpoint),
            Options = new Dictionary<string, string>
            {
                ["judges"] = "The two judges, which should not be the same model.",
                ["judges[].url"] = "The chat completions endpoint of the judge's model, such as https://judge.example/v1/chat/completions.",
                ["judges[].model"] = "The model's name.",
                ["judges[].token"] = "The name of the secret that is sent as a bearer token.",
                ["criteria"] = "What the judges shall decide by, in words.",
                ["answer_within_ms"] = "How long both judges together may take.",
                ["max_arguments_kib"] = "A call with longer arguments is blocked without asking.",
                ["max_response_kib"] = "A longer answer counts as block.",
                ["max_tokens"] = "How many tokens a judge may write.",
                ["only_for_tools"] = "The tools that are judged; without it, all of them.",
            },
        };
    }
}
