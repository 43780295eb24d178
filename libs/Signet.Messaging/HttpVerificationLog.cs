using System.Net;
using Signet.Ledger.Entries;

namespace Signet.Messaging;

/// <summary>The auditor in another process, as a verifier sees it.</summary>
public sealed class HttpVerificationLog : IVerificationLog, IDisposable
{
    private const int MaxAnswerOctets = 1_024;

    private readonly AuditorHttp _http;

    /// <summary>Creates the client.</summary>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public HttpVerificationLog(HttpCommitTransportOptions options, TimeProvider time) => _http = new AuditorHttp(options, time);

    /// <inheritdoc/>
    public async ValueTask SubmitAsync(VerificationBody report, CancellationToken cancellationToken)
    {
        var body = VerificationFormat.Write(report);
        HttpStatusCode status;
        try
        {
            (status, _) = await _http.SendAsync(
                HttpMethod.Post, VerificationFormat.Path, body, VerificationFormat.MediaType, MaxAnswerOctets, cancellationToken);
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            throw new IOException("The auditor can't be reached.", exception);
        }

        switch (status)
        {
            case HttpStatusCode.NoContent:
                return;
            case HttpStatusCode.UnprocessableEntity:
                throw new ArgumentException("The auditor refuses the report.", nameof(report));
            default:
                throw new IOException("The report could not be entered in the log.");
        }
    }

    /// <summary>Closes the connections.</summary>
    public void Dispose() => _http.Dispose();
}
