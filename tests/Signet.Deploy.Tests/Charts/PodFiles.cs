using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using k8s.Models;

namespace Signet.Deploy.Tests.Charts;

/// <summary>
/// What a container of the chart finds in its file system, below a directory of the test's: each mount of a Secret or ConfigMap becomes files
/// with their modes, so that settings that name a file which is not mounted fail.
/// </summary>
internal sealed class PodFiles
{
    private const string Settings = "appsettings.Production.json";

    // What is in Secrets that are mounted whole.
    private static readonly Dictionary<string, string[]> Keys = new()
    {
        ["signet-chain-root"] = ["chain-root.key", "chain-root-2.key"],
        ["signet-checkpoint"] = ["checkpoint.key", "checkpoint-2.key"],
        ["check-secrets"] = ["token"],
    };

    private const UnixFileMode SecretMode = UnixFileMode.UserRead | UnixFileMode.GroupRead;

    private readonly string _root;
    private readonly IReadOnlyList<ClusterObject> _objects;
    private readonly Dictionary<string, V1Volume> _volumes;

    private PodFiles(string root, IReadOnlyList<ClusterObject> objects, V1PodSpec pods)
    {
        (_root, _objects) = (root, objects);
        _volumes = pods.Volumes.ToDictionary(volume => volume.Name);
    }

    /// <summary>Writes the files of a deployment's container and gives its settings, with paths below the root.</summary>
    public static string Write(string root, IReadOnlyList<ClusterObject> objects, V1PodSpec pods)
    {
        var files = new PodFiles(root, objects, pods);
        foreach (var mount in pods.Containers[0].VolumeMounts)
        {
            files.Write(mount);
        }

        var argument = pods.Containers[0].Args?.SingleOrDefault(argument => argument.StartsWith("--SettingsPath=", StringComparison.Ordinal));
        return File.ReadAllText(files.PathOf(argument is null ? $"/app/{Settings}" : argument.Split('=')[1]))
            .Replace("\"/etc/signet", $"\"{root}/etc/signet", StringComparison.Ordinal)
            .Replace("\"/var/lib", $"\"{root}/var/lib", StringComparison.Ordinal);
    }

    private void Write(V1VolumeMount mount)
    {
        Directory.CreateDirectory(PathOf(mount.SubPath is null ? mount.MountPath : Path.GetDirectoryName(mount.MountPath)!));
        if (!_volumes.TryGetValue(mount.Name, out var volume))
        {
            // A claim of a StatefulSet's.
            return;
        }

        if (volume.ConfigMap is { } map)
        {
            foreach (var (key, text) in Map(map.Name).Where(pair => mount.SubPath is null || pair.Key == mount.SubPath))
            {
                File.WriteAllText(PathOf(mount.SubPath is null ? $"{mount.MountPath}/{key}" : mount.MountPath), text);
            }
        }

        foreach (var name in volume.Secret is { } secret ? secret.Items?.Select(item => item.Path) ?? Keys[secret.SecretName] : [])
        {
            WriteSecret($"{mount.MountPath}/{name}");
        }

        foreach (var source in volume.Projected?.Sources ?? [])
        {
            foreach (var item in source.Secret?.Items ?? [])
            {
                WriteSecret($"{mount.MountPath}/{item.Path}");
            }

            foreach (var item in source.ConfigMap?.Items ?? [])
            {
                File.WriteAllText(PathOf($"{mount.MountPath}/{item.Path}"), Root());
            }
        }
    }

    private IDictionary<string, string> Map(string name) =>
        _objects.SingleOrDefault(item => item.Kind == "ConfigMap" && item.Name == name)?.As<V1ConfigMap>().Data
            ?? new Dictionary<string, string> { ["policy.yaml"] = Signet.Policy.Documents.DefaultPolicy.Yaml };

    /// <summary>Hexadecimal, which is a key, a token and an API key as well.</summary>
    private void WriteSecret(string path)
    {
        File.WriteAllText(PathOf(path), RandomNumberGenerator.GetHexString(64, lowercase: true) + "\n");
        File.SetUnixFileMode(PathOf(path), SecretMode);
    }

    private string PathOf(string path) => _root + path;

    private static string Root()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=root", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using var root = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
        return root.ExportCertificatePem();
    }
}
