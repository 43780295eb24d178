using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Signet.Ledger.Verification;

namespace Signet.Verifier.Publishing;

/// <summary>
/// Raises a Kubernetes event about the verifier's pod when a verification fails. One request to the API server with the service account's
/// token; the server's certificate must lead to the cluster's, and to nothing else.
/// </summary>
internal sealed class KubernetesEvents(KubernetesEventOptions options) : IOutcomeSink
{
    private const int MaxTokenOctets = 64 * 1024;

    // The API server takes 1,024 octets of message.
    private const int MaxMessage = 1_000;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public string Name => "kubernetes";

    public async ValueTask PublishAsync(VerificationOutcome outcome, CancellationToken cancellationToken)
    {
        if (outcome.Result == VerificationResult.Clean)
        {
            return;
        }

        try
        {
            using var http = Connect();
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(options.Server, $"/api/v1/namespaces/{options.Namespace}/events"));
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Token());
            request.Content = new StringContent(EventOf(outcome).ToJsonString(), Encoding.UTF8, "application/json");
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
            if (!response.IsSuccessStatusCode)
            {
                throw new IOException($"The API server answered {(int)response.StatusCode}.");
            }
        }
        catch (Exception exception) when (
            exception is HttpRequestException or CryptographicException or FormatException or UnauthorizedAccessException ||
            (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw new IOException("The API server could not be told.", exception);
        }
    }

    private HttpClient Connect()
    {
        var roots = new X509Certificate2Collection();
        roots.ImportFromPemFile(options.CertificatesPath);
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
        };
        policy.CustomTrustStore.AddRange(roots);
        return new HttpClient(
            new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                UseProxy = false,
                ConnectTimeout = Patience,
                SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = policy },
            })
        {
            Timeout = Patience,
        };
    }

    private string Token()
    {
        var file = new FileInfo(options.TokenPath);
        return file is { Exists: true, Length: <= MaxTokenOctets }
            ? File.ReadAllText(options.TokenPath).Trim()
            : throw new IOException("There is no token of a service account.");
    }

    private JsonObject EventOf(VerificationOutcome outcome)
    {
        var time = outcome.EndedAt.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
        return new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Event",
            ["metadata"] = new JsonObject { ["generateName"] = "signet-verification-", ["namespace"] = options.Namespace },
            ["involvedObject"] = new JsonObject
            {
                ["apiVersion"] = "v1",
                ["kind"] = "Pod",
                ["name"] = options.Pod,
                ["namespace"] = options.Namespace,
            },
            ["type"] = "Warning",
            ["reason"] = outcome.Result == VerificationResult.Broken ? "LogBroken" : "LogNotVerified",
            ["message"] = MessageOf(outcome),
            ["source"] = new JsonObject { ["component"] = "signet-verifier" },
            ["reportingComponent"] = "signet.dev/verifier",
            ["reportingInstance"] = options.Pod,
            ["firstTimestamp"] = time,
            ["lastTimestamp"] = time,
            ["count"] = 1,
        };
    }

    private static string MessageOf(VerificationOutcome outcome)
    {
        var errors = (outcome.Report?.Findings ?? []).Where(finding => finding.Severity == FindingSeverity.Error).ToList();
        var kinds = string.Join(", ", errors.GroupBy(finding => finding.Name).Select(group => $"{group.Count()} {group.Key}"));
        var message = errors.Count > 0 ? $"The log {outcome.LogId} is broken: {kinds}."
            : $"The log {outcome.LogId} could not be verified. {outcome.Fault}";
        return message.Length <= MaxMessage ? message : message[..MaxMessage];
    }
}
