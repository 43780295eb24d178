namespace Signet.Hosting.Management;

/// <summary>How a health check is made part of readiness.</summary>
public static class ReadinessTag
{
    /// <summary>The tag of the health checks that <c>/readyz</c> asks.</summary>
    public const string Name = "ready";
}
