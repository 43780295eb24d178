namespace Signet.Verifier.Host;

/// <summary>What a pod's surroundings say of the cluster that it runs in.</summary>
internal static class Cluster
{
    private const string Account = "/var/run/secrets/kubernetes.io/serviceaccount";

    /// <summary>Where to raise events: null outside a cluster, and for a pod without a service account's token or a name (<c>POD_NAME</c>).</summary>
    public static KubernetesEventOptions? FromEnvironment()
    {
        var host = Environment.GetEnvironmentVariable("KUBERNETES_SERVICE_HOST");
        var port = Environment.GetEnvironmentVariable("KUBERNETES_SERVICE_PORT_HTTPS") ?? "443";
        var pod = Environment.GetEnvironmentVariable("POD_NAME");
        var token = Path.Combine(Account, "token");
        if (string.IsNullOrEmpty(host) || string.IsNullOrEmpty(pod) || !File.Exists(token) ||
            !Uri.TryCreate($"https://{(host.Contains(':', StringComparison.Ordinal) ? $"[{host}]" : host)}:{port}", UriKind.Absolute, out var server))
        {
            return null;
        }

        return new KubernetesEventOptions
        {
            Server = server,
            TokenPath = token,
            CertificatesPath = Path.Combine(Account, "ca.crt"),
            Namespace = File.ReadAllText(Path.Combine(Account, "namespace")).Trim(),
            Pod = pod,
        };
    }
}
