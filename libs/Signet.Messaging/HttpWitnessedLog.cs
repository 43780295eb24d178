using System.Globalization;
using System.Net;
using Signet.Ledger.Witnesses;

namespace Signet.Messaging;

/// <summary>The auditor in another process, as whoever takes checkpoints to witnesses sees it.</summary>
public sealed class HttpWitnessedLog : IWitnessedLog, IDisposable
{
    private readonly AuditorHttp _http;

    /// <summary>Creates the client.</summary>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public HttpWitnessedLog(HttpCommitTransportOptions options, TimeProvider time) => _http = new AuditorHttp(options, time);

    /// <inheritdoc/>
    public async ValueTask<AddCheckpointRequest?> NextAsync(long oldSize, CancellationToken cancellationToken)
    {
        var path = string.Create(CultureInfo.InvariantCulture, $"{WitnessFormat.CheckpointPath}?old={oldSize}");
        var (status, body) = await SendAsync(HttpMethod.Get, path, null, cancellationToken);
        return status switch
        {
            HttpStatusCode.NoContent => null,
            HttpStatusCode.OK when body is { } octets && AddCheckpointRequest.TryParse(octets, out var request) => request,
            _ => throw new IOException("The auditor did not name a checkpoint."),
        };
    }

    /// <inheritdoc/>
    public async ValueTask KeepAsync(string witness, ReadOnlyMemory<byte> note, CancellationToken cancellationToken)
    {
        var (status, _) = await SendAsync(
            HttpMethod.Post, $"{WitnessFormat.CosignedPath}/{Uri.EscapeDataString(witness)}", note.ToArray(), cancellationToken);
        switch (status)
        {
            case HttpStatusCode.NoContent:
                return;
            case HttpStatusCode.UnprocessableEntity:
                throw new ArgumentException("The auditor refuses the cosigned checkpoint.", nameof(note));
            default:
                throw new IOException("The cosigned checkpoint could not be kept.");
        }
    }

    /// <summary>Closes the connections.</summary>
    public void Dispose() => _http.Dispose();

    private async Task<(HttpStatusCode Status, ReadOnlyMemory<byte>? Body)> SendAsync(
        HttpMethod method, string path, byte[]? body, CancellationToken cancellationToken)
    {
        try
        {
            return await _http.SendAsync(method, path, body, "text/plain", AddCheckpointRequest.MaxOctets, cancellationToken);
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            throw new IOException("The auditor can't be reached.", exception);
        }
    }
}
