using System.Net;
using System.Text.Json;

namespace Signet.Messaging;

/// <summary>
/// Secrets from a Dapr secret store, by the sidecar's HTTP API. The sidecar answers with an object of texts, one for each key of the
/// secret. What its errors say is not repeated: some stores put more into them than belongs in a log.
/// </summary>
public sealed class DaprSecretSource : ISecretSource, IDisposable
{
    private const int MaxAnswerOctets = 256 << 10;
    private const int MaxSecretLength = 8_192;

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 2 };

    private readonly AuditorHttp _http;

    /// <summary>Creates the source with connections of its own, which follow no redirect and use no proxy.</summary>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public DaprSecretSource(DaprSecretOptions options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        _http = new AuditorHttp(
            new HttpCommitTransportOptions { BaseAddress = options.Endpoint, ApiToken = options.ApiToken, Timeout = options.Timeout }, time);
    }

    /// <inheritdoc/>
    public async ValueTask<string> ReadAsync(SecretReference secret, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(secret);
        if (!secret.IsValid)
        {
            throw new SecretException("A name of a secret holds characters that no path may hold.");
        }

        var text = Member(await GetAsync(secret, cancellationToken), secret);
        return text.Length is > 0 and <= MaxSecretLength && text.All(c => c is > ' ' and <= '~')
            ? text
            : throw Failure(secret, "is not a text of visible ASCII");
    }

    /// <summary>Closes the connections.</summary>
    public void Dispose() => _http.Dispose();

    private async Task<ReadOnlyMemory<byte>> GetAsync(SecretReference secret, CancellationToken cancellationToken)
    {
        try
        {
            var (status, body) = await _http.SendAsync(
                HttpMethod.Get, $"v1.0/secrets/{secret.Store}/{secret.Name}", null, "", MaxAnswerOctets, cancellationToken);
            return status == HttpStatusCode.OK
                ? body ?? throw Failure(secret, "is too large")
                : throw Failure(secret, $"was not handed out: the sidecar answered {(int)status}");
        }
        catch (Exception exception) when (exception is HttpRequestException or (IOException and not SecretException))
        {
            throw Failure(secret, "can't be had: the sidecar doesn't answer");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw Failure(secret, "can't be had: the sidecar took too long");
        }
    }

    private static string Member(ReadOnlyMemory<byte> body, SecretReference secret)
    {
        try
        {
            using var document = JsonDocument.Parse(body, Strict);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
            {
                var members = document.RootElement.EnumerateObject().Where(member => secret.Key is null || member.NameEquals(secret.Key)).ToList();
                if (members.Count > 1)
                {
                    throw Failure(secret, "has several keys, and the settings don't say which");
                }

                if (members is [{ Value.ValueKind: JsonValueKind.String } only])
                {
                    return only.Value.GetString()!.Trim();
                }
            }
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // Not JSON, or an escape that is half a surrogate pair. The exception may quote the octets, so it stays here.
        }

        throw Failure(secret, "is not in the answer of the sidecar");
    }

    private static SecretException Failure(SecretReference secret, string what) => new($"The secret '{secret.Name}' of the store '{secret.Store}' {what}.");
}
