namespace Signet.Verifier;

/// <summary>Where and under which name a verifier in a cluster raises Kubernetes events.</summary>
public sealed record KubernetesEventOptions
{
    /// <summary>The API server's address, HTTPS.</summary>
    public required Uri Server { get; init; }

    /// <summary>The file of the service account's token; read anew for each event, because it is rotated.</summary>
    public required string TokenPath { get; init; }

    /// <summary>The file of the certificates that the API server's leads to.</summary>
    public required string CertificatesPath { get; init; }

    /// <summary>The namespace of the pod.</summary>
    public required string Namespace { get; init; }

    /// <summary>The pod that the event is about.</summary>
    public required string Pod { get; init; }
}
