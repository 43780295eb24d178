namespace Signet.Policy.Extensions;

/// <summary>What a plug-in gets from the host that loads it.</summary>
public sealed record PluginHost
{
    /// <summary>The secrets that the operator keeps for checks.</summary>
    public required ICheckSecrets Secrets { get; init; }
}
