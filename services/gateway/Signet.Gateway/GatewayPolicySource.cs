namespace Signet.Gateway;

/// <summary>
/// Holds the policies in force. A request is decided from beginning to end by those that it found. Safe for concurrent use.
/// </summary>
public sealed class GatewayPolicySource
{
    private volatile GatewayPolicy _current;

    /// <summary>Starts with policies that come from no file: a gateway without a policy doesn't start.</summary>
    public GatewayPolicySource(GatewayPolicy policy)
        : this(policy, file: null)
    {
    }

    private GatewayPolicySource(GatewayPolicy policy, GatewayPolicyFile? file)
    {
        ArgumentNullException.ThrowIfNull(policy);
        (_current, File) = (policy, file);
    }

    /// <summary>The policies for requests that begin now.</summary>
    public GatewayPolicy Current => _current;

    /// <summary>The file that is watched, or null.</summary>
    internal GatewayPolicyFile? File { get; }

    /// <summary>Starts with the policies of a file, which is watched from the gateway's start.</summary>
    /// <exception cref="InvalidDataException">It isn't a policy document; the message says where and why.</exception>
    public static async Task<GatewayPolicySource> LoadAsync(GatewayPolicyFile file, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(file);
        return new GatewayPolicySource(await file.LoadAsync(cancellationToken), file);
    }

    /// <summary>Puts other policies into force.</summary>
    public void Replace(GatewayPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        _current = policy;
    }
}
