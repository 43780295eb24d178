namespace Signet.Gateway;

/// <summary>
/// Holds the policies in force. A request is decided from beginning to end by those that it found. Safe for concurrent use.
/// </summary>
public sealed class GatewayPolicySource
{
    private volatile GatewayPolicy _current;
    private volatile string? _fault;

    /// <summary>Starts with policies that come from no file: a gateway without a policy doesn't start.</summary>
    public GatewayPolicySource(GatewayPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        _current = policy;
    }

    /// <summary>The policies for requests that begin now.</summary>
    public GatewayPolicy Current => _current;

    /// <summary>The file that is watched, or null.</summary>
    internal GatewayPolicyFile? File { get; private init; }

    /// <summary>The object of a cluster that is watched, or null.</summary>
    internal GatewayPolicyObject? Object { get; private init; }

    /// <summary>What is wrong with what should be in force now, or with the way to it; null when nothing is.</summary>
    internal string? Fault
    {
        get => _fault;
        set => _fault = value;
    }

    /// <summary>Starts with the policies of a file, which is watched from the gateway's start.</summary>
    /// <exception cref="InvalidDataException">It isn't a policy document; the message says where and why.</exception>
    public static async Task<GatewayPolicySource> LoadAsync(GatewayPolicyFile file, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(file);
        return new GatewayPolicySource(await file.LoadAsync(cancellationToken)) { File = file };
    }

    /// <summary>Starts with the policies of an object of a cluster, which is watched from the gateway's start.</summary>
    /// <exception cref="InvalidDataException">
    /// There is no such object, the API server doesn't give it, or it is no policy document, for half a minute; the message says where and why.
    /// </exception>
    public static async Task<GatewayPolicySource> LoadAsync(GatewayPolicyObject policy, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(policy);
        return new GatewayPolicySource(await policy.LoadAsync(cancellationToken)) { Object = policy };
    }

    /// <summary>Puts other policies into force.</summary>
    public void Replace(GatewayPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        _current = policy;
    }
}
