namespace Signet.Injector;

/// <summary>Workloads that are sent to a shared gateway: the section <c>Injector:Relay</c>.</summary>
public sealed class RelayModeSettings
{
    /// <summary>The shared gateway's address without a path, such as <c>http://signet-gateway.signet.svc:8443</c>. Without one this mode is refused.</summary>
    public Uri? Address { get; set; }

    /// <summary>The audience of the token that says who the workload is. The default is <c>signet-gateway</c>.</summary>
    public string Audience { get; set; } = "signet-gateway";
}
