namespace Signet.Testing.Cluster;

/// <summary>The releases of Helm that the chart is for.</summary>
public enum HelmVersion
{
    Three = 3,
    Four = 4,
}
