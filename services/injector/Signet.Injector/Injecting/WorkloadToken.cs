using System.Text.Json.Nodes;

namespace Signet.Injector.Injecting;

/// <summary>
/// A token of the pod's service account, for one audience and an hour, which the kubelet renews. In full mode the sidecar has it; in relay mode
/// the containers have it, and show it to the shared gateway to say which workload they are.
/// </summary>
internal static class WorkloadToken
{
    public const string VolumeName = "signet-workload-token";
    public const string Folder = "/var/run/secrets/signet";
    public const string Path = Folder + "/token";

    /// <summary>Names the file to the containers in relay mode.</summary>
    public const string Variable = "SIGNET_WORKLOAD_TOKEN_FILE";

    private const int LifetimeSeconds = 3_600;

    public static JsonObject Volume(string audience) => new()
    {
        ["name"] = VolumeName,
        ["projected"] = new JsonObject
        {
            ["sources"] = new JsonArray(new JsonObject
            {
                ["serviceAccountToken"] = new JsonObject { ["audience"] = audience, ["expirationSeconds"] = LifetimeSeconds, ["path"] = "token" },
            }),
        },
    };

    public static JsonObject Mount() => new() { ["name"] = VolumeName, ["mountPath"] = Folder, ["readOnly"] = true };
}
