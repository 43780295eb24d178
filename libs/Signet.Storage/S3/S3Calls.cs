using System.Net;
using System.Security.Cryptography;
using Amazon;
using Amazon.Runtime;
using Amazon.S3;

namespace Signet.Storage.S3;

/// <summary>
/// Sends requests to the store: each within its time, and each failure told as what is known of its effect. The client underneath repeats
/// nothing by itself, so that a create-only write that failed is never taken for another's by its own repetition. Safe for concurrent use.
/// </summary>
internal sealed class S3Calls : IDisposable
{
    private const int MaxErrorCode = 64;

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);

    private readonly AmazonS3Client _client;

    public S3Calls(S3Options options, TimeProvider time, S3HttpClients? clients = null)
    {
        (Options, Time) = (options, time);
        _client = CreateClient(options, time, clients ?? S3HttpClients.Sockets);
    }

    public S3Options Options { get; }

    public TimeProvider Time { get; }

    /// <summary>Sends a request once.</summary>
    /// <exception cref="S3CallException">It failed.</exception>
    public async Task<T> SendAsync<T>(
        string what, TimeSpan timeout, Func<IAmazonS3, CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var clock = new CancellationTokenSource(timeout, Time);
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(clock.Token, cancellationToken);
        try
        {
            return await call(_client, ends.Token).ConfigureAwait(false);
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
        catch (Exception) when (clock.IsCancellationRequested)
        {
            throw new S3CallException(S3Failure.Unknown, $"{what}: no answer within {timeout.TotalSeconds:0.###} s.");
        }
        catch (AmazonServiceException exception)
        {
            throw new S3CallException(FailureOf(exception), $"{what}: the store answered {(int)exception.StatusCode} {CodeOf(exception)}".TrimEnd() + ".");
        }
        catch (Exception exception) when (exception is not (S3CallException or StoreException))
        {
            // Whatever a hostile or broken answer makes the client throw. The text of it may hold what the server wrote.
            throw new S3CallException(S3Failure.Unknown, $"{what}: the request failed ({exception.GetType().Name}).");
        }
    }

    /// <summary>Sends a request that does no harm when it is done twice, until it is answered or has been sent often enough.</summary>
    /// <exception cref="S3CallException">The last one failed.</exception>
    public async Task<T> RepeatAsync<T>(
        string what, TimeSpan timeout, Func<IAmazonS3, CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                return await SendAsync(what, timeout, call, cancellationToken).ConfigureAwait(false);
            }
            catch (S3CallException exception)
                when (exception.Failure is S3Failure.Unknown or S3Failure.Conflict && attempt < Options.Settings.MaxAttempts)
            {
                await PauseAsync(attempt, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Waits after a failed attempt: longer each time, and never as long as another who failed at the same moment.</summary>
    public Task PauseAsync(int attempt, CancellationToken cancellationToken)
    {
        double most = Math.Min(FirstPause.TotalMilliseconds * Math.Pow(2, attempt - 1), LongestPause.TotalMilliseconds);
        return Task.Delay(TimeSpan.FromMilliseconds((most / 2) + RandomNumberGenerator.GetInt32((int)(most / 2) + 1)), Time, cancellationToken);
    }

    /// <summary>True of a 404 that says that a delete marker stands in the object's place.</summary>
    public static bool IsHidden(AmazonServiceException exception) =>
        exception.InnerException is Amazon.Runtime.Internal.HttpErrorResponseException { Response: { } response } &&
        response.IsHeaderPresent("x-amz-delete-marker") && response.GetHeaderValue("x-amz-delete-marker") == "true";

    public void Dispose() => _client.Dispose();

    private static AmazonS3Client CreateClient(S3Options options, TimeProvider time, S3HttpClients clients)
    {
        var settings = options.Settings;
        var config = new AmazonS3Config
        {
            ForcePathStyle = settings.PathStyle,
            AuthenticationRegion = settings.Region,
            MaxErrorRetry = 0,
            MaxStaleConnectionRetries = 0,
            ThrottleRetries = false,
            AllowAutoRedirect = false,
            // Checksums are sent and compared here, so that they are what the tests have seen whatever the client's defaults become.
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
            HttpClientFactory = clients,
        };
        if (settings.Endpoint is { } endpoint)
        {
            config.ServiceURL = endpoint.AbsoluteUri;
        }
        else
        {
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(settings.Region);
        }

        return settings is { AccessKeyPath: { } accessKey, SecretKeyPath: { } secretKey }
            ? new AmazonS3Client(new MountedCredentials(accessKey, secretKey, time), config)
            : new AmazonS3Client(config);
    }

    private static S3Failure FailureOf(AmazonServiceException exception) => exception.StatusCode switch
    {
        // Only the store itself says that a key doesn't exist: a proxy's 404, or a missing bucket, must not pass for an empty slot.
        HttpStatusCode.NotFound when IsHidden(exception) => S3Failure.Hidden,
        HttpStatusCode.NotFound when exception.ErrorCode is "NoSuchKey" or "NoSuchVersion" => S3Failure.NotFound,
        HttpStatusCode.PreconditionFailed => S3Failure.Exists,
        HttpStatusCode.Conflict => S3Failure.Conflict,
        HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests => S3Failure.Unknown,
        HttpStatusCode.BadRequest when exception.ErrorCode is "RequestTimeout" => S3Failure.Unknown,
        >= HttpStatusCode.BadRequest and < HttpStatusCode.InternalServerError => S3Failure.Refused,
        _ => S3Failure.Unknown,
    };

    private static string CodeOf(AmazonServiceException exception) =>
        exception.ErrorCode is { Length: > 0 and <= MaxErrorCode } code && code.All(char.IsAsciiLetterOrDigit) ? code : "";
}
