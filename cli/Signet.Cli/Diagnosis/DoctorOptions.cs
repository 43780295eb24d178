using Signet.Storage.S3;

namespace Signet.Cli.Diagnosis;

/// <summary>What there is to look at. What is null isn't there.</summary>
internal sealed record DoctorOptions
{
    /// <summary>A data directory of <c>signet up</c>, or a store.</summary>
    public string? Log { get; init; }

    /// <summary>What has to be known of a store in S3.</summary>
    public S3Settings? S3 { get; init; }

    /// <summary>True to write probes to the store, as a writer does at its start.</summary>
    public bool MayWrite { get; init; }

    /// <summary>The gateway's API.</summary>
    public Uri? Gateway { get; init; }

    /// <summary>The owner that probes name.</summary>
    public string Owner { get; init; } = "human:signet-doctor";

    /// <summary>A body that the gateway has to refuse; null for built-in ones that the policy says it refuses.</summary>
    public string? Probe { get; init; }

    /// <summary>Management addresses of services.</summary>
    public IReadOnlyList<Uri> Management { get; init; } = [];

    /// <summary>The policy file; null for the one in the data directory.</summary>
    public string? Policy { get; init; }

    /// <summary>The authority's address or the name of a preset.</summary>
    public string? Tsa { get; init; }

    /// <summary>The PEM file of its roots; null with a preset that brings them.</summary>
    public string? TsaRoots { get; init; }

    /// <summary>A sidecar.</summary>
    public Uri? Dapr { get; init; }

    /// <summary>The component and the topic that the sidecar's service has to be subscribed to.</summary>
    public string PubSub { get; init; } = "auditbus";

    /// <summary>The topic.</summary>
    public string Topic { get; init; } = "commit-events";

    /// <summary>The Lease of the auditors; null where none is used.</summary>
    public string? Lease { get; init; }

    /// <summary>True to look at signet's and Dapr's objects in the namespace.</summary>
    public bool LooksAtObjects { get; init; }

    /// <summary>The namespace; null for the one of the kubeconfig or pod.</summary>
    public string? Namespace { get; init; }

    /// <summary>The kubeconfig file; null for the usual places.</summary>
    public string? Kubeconfig { get; init; }
}
