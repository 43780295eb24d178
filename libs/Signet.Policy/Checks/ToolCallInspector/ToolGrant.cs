using Signet.Policy.Pipeline;

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
    /// <exception cref="ArgumentException">A name isn't a <see cref="NamePattern"/>.</exception>
    public ToolGrant(IEnumerable<string> owners, IEnumerable<string> tools, RiskTier maxTier = RiskTier.Critical)
    {
        ArgumentNullException.ThrowIfNull(owners);
        ArgumentNullException.ThrowIfNull(tools);
        _owners = [.. owners.Select(Pattern)];
        _tools = [.. tools.Select(Pattern)];
        _maxTier = maxTier;
    }

    /// <summary>True when the owner may use the tool.</summary>
    internal bool Covers(string owner, string tool, RiskTier tier) =>
        tier <= _maxTier && NamePattern.Any(_tools, tool) && NamePattern.Any(_owners, owner);

    private static NamePattern Pattern(string text) =>
        NamePattern.TryParse(text, out NamePattern pattern) ? pattern : throw new ArgumentException("A name has a star inside, or no end.", nameof(text));
}
