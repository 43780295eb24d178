namespace Signet.Gateway;

/// <summary>How the gateway learns which workload of the cluster a request comes from: the section <c>Gateway:Workload</c>.</summary>
public sealed class WorkloadOptions
{
    /// <summary>The field of its own in which callers send their token.</summary>
    public const string DefaultHeader = "X-Signet-Workload-Token";

    /// <summary>Where it learns it from. The default is nowhere.</summary>
    public WorkloadSource Source { get; set; }

    /// <summary>
    /// With <see cref="WorkloadSource.Own"/>: the file with a projected token of the pod's service account, of whatever audience. It is read, and
    /// sent to nobody.
    /// </summary>
    public string TokenPath { get; set; } = "";

    /// <summary>
    /// With <see cref="WorkloadSource.Callers"/>: the field that the token comes in, <see cref="DefaultHeader"/>, <c>Authorization</c> or
    /// <c>x-api-key</c>. The last two only where all keys for upstreams are the gateway's own.
    /// </summary>
    public string Header { get; set; } = DefaultHeader;

    /// <summary>With <see cref="WorkloadSource.Callers"/>: the audience that a token must be for. The default is <c>signet-gateway</c>.</summary>
    public string Audience { get; set; } = "signet-gateway";

    /// <summary>
    /// With <see cref="WorkloadSource.Callers"/>: how long an answer of the API server holds, 1 second to 10 minutes, and so how long a token may still
    /// be used when its pod is gone. The default is 1 minute.
    /// </summary>
    public TimeSpan ReviewLifetime { get; set; } = TimeSpan.FromMinutes(1);
}
