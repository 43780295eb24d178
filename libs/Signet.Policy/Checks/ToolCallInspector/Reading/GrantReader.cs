using Signet.Policy.Documents;
using Signet.Policy.Pipeline;

namespace Signet.Policy.Checks.ToolCallInspector.Reading;

/// <summary>Reads <c>grants</c>.</summary>
internal static class GrantReader
{
    private const int MaxGrants = 200;
    private const int MaxOwners = 200;
    private const int MaxTools = 1000;
    private const int MaxLength = 263;

    private static readonly string[] OwnerPrefixes = ["human:", "agent:", "policy:"];

    /// <summary>Null when the policy has no grants; a list without any grants nothing.</summary>
    internal static IReadOnlyList<ToolGrant>? Read(OptionReader reader, IReadOnlyDictionary<string, ToolRule> tools)
    {
        List<ToolGrant> grants = [];
        foreach (OptionReader grant in reader.Objects("grants", MaxGrants))
        {
            IReadOnlyList<string> owners = grant.Texts("owners", MaxOwners, MaxLength);
            IReadOnlyList<string> names = grant.Texts("tools", MaxTools, MaxLength);
            bool ownersFit = owners.Count > 0 && owners.All(IsOwnerPattern);
            bool namesFit = names.Count > 0 && names.All(IsPattern);
            if (!ownersFit)
            {
                grant.Error("owners", "must name owners as human:<id>, agent:<id> or policy:<id>, with * only at the end");
            }

            if (!namesFit)
            {
                grant.Error("tools", "must name tools, with * only at the end");
            }

            if (names.Any(name => !name.EndsWith('*') && !tools.ContainsKey(name)))
            {
                grant.Error("tools", "names a tool that isn't in tools");
            }

            RiskTier maxTier = ToolRuleReader.ReadTier(grant, "max_tier", RiskTier.Critical);
            if (ownersFit && namesFit)
            {
                grants.Add(new ToolGrant(owners, names, maxTier));
            }
        }

        return reader.Has("grants") ? grants : null;
    }

    private static bool IsOwnerPattern(string text) =>
        IsPattern(text)
        && Array.Exists(OwnerPrefixes, prefix => text.Length > prefix.Length && text.StartsWith(prefix, StringComparison.Ordinal));

    private static bool IsPattern(string text) => NamePattern.TryParse(text, out _);
}
