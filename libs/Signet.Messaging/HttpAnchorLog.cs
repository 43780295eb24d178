using System.Net;
using Signet.Ledger.Entries;

namespace Signet.Messaging;

/// <summary>The auditor in another process, as the anchorer sees it.</summary>
public sealed class HttpAnchorLog : IAnchorLog, IDisposable
{
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(2);

    private readonly AuditorHttp _http;
    private readonly TimeProvider _time;

    /// <summary>Creates the client.</summary>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public HttpAnchorLog(string logId, HttpCommitTransportOptions options, TimeProvider time)
    {
        LogId = logId;
        _time = time;
        _http = new AuditorHttp(options, time);
    }

    /// <inheritdoc/>
    public string LogId { get; }

    /// <inheritdoc/>
    /// <exception cref="IOException">The auditor can't be reached or answered otherwise than it should.</exception>
    public async ValueTask<AnchorDuty?> GetDutyAsync(CancellationToken cancellationToken)
    {
        var (status, body) = await SendAsync(HttpMethod.Get, AnchorFormat.DutyPath, null, cancellationToken);
        return status switch
        {
            HttpStatusCode.NoContent => null,
            HttpStatusCode.OK when body is { } octets && AnchorFormat.ReadDuty(octets.Span) is { } duty => duty,
            _ => throw new IOException("The auditor did not name a duty."),
        };
    }

    /// <inheritdoc/>
    public async ValueTask WaitForDutyAsync(CancellationToken cancellationToken) => await Task.Delay(Poll, _time, cancellationToken);

    /// <inheritdoc/>
    /// <exception cref="IOException">The auditor can't be reached, or can't write now.</exception>
    public async ValueTask SubmitAsync(IReadOnlyList<AnchorBody> round, CancellationToken cancellationToken)
    {
        var (status, _) = await SendAsync(HttpMethod.Post, AnchorFormat.RoundPath, AnchorFormat.WriteRound(round), cancellationToken);
        switch (status)
        {
            case HttpStatusCode.NoContent:
                return;
            case HttpStatusCode.UnprocessableEntity:
                throw new ArgumentException("The auditor refuses an anchor of the round.", nameof(round));
            default:
                throw new IOException("The anchors could not be chained.");
        }
    }

    /// <inheritdoc/>
    /// <exception cref="IOException">The auditor can't be reached, or refuses.</exception>
    public async ValueTask KeepAsync(AnchorEvidence evidence, CancellationToken cancellationToken)
    {
        var (status, _) = await SendAsync(HttpMethod.Post, AnchorFormat.EvidencePath, AnchorFormat.WriteEvidence(evidence), cancellationToken);
        if (status != HttpStatusCode.NoContent)
        {
            throw new IOException("The raw request and answer of an anchor could not be kept.");
        }
    }

    /// <summary>Closes the connections.</summary>
    public void Dispose() => _http.Dispose();

    private async Task<(HttpStatusCode Status, ReadOnlyMemory<byte>? Body)> SendAsync(
        HttpMethod method, string path, byte[]? body, CancellationToken cancellationToken)
    {
        try
        {
            return await _http.SendAsync(method, path, body, AnchorFormat.RoundMediaType, AnchorFormat.MaxDutyOctets, cancellationToken);
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            throw new IOException("The auditor can't be reached.", exception);
        }
    }
}
