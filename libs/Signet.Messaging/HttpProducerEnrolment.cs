using System.Net;

namespace Signet.Messaging;

/// <summary>Enrols a producer with an auditor in another process.</summary>
public sealed class HttpProducerEnrolment : IProducerEnrolment, IDisposable
{
    private readonly AuditorHttp _http;

    /// <summary>Creates the client.</summary>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public HttpProducerEnrolment(HttpCommitTransportOptions options, TimeProvider time) => _http = new AuditorHttp(options, time);

    /// <inheritdoc/>
    /// <exception cref="IOException">The auditor can't be reached, or can't write now.</exception>
    public async ValueTask EnrolAsync(ProducerEnrolment enrolment, CancellationToken cancellationToken)
    {
        HttpStatusCode status;
        try
        {
            (status, _) = await _http.SendAsync(
                HttpMethod.Post, EnrolmentFormat.Path, EnrolmentFormat.Write(enrolment), EnrolmentFormat.MediaType,
                EnrolmentFormat.MaxOctets, cancellationToken);
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            throw new IOException("The auditor can't be reached.", exception);
        }

        switch (status)
        {
            case HttpStatusCode.NoContent:
                return;
            case HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized:
                throw new UnauthorizedAccessException("The auditor does not accept this producer.");
            default:
                throw new IOException("The auditor could not enter the key in the log.");
        }
    }

    /// <summary>Closes the connections.</summary>
    public void Dispose() => _http.Dispose();
}
