using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Signet.Testing;
using Signet.Testing.Processes;
using Signet.Testing.Storage;

namespace Signet.FunctionalTests.Parity;

/// <summary>Two processes of <c>signet up</c>: one without options, and one with all that don't end it.</summary>
public sealed class UpPair : IAsyncLifetime
{
    private const string Policy = """
        version: 1
        checks:
          - check: regex_content
            rules:
              - label: word
                pattern: ZEBRA
                action: block
          - check: sandbox_preview
            url: http://127.0.0.1:1
            token: sandbox
        """;

    private readonly TemporaryDirectory _directory = new();

    public SignetProcess Plain { get; private set; } = null!;

    public SignetProcess Changed { get; private set; } = null!;

    public string PlainData => _directory.File("plain");

    public string ChangedData => _directory.File("changed");

    /// <summary>The plug-ins as the solution builds them, in the configuration of the running tests.</summary>
    public static string Plugins { get; } = Repository.PathOf(
        "plugins", "bin", new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar)).Parent!.Name);

    /// <summary>The changed policy, which needs a plug-in and a secret.</summary>
    public string PolicyPath => _directory.File("policy.yaml");

    public string Pins => _directory.File("pins");

    public string Secrets => _directory.File("secrets");

    /// <summary>A file that isn't there.</summary>
    public string Missing => _directory.File("missing");

    public async ValueTask InitializeAsync()
    {
        await File.WriteAllTextAsync(PolicyPath, Policy);
        await PrepareExtensionsAsync();
        await File.WriteAllTextAsync(_directory.File("roots.pem"), Root());
        await File.WriteAllTextAsync(_directory.File("key"), "key-1\n");
        File.SetUnixFileMode(_directory.File("key"), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Plain = await SignetProcess.UpAsync(PlainData, [], CancellationToken.None);
        Changed = await SignetProcess.UpAsync(
            ChangedData,
            [
                "--address", "0.0.0.0", "--level", "spool", "--upstream", "http://127.0.0.1:1/v1", "--policy", PolicyPath, "--verbose-errors",
                "--tsa", "http://127.0.0.1:1/tsr", "--tsa-roots", _directory.File("roots.pem"),
                "--plugins", Plugins, "--plugin-pins", Pins, "--check-secrets", Secrets,
                "--route", "openai.*=default", "--upstream-key-file", $"default={_directory.File("key")}",
            ],
            CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        await Plain.DisposeAsync();
        await Changed.DisposeAsync();
        _directory.Dispose();
    }

    /// <summary>Writes the digest of the plug-in and the secret that the policy needs.</summary>
    private async Task PrepareExtensionsAsync()
    {
        Directory.CreateDirectory(Secrets);
        await File.WriteAllTextAsync(Path.Combine(Secrets, "sandbox"), "s3cret\n");
        const string assembly = "Signet.Plugins.SandboxPreview/Signet.Plugins.SandboxPreview.dll";
        var digest = Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(Path.Combine(Plugins, assembly))));
        await File.WriteAllTextAsync(Pins, $"{digest}  {assembly}\n");
    }

    /// <summary>Asks for something that only the changed policy forbids.</summary>
    public static async Task<string> AskAsync(SignetProcess signet, string path = "/v1/chat/completions")
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(
            HttpMethod.Post, new UriBuilder(signet.Address) { Host = "127.0.0.1", Path = path }.Uri)
        {
            Content = new StringContent("""{"model":"m","max_tokens":1,"messages":[{"role":"user","content":"ZEBRA"}]}""", Encoding.UTF8, "application/json"),
        };
        using var response = await client.SendAsync(request);
        return $"{(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}";
    }

    /// <summary>What it says of its health, without white space.</summary>
    public static async Task<string> ReadyAsync(SignetProcess signet)
    {
        using var client = new HttpClient();
        using var answer = await client.GetAsync(new UriBuilder(signet.ManagementAddress) { Host = "127.0.0.1", Path = "/readyz" }.Uri);
        return (await answer.Content.ReadAsStringAsync()).Replace(" ", "", StringComparison.Ordinal);
    }

    private static string Root()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=root", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
        return certificate.ExportCertificatePem() + "\n";
    }
}
