using Signet.Policy.Documents;
using Signet.Policy.Extensions;
using Signet.Policy.Pipeline;
using Signet.Shared.Endpoints;

namespace Signet.Plugins.SandboxPreview;

/// <summary>Reads <c>sandbox_preview</c> from a policy document.</summary>
internal static class SandboxPreviewFactory
{
    private const int MaxNames = 1_000;

    internal static Func<CheckEnvironment, ICheck> Create(OptionReader reader, PluginHost host, JsonEndpoint endpoint)
    {
        Uri? address = EndpointAddress.Parse(reader.RequiredText("url", EndpointAddress.MaxLength));
        if (address is null)
        {
            reader.Error("url", "must be an absolute http or https address without user information, query and fragment");
        }
        else if (EndpointAddress.IsInClear(address))
        {
            reader.Warn("url", "is http: whoever is between here and the sandbox can read and answer what it is asked");
        }

        string? token = reader.Text("token", CheckName.MaxLength);
        if (token is not null && (!CheckName.IsValid(token) || !host.Secrets.Has(token)))
        {
            reader.Error("token", "must be the name of a secret that the host has for checks");
        }

        HashSet<string> only = Names(reader, "only_for_tools");
        if (reader.Has("only_for_tools") && only.Count == 0)
        {
            reader.Error("only_for_tools", "is empty, so that no call would be tried out");
        }

        HashSet<string> blocked = Names(reader, "blocked_effects");
        HashSet<string> allowed = Names(reader, "allowed_effects");
        if (allowed.Overlaps(blocked))
        {
            reader.Error("blocked_effects", "has an effect that is allowed too");
        }

        SandboxPreviewOptions options = new()
        {
            Address = address ?? new Uri("http://127.0.0.1"),
            Token = token,
            OnlyForTools = reader.Has("only_for_tools") ? only : null,
            DryRunTools = Names(reader, "dry_run_tools"),
            AllowedEffects = allowed,
            BlockedEffects = blocked,
            AnswerWithin = TimeSpan.FromMilliseconds(reader.Number("answer_within_ms", 100, 120_000, 10_000)),
            MaxResponseOctets = reader.Number("max_response_kib", 1, 1_024, 64) << 10,
        };
        return environment => new SandboxPreviewCheck(environment.Name, options, host.Secrets, endpoint, environment.Time);
    }

    private static HashSet<string> Names(OptionReader reader, string member) =>
        reader.Texts(member, MaxNames, 256).ToHashSet(StringComparer.Ordinal);
}
