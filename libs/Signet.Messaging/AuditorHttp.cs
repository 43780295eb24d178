using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;

namespace Signet.Messaging;

/// <summary>
/// Requests to an auditor by HTTP, directly or through a Dapr sidecar's service invocation: token, time-out and bounded answers in one
/// place. Follows no redirect and uses no proxy: either would carry events and token to somebody nobody configured.
/// </summary>
internal sealed class AuditorHttp : IDisposable
{
    public const string TokenHeader = "dapr-api-token";

    private const int MaxTokenLength = 4096;
    private const int MaxResponseHeadersKibibytes = 16;
    private static readonly TimeSpan MaxTimeout = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5);

    // Names are resolved anew now and then: the auditor that writes moves between pods.
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(2);

    private readonly HttpClient _client;
    private readonly string _base;
    private readonly string? _token;
    private readonly TimeSpan _timeout;
    private readonly TimeProvider _time;

    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public AuditorHttp(HttpCommitTransportOptions options, TimeProvider time, HttpMessageHandler? handler = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        _base = BaseOf(options.BaseAddress) + InvocationOf(options.AppId);
        _token = options.ApiToken;
        _timeout = options.Timeout;
        _time = time;
        if (_token is not null && (_token.Length is 0 or > MaxTokenLength || _token.Any(c => c is <= ' ' or > '~')))
        {
            throw new ArgumentException("The API token must be visible ASCII.", nameof(options));
        }

        if (_timeout < TimeSpan.FromMilliseconds(1) || _timeout > MaxTimeout)
        {
            throw new ArgumentException("The time-out must be between 1 ms and 5 minutes.", nameof(options));
        }

        _client = new HttpClient(handler ?? CreateHandler()) { Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>The status and the bounded body of an answer; a body that is longer is null.</summary>
    /// <exception cref="HttpRequestException">Nobody answered.</exception>
    /// <exception cref="OperationCanceledException">The answer took too long, or the caller has ended the wait.</exception>
    public async Task<(HttpStatusCode Status, ReadOnlyMemory<byte>? Body)> SendAsync(
        HttpMethod method, string path, byte[]? body, string mediaType, int maxResponse, CancellationToken cancellationToken,
        (string Name, string Value)? header = null)
    {
        using var limit = new CancellationTokenSource(_timeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        using var request = new HttpRequestMessage(method, new Uri($"{_base}/{path}"));
        if (body is not null)
        {
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue(mediaType);
        }

        if (_token is not null)
        {
            request.Headers.TryAddWithoutValidation(TokenHeader, _token);
        }

        if (header is { } given)
        {
            request.Headers.TryAddWithoutValidation(given.Name, given.Value);
        }

        using HttpResponseMessage response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
        await using Stream stream = await response.Content.ReadAsStreamAsync(either.Token);
        return (response.StatusCode, await CommitBatchFormat.ReadBoundedAsync(stream, maxResponse, either.Token));
    }

    public void Dispose() => _client.Dispose();

    private static SocketsHttpHandler CreateHandler() => new()
    {
        AllowAutoRedirect = false,
        UseProxy = false,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.None,
        ConnectTimeout = ConnectTimeout,
        PooledConnectionLifetime = ConnectionLifetime,
        MaxResponseHeadersLength = MaxResponseHeadersKibibytes,

        // The auditor's spans join the sender's trace.
        ActivityHeadersPropagator = DistributedContextPropagator.CreateW3CPropagator(),
    };

    private static string BaseOf(Uri baseAddress) =>
        baseAddress is { IsAbsoluteUri: true, Scheme: "http" or "https", UserInfo: "", Query: "", Fragment: "" }
            ? baseAddress.AbsoluteUri.TrimEnd('/')
            : throw new ArgumentException("The base address must be http or https, without user info, query and fragment.", nameof(baseAddress));

    private static string InvocationOf(string? appId) => appId switch
    {
        null => "",
        { Length: > 0 and <= 128 } when appId[0] != '.' && appId.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_') =>
            $"/v1.0/invoke/{appId}/method",
        _ => throw new ArgumentException("The app id has 1 to 128 of A-Z a-z 0-9 - . _, and not a dot in front.", nameof(appId)),
    };
}
