namespace Signet.Policy.Checks.ToolCallInspector;

/// <summary>Lets some owners use some tools.</summary>
public sealed class ToolGrant
{
    private readonly NamePattern[] _owners;
    private readonly NamePattern[] _tools;
    private readonly RiskTier _maxTier;

    /// <summary>Makes a grant.</summary>
    /// <param name="owners"><c>owners</c>: <c>type:id</c>, or with <c>*</c> at the end what that begins with.</param>
    /// <param name="tools"><c>tools</c>: names, or with <c>*</c> at the end what they begin with.</param>
    /// <param name="maxTier"><c>max_tier</c>: the highest tier of a tool that it is about.</param>
    public ToolGrant(IEnumerable<string> owners, IEnumerable<string> tools, RiskTier maxTier = RiskTier.Critical)
    {
        ArgumentNullException.ThrowIfNull(owners);
        ArgumentNullException.ThrowIfNull(tools);
        _owners = [.. owners.Select(owner => new NamePattern(owner))];
        _tools = [.. tools.Select(tool => new NamePattern(tool))];
        _maxTier = maxTier;
    }

    /// <summary>True when the owner may use the tool.</summary>
    internal bool Covers(string owner, string tool, RiskTier tier)
    {
        if (tier > _maxTier || !IsAny(_tools, tool))
        {
            return false;
        }

        return IsAny(_owners, owner);
    }

    private static bool IsAny(NamePattern[] patterns, string name)
    {
        foreach (NamePattern pattern in patterns)
        {
            if (pattern.IsMatch(name))
            {
                return true;
            }
        }

        return false;
    }
}
