using System.Text.Json;

namespace Signet.Policy.Checks.ToolCallInspector.Arguments;

/// <summary>Which hosts a URL or a host name may lead to.</summary>
internal sealed class HostRule : LocatedRule
{
    /// <summary>True when the values are host names, with or without a port, and no URLs.</summary>
    internal bool IsBare { get; init; }

    internal required HostList Hosts { get; init; }

    /// <summary>The schemes of URLs, in lower case.</summary>
    internal IReadOnlyList<string> Schemes { get; init; } = ["https"];

    /// <summary>The ports; empty for the scheme's own, and for bare names none.</summary>
    internal IReadOnlyList<int> Ports { get; init; } = [];

    /// <inheritdoc/>
    protected override ArgumentFault? JudgeAll(JsonElement arguments, IReadOnlyList<JsonElement> values)
    {
        foreach (JsonElement value in values)
        {
            string? what = value.ValueKind == JsonValueKind.String ? Judge(value.GetString()!) : "is no text";
            if (what is not null)
            {
                return Fault(what);
            }
        }

        return null;
    }

    private string? Judge(string text)
    {
        if (!(IsBare ? HostTarget.TryReadHost(text, out HostTarget? target) : HostTarget.TryReadUrl(text, out target)))
        {
            return IsBare ? "is no host that everybody reads alike" : "is no URL that everybody reads alike";
        }

        return target!.Scheme is { } scheme && !Schemes.Contains(scheme, StringComparer.Ordinal) ? "has a scheme that isn't allowed"
            : !IsPortAllowed(target) ? "has a port that isn't allowed"
            : !Hosts.Allows(target) ? "leads to a host that isn't allowed"
            : null;
    }

    private bool IsPortAllowed(HostTarget target)
    {
        int? usual = target.Scheme switch
        {
            "https" or "wss" => 443,
            "http" or "ws" => 80,
            "ftp" => 21,
            _ => null,
        };
        int? port = target.Port ?? usual;
        return Ports.Count == 0 ? target.Port is null || target.Port == usual : port is { } number && Ports.Contains(number);
    }
}
