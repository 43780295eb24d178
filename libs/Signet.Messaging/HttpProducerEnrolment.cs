using System.Net;
using System.Text;

namespace Signet.Messaging;

/// <summary>Enrols a producer with an auditor in another process.</summary>
public sealed class HttpProducerEnrolment : IProducerEnrolment, IDisposable
{
    private const int MaxWorkloadToken = 8_192;

    private readonly AuditorHttp _http;
    private readonly string? _workloadTokenPath;

    /// <summary>Creates the client.</summary>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public HttpProducerEnrolment(HttpCommitTransportOptions options, TimeProvider time)
    {
        _http = new AuditorHttp(options, time);
        _workloadTokenPath = options.WorkloadTokenPath;
    }

    /// <inheritdoc/>
    /// <exception cref="IOException">The auditor can't be reached, can't tell now, or can't write now; or the token of the workload can't be read.</exception>
    public async ValueTask EnrolAsync(ProducerEnrolment enrolment, CancellationToken cancellationToken)
    {
        HttpStatusCode status;
        (string, string)? header = _workloadTokenPath is null ? null : (EnrolmentFormat.WorkloadTokenHeader, await ReadTokenAsync(_workloadTokenPath, cancellationToken));
        try
        {
            (status, _) = await _http.SendAsync(
                HttpMethod.Post, EnrolmentFormat.Path, EnrolmentFormat.Write(enrolment), EnrolmentFormat.MediaType,
                EnrolmentFormat.MaxOctets, cancellationToken, header);
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

    private static async Task<string> ReadTokenAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            await using var file = File.OpenRead(path);
            var octets = new byte[MaxWorkloadToken + 2];
            var length = await file.ReadAtLeastAsync(octets, octets.Length, throwOnEndOfStream: false, cancellationToken);
            var token = Encoding.ASCII.GetString(octets, 0, length).Trim();
            return token.Length is > 0 and <= MaxWorkloadToken && length < octets.Length && token.All(c => c is > ' ' and <= '~')
                ? token
                : throw new IOException("The workload's token is not one line of visible ASCII.");
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new IOException("The workload's token can't be read.", exception);
        }
    }

    /// <summary>Closes the connections.</summary>
    public void Dispose() => _http.Dispose();
}
