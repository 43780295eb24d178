using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using k8s;
using k8s.Autorest;
using k8s.Models;

namespace Signet.Injector.Certificates;

/// <summary>Secret and webhook configuration through an API server. Whatever is written names the version that it replaces.</summary>
internal sealed class KubernetesCertificates(IKubernetes cluster, CertificateSettings settings) : ICertificateStore
{
    public async Task<StoredCertificates> ReadAsync(CancellationToken cancellationToken)
    {
        var secret = await AskAsync(
            () => cluster.CoreV1.ReadNamespacedSecretAsync(settings.Secret, settings.Namespace, cancellationToken: cancellationToken),
            cancellationToken).ConfigureAwait(false);
        return new StoredCertificates(VersionOf(secret!.Metadata), secret.Data);
    }

    public async Task<bool> ReplaceAsync(StoredCertificates read, IDictionary<string, byte[]> data, CancellationToken cancellationToken)
    {
        // A merge keeps labels and whatever else stands in the Secret; a member that is null is one that goes.
        var members = new JsonObject((read.Data ?? new Dictionary<string, byte[]>()).Keys.Except(data.Keys).Select(key => KeyValuePair.Create(key, (JsonNode?)null)));
        foreach (var (key, octets) in data)
        {
            members[key] = Convert.ToBase64String(octets);
        }

        var patch = new JsonObject { ["metadata"] = new JsonObject { ["resourceVersion"] = read.Version }, ["data"] = members };
        return await AskAsync(
            () => cluster.CoreV1.PatchNamespacedSecretAsync(
                new V1Patch(patch.ToJsonString(), V1Patch.PatchType.MergePatch), settings.Secret, settings.Namespace, cancellationToken: cancellationToken),
            cancellationToken,
            HttpStatusCode.Conflict).ConfigureAwait(false) is not null;
    }

    public async Task<WebhookTrust> ReadTrustAsync(CancellationToken cancellationToken)
    {
        var configuration = await AskAsync(
            () => cluster.AdmissionregistrationV1.ReadMutatingWebhookConfigurationAsync(settings.WebhookConfiguration, cancellationToken: cancellationToken),
            cancellationToken).ConfigureAwait(false);
        return new WebhookTrust(
            VersionOf(configuration!.Metadata),
            [.. (configuration.Webhooks ?? []).Select(webhook => (webhook.Name ?? "", Encoding.UTF8.GetString(webhook.ClientConfig?.CaBundle ?? [])))]);
    }

    public async Task<bool> TrustAsync(WebhookTrust read, string bundle, CancellationToken cancellationToken)
    {
        var patch = new JsonArray(Operation("test", "/metadata/resourceVersion", read.Version));
        for (var index = 0; index < read.Bundles.Count; index++)
        {
            patch.Add((JsonNode)Operation("test", $"/webhooks/{index}/name", read.Bundles[index].Webhook));
            patch.Add((JsonNode)Operation("add", $"/webhooks/{index}/clientConfig/caBundle", Convert.ToBase64String(Encoding.UTF8.GetBytes(bundle))));
        }

        // An API server answers a test that fails with 422.
        return await AskAsync(
            () => cluster.AdmissionregistrationV1.PatchMutatingWebhookConfigurationAsync(
                new V1Patch(patch.ToJsonString(), V1Patch.PatchType.JsonPatch), settings.WebhookConfiguration, cancellationToken: cancellationToken),
            cancellationToken,
            HttpStatusCode.Conflict,
            HttpStatusCode.UnprocessableEntity).ConfigureAwait(false) is not null;
    }

    private static JsonObject Operation(string operation, string path, string value) => new() { ["op"] = operation, ["path"] = path, ["value"] = value };

    private static string VersionOf(V1ObjectMeta? metadata) => metadata?.ResourceVersion is { Length: > 0 } version
        ? version
        : throw new CertificateStoreException("The API server's answer has no version.");

    private static async Task<T?> AskAsync<T>(Func<Task<T>> ask, CancellationToken cancellationToken, params HttpStatusCode[] no)
        where T : class
    {
        try
        {
            return await ask().ConfigureAwait(false) ?? throw new CertificateStoreException("The API server's answer is empty.");
        }
        catch (HttpOperationException exception) when (exception.Response?.StatusCode is { } status)
        {
            return no.Contains(status) ? null : throw new CertificateStoreException($"The API server answered {(int)status}.", exception);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new CertificateStoreException("The API server did not answer in time.", exception);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or JsonException or FormatException)
        {
            throw new CertificateStoreException("The API server can't be reached, or its answer not be read.", exception);
        }
    }
}
