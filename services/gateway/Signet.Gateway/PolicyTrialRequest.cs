using Signet.Policy.Owners;

namespace Signet.Gateway;

/// <summary>A request to try policies on.</summary>
public sealed record PolicyTrialRequest
{
    /// <summary>The HTTP method.</summary>
    public string Method { get; init; } = "POST";

    /// <summary>The path, such as <c>/v1/chat/completions</c>.</summary>
    public required string Path { get; init; }

    /// <summary>Header fields, one entry for each line.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>The octets of the body, not compressed.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>The name of the upstream that it would go to, or null.</summary>
    public string? Upstream { get; init; }

    /// <summary>The workload of the cluster that it comes from, or null.</summary>
    public WorkloadIdentity? Workload { get; init; }
}
