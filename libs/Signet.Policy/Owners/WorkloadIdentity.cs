namespace Signet.Policy.Owners;

/// <summary>
/// The workload of a cluster that a request comes from, as the cluster itself says: never what the caller says of itself. Immutable.
/// </summary>
public sealed record WorkloadIdentity
{
    /// <summary>The longest name of a namespace, in characters: a DNS label.</summary>
    public const int MaxNamespaceLength = 63;

    /// <summary>The longest name of a service account or a pod, in characters: a DNS subdomain.</summary>
    public const int MaxNameLength = 253;

    private const string UserPrefix = "system:serviceaccount:";

    private WorkloadIdentity(string @namespace, string serviceAccount) => (Namespace, ServiceAccount) = (@namespace, serviceAccount);

    /// <summary>The namespace.</summary>
    public string Namespace { get; }

    /// <summary>The service account.</summary>
    public string ServiceAccount { get; }

    /// <summary>The pod, or null where the token isn't bound to one.</summary>
    public string? Pod { get; init; }

    /// <summary>The pod's uid, which no other pod will ever have; null where the token isn't bound to one.</summary>
    public string? PodUid { get; init; }

    /// <summary>Who vouches: the issuer of the cluster's tokens, or the cluster's API server.</summary>
    public required string Issuer { get; init; }

    /// <summary>The cluster's name of the service account, as its own rights and audit log have it: <c>system:serviceaccount:namespace:name</c>.</summary>
    public string User => $"{UserPrefix}{Namespace}:{ServiceAccount}";

    /// <summary>Who answers for the workload's requests: the agent of that name, authenticated.</summary>
    public Owner ToOwner() => Owner.Asserted(OwnerType.Agent, User) with { Authenticated = true, Issuer = Issuer };

    /// <summary>Makes an identity; null when a name is not one of Kubernetes, or the two are too long for an owner's id.</summary>
    /// <param name="namespace">A DNS label.</param>
    /// <param name="serviceAccount">A DNS subdomain.</param>
    /// <param name="issuer">Who vouches; not empty.</param>
    public static WorkloadIdentity? TryCreate(string? @namespace, string? serviceAccount, string issuer)
    {
        ArgumentException.ThrowIfNullOrEmpty(issuer);
        return IsName(@namespace, MaxNamespaceLength, dots: false) && IsName(serviceAccount, MaxNameLength, dots: true)
            && UserPrefix.Length + @namespace!.Length + 1 + serviceAccount!.Length <= OwnerId.MaxLength
            ? new WorkloadIdentity(@namespace, serviceAccount) { Issuer = issuer }
            : null;
    }

    /// <summary>Makes an identity out of <see cref="User"/>; null for the name of anybody else.</summary>
    public static WorkloadIdentity? TryParse(string? user, string issuer)
    {
        if (user is null || !user.StartsWith(UserPrefix, StringComparison.Ordinal))
        {
            return null;
        }

        string rest = user[UserPrefix.Length..];
        int colon = rest.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? null : TryCreate(rest[..colon], rest[(colon + 1)..], issuer);
    }

    /// <summary>True for a name as Kubernetes gives them to pods and service accounts.</summary>
    public static bool IsName(string? name) => IsName(name, MaxNameLength, dots: true);

    private static bool IsName(string? name, int maxLength, bool dots)
    {
        if (name is not { Length: > 0 } || name.Length > maxLength)
        {
            return false;
        }

        char before = '.';
        foreach (char c in name)
        {
            bool isEdge = c is '-' or '.';
            if (!(char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-' || (dots && c == '.'))
                || (isEdge && before == '.') || (c == '.' && before == '-'))
            {
                return false;
            }

            before = c;
        }

        return before is not ('-' or '.');
    }
}
