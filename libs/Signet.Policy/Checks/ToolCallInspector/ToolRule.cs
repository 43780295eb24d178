namespace Signet.Policy.Checks.ToolCallInspector;

/// <summary>What a policy says of one tool.</summary>
/// <param name="Tier">Its risk.</param>
/// <param name="Irreversible">True when nothing undoes what it does.</param>
public sealed record ToolRule(RiskTier Tier, bool Irreversible = false);
