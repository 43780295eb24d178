namespace Signet.Gateway;

/// <summary>
/// Holds the policy in force. A request is decided from beginning to end by the policy that it found. Safe for concurrent use.
/// </summary>
public sealed class GatewayPolicySource
{
    private volatile GatewayPolicy _current;

    /// <summary>Starts with a policy: a gateway without one doesn't start.</summary>
    public GatewayPolicySource(GatewayPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        _current = policy;
    }

    /// <summary>The policy for requests that begin now.</summary>
    public GatewayPolicy Current => _current;

    /// <summary>Puts another policy into force.</summary>
    public void Replace(GatewayPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        _current = policy;
    }
}
