namespace Signet.Policy.Checks.SensitiveData;

/// <summary>The groups as policies write them.</summary>
internal static class GroupNames
{
    internal static IReadOnlyDictionary<string, RuleGroup> All { get; } = new Dictionary<string, RuleGroup>(StringComparer.Ordinal)
    {
        ["secrets"] = RuleGroup.Secrets,
        ["financial"] = RuleGroup.Financial,
        ["national_ids"] = RuleGroup.NationalIds,
        ["contact"] = RuleGroup.Contact,
        ["network"] = RuleGroup.Network,
        ["crypto_addresses"] = RuleGroup.CryptoAddresses,
    };
}
