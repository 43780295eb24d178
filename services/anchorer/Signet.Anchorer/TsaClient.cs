using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.Logging;
using Signet.Ledger.Anchors;
using Signet.Ledger.Entries;

namespace Signet.Anchorer;

/// <summary>Asks authorities over HTTP (RFC 3161, section 3.4) and checks what they answer.</summary>
internal sealed partial class TsaClient : IDisposable
{
    private const string ReplyMediaType = "application/timestamp-reply";
    private const int MaxHeaderKilobytes = 16;
    private const int ReadOctets = 4096;

    private readonly HttpClient _http;
    private readonly AnchorerOptions _options;
    private readonly TimeProvider _time;
    private readonly IAnchorObserver _observer;
    private readonly ILogger<TsaClient> _logger;

    public TsaClient(AnchorerOptions options, TimeProvider time, IAnchorObserver observer, ILogger<TsaClient> logger)
    {
        _options = options;
        _time = time;
        _observer = observer;
        _logger = logger;
        // Whom to ask stands in the options alone: no redirect, no proxy of the environment, no cookie leads elsewhere.
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.None,
            MaxResponseHeadersLength = MaxHeaderKilobytes,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        };
        _http = new HttpClient(handler, disposeHandler: true) { Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>One attempt, with a request of its own: a nonce is never used twice.</summary>
    /// <returns>The checked anchor, or null when this authority gave none.</returns>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public async Task<AnchorBody?> AskAsync(TsaEndpoint tsa, AnchorStatement statement, CancellationToken cancellationToken)
    {
        long started = _time.GetTimestamp();
        (TsaResult result, AnchorVerdict? verdict, AnchorBody? body) =
            await ExchangeAsync(tsa, statement, cancellationToken);
        _observer.Asked(tsa.Trust.Name, result, result == TsaResult.Refused ? verdict?.Reason : null, _time.GetElapsedTime(started));
        if (result == TsaResult.Refused)
        {
            Log.TokenRefused(_logger, tsa.Trust.Name, verdict!.Reason, verdict.Text);
        }
        else if (result != TsaResult.Accepted)
        {
            Log.NoToken(_logger, tsa.Trust.Name, result);
        }

        return body;
    }

    public void Dispose() => _http.Dispose();

    private async Task<(TsaResult Result, AnchorVerdict? Verdict, AnchorBody? Body)> ExchangeAsync(
        TsaEndpoint tsa, AnchorStatement statement, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(_options.RequestTimeout, _time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            TimestampQuery query = TimestampQuery.Create(statement, tsa.Trust.Policy);
            DateTimeOffset requestedAt = _time.GetUtcNow();
            ReadOnlyMemory<byte>? answer = await PostAsync(tsa.Url, query.Encoded, linked.Token);
            DateTimeOffset receivedAt = _time.GetUtcNow();
            if (answer is not { } octets)
            {
                return (TsaResult.NoAnswer, null, null);
            }

            AnchorVerdict verdict = AnchorVerifier.VerifyResponse(
                query, octets, requestedAt, receivedAt, tsa.Trust, out AnchorBody? body);
            return (verdict.Ok ? TsaResult.Accepted : TsaResult.Refused, verdict, body);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (OperationCanceledException)
        {
            return (TsaResult.TimedOut, null, null);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return (TsaResult.Unreachable, null, null);
        }
    }

    /// <summary>The body of a 200 answer of the right type and size, else null.</summary>
    private async Task<ReadOnlyMemory<byte>?> PostAsync(Uri url, ReadOnlyMemory<byte> query, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ReadOnlyMemoryContent(query) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(TimestampQuery.MediaType);
        using HttpResponseMessage response = await _http
            .SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if (response.StatusCode != HttpStatusCode.OK
            || !string.Equals(response.Content.Headers.ContentType?.MediaType, ReplyMediaType, StringComparison.OrdinalIgnoreCase)
            || response.Content.Headers.ContentLength > AnchorVerifier.MaxResponseOctets)
        {
            return null;
        }

        await using Stream stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        return await ReadAsync(stream, cancellationToken);
    }

    private static async Task<ReadOnlyMemory<byte>?> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        using var octets = new MemoryStream(ReadOctets);
        var buffer = new byte[ReadOctets];
        int read;
        while ((read = await stream.ReadAsync(buffer, cancellationToken)) > 0)
        {
            octets.Write(buffer, 0, read);
            if (octets.Length > AnchorVerifier.MaxResponseOctets)
            {
                return null;
            }
        }

        return octets.ToArray();
    }

    private static partial class Log
    {
        [LoggerMessage(EventIds.TokenRefused, LogLevel.Warning, "Refused a token of {Tsa}: {Reason}, {Text}.")]
        public static partial void TokenRefused(ILogger logger, string tsa, AnchorReason reason, string text);

        [LoggerMessage(EventIds.NoToken, LogLevel.Warning, "No token of {Tsa}: {Result}.")]
        public static partial void NoToken(ILogger logger, string tsa, TsaResult result);
    }
}
