using System.Text.Json.Nodes;

namespace Signet.Injector.Injecting;

/// <summary>
/// The gateway as a native sidecar. It listens on the pod's loopback, so that nobody else calls it, and its health is where the kubelet finds
/// it. The containers after it start when it is ready to record. Secrets are readable for its group, which is 0 unless the pod has one of its
/// own: files of Secrets belong to that, and the gateway refuses files that everybody may read.
/// </summary>
internal static class GatewaySidecar
{
    public const string Name = "signet-gateway";

    private const string ApiKeysPath = "/etc/signet/api-keys";
    private const string PolicyPath = "/etc/signet/policy";
    private const string AuditorTokenPath = "/etc/signet/token";
    private const string SpoolPath = "/var/lib/signet-spool";

    /// <summary>0440, which readers of YAML don't agree on.</summary>
    private const int SecretMode = 288;

    /// <summary>The names of the volumes that only it mounts, but for the token that says who the workload is.</summary>
    public static readonly IReadOnlyList<string> VolumeNames =
        ["signet-policy", "signet-api-keys", "signet-auditor-token", WorkloadToken.VolumeName, "signet-spool", "signet-tmp"];

    public static JsonObject Container(PodChoices choices, FullModeSettings settings) => new()
    {
        ["name"] = Name,
        ["image"] = settings.Image,
        ["imagePullPolicy"] = settings.ImagePullPolicy,
        ["restartPolicy"] = "Always",
        ["env"] = Environment(choices, settings),
        ["ports"] = new JsonArray(new JsonObject { ["name"] = "signet-health", ["containerPort"] = choices.Port + 1, ["protocol"] = "TCP" }),

        // Five minutes; the kubelet starts it again after that.
        ["startupProbe"] = Probe("/readyz", choices.Port + 1, period: 2, failures: 150),
        ["readinessProbe"] = Probe("/readyz", choices.Port + 1, period: 5, failures: 3),
        ["livenessProbe"] = Probe("/healthz", choices.Port + 1, period: 10, failures: 6),
        ["resources"] = new JsonObject
        {
            ["requests"] = new JsonObject { ["cpu"] = choices.CpuRequest, ["memory"] = choices.MemoryRequest },
            ["limits"] = new JsonObject { ["memory"] = choices.MemoryLimit },
        },
        ["securityContext"] = new JsonObject
        {
            ["allowPrivilegeEscalation"] = false,
            ["privileged"] = false,
            ["readOnlyRootFilesystem"] = true,
            ["runAsNonRoot"] = true,
            ["runAsUser"] = 10_001,
            ["runAsGroup"] = 0,
            ["capabilities"] = new JsonObject { ["drop"] = new JsonArray("ALL") },
            ["seccompProfile"] = new JsonObject { ["type"] = "RuntimeDefault" },
        },
        ["volumeMounts"] = Mounts(choices, settings),
    };

    public static IReadOnlyList<JsonNode> Volumes(PodChoices choices, FullModeSettings settings)
    {
        List<JsonNode> volumes =
        [
            new JsonObject { ["name"] = "signet-policy", ["configMap"] = new JsonObject { ["name"] = choices.Policy } },
            Secret("signet-auditor-token", settings.AuditorTokenSecret, new JsonArray(new JsonObject { ["key"] = settings.AuditorTokenKey, ["path"] = "token" })),
            WorkloadToken.Volume(settings.Audience),
            new JsonObject { ["name"] = "signet-tmp", ["emptyDir"] = new JsonObject { ["sizeLimit"] = "64Mi" } },
        ];
        if (choices.ApiKeys.Length > 0)
        {
            volumes.Add(Secret("signet-api-keys", choices.ApiKeys, null));
        }

        if (settings.SpoolLimit.Length > 0)
        {
            volumes.Add(new JsonObject { ["name"] = "signet-spool", ["emptyDir"] = new JsonObject { ["sizeLimit"] = settings.SpoolLimit } });
        }

        return volumes;
    }

    private static JsonArray Environment(PodChoices choices, FullModeSettings settings)
    {
        JsonArray variables =
        [
            Field("POD_NAME", "metadata.name"),
            Field("POD_NAMESPACE", "metadata.namespace"),
            Field("POD_UID", "metadata.uid"),
            Field("POD_SERVICE_ACCOUNT", "spec.serviceAccountName"),

            // Pods of one name stand in several namespaces, and each gateway of a log has a name of its own.
            Variable("Gateway__ProducerId", "$(POD_NAME).$(POD_NAMESPACE)"),
        ];
        var own = new Dictionary<string, string>
        {
            ["Listen__Public"] = $"127.0.0.1:{choices.Port}",
            ["Listen__Management"] = $"0.0.0.0:{choices.Port + 1}",
            ["PolicyPath"] = $"{PolicyPath}/{settings.PolicyKey}",
            ["Auditor__TokenPath"] = $"{AuditorTokenPath}/token",
            ["Auditor__WorkloadTokenPath"] = WorkloadToken.Path,
            ["Gateway__Workload__Source"] = "Own",
            ["Gateway__Workload__TokenPath"] = WorkloadToken.Path,
        };
        if (settings.SpoolLimit.Length > 0)
        {
            // A directory of its own: the volume's root belongs to another user.
            own["Commits__Spool__Path"] = $"{SpoolPath}/spool";
        }

        foreach (var (name, value) in own)
        {
            variables.Add((JsonNode)Variable(name, value));
        }

        // The kubelet would take what looks like one of its variables for one.
        foreach (var (name, value) in settings.Environment.Where(pair => !own.ContainsKey(pair.Key) && pair.Key != "Gateway__ProducerId"))
        {
            variables.Add((JsonNode)Variable(name, value.Replace("$(", "$$(", StringComparison.Ordinal)));
        }

        return variables;
    }

    private static JsonArray Mounts(PodChoices choices, FullModeSettings settings)
    {
        JsonArray mounts =
        [
            Mount("signet-policy", PolicyPath),
            Mount("signet-auditor-token", AuditorTokenPath),
            WorkloadToken.Mount(),
            new JsonObject { ["name"] = "signet-tmp", ["mountPath"] = "/tmp" },
        ];
        if (choices.ApiKeys.Length > 0)
        {
            mounts.Add((JsonNode)Mount("signet-api-keys", ApiKeysPath));
        }

        if (settings.SpoolLimit.Length > 0)
        {
            mounts.Add((JsonNode)new JsonObject { ["name"] = "signet-spool", ["mountPath"] = SpoolPath });
        }

        return mounts;
    }

    private static JsonObject Secret(string name, string secret, JsonArray? items)
    {
        var source = new JsonObject { ["secretName"] = secret, ["defaultMode"] = SecretMode };
        if (items is not null)
        {
            source["items"] = items;
        }

        return new JsonObject { ["name"] = name, ["secret"] = source };
    }

    private static JsonObject Probe(string path, int port, int period, int failures) => new()
    {
        ["httpGet"] = new JsonObject { ["path"] = path, ["port"] = port },
        ["periodSeconds"] = period,
        ["timeoutSeconds"] = 6,
        ["failureThreshold"] = failures,
    };

    private static JsonObject Mount(string name, string path) => new() { ["name"] = name, ["mountPath"] = path, ["readOnly"] = true };

    private static JsonObject Variable(string name, string value) => new() { ["name"] = name, ["value"] = value };

    private static JsonObject Field(string name, string path) => new()
    {
        ["name"] = name,
        ["valueFrom"] = new JsonObject { ["fieldRef"] = new JsonObject { ["fieldPath"] = path } },
    };
}
