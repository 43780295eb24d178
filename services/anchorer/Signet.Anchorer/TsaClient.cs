using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Signet.Hosting.Telemetry;
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
    private readonly Dictionary<string, TsaGate> _gates;

    public TsaClient(AnchorerOptions options, TimeProvider time, IAnchorObserver observer, ILogger<TsaClient> logger)
    {
        _options = options;
        _time = time;
        _observer = observer;
        _logger = logger;
        _gates = options.Tsas.ToDictionary(tsa => tsa.Trust.Name, tsa => new TsaGate(tsa, options, time), StringComparer.Ordinal);

        // Whom to ask stands in the options alone: no redirect, no proxy of the environment, no cookie leads elsewhere.
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.None,
            MaxResponseHeadersLength = MaxHeaderKilobytes,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),

            // Traces are nobody's business there.
            ActivityHeadersPropagator = DistributedContextPropagator.CreateNoOutputPropagator(),
        };
        _http = new HttpClient(handler, disposeHandler: true) { Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>One attempt, with a request of its own: a nonce is never used twice. Nobody is asked who has to be left alone.</summary>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public async Task<TsaAnswer> AskAsync(TsaEndpoint tsa, AnchorStatement statement, CancellationToken cancellationToken)
    {
        string name = tsa.Trust.Name;
        TsaGate gate = _gates[name];
        if (_options.Spread > TimeSpan.Zero)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(RandomNumberGenerator.GetInt32((int)_options.Spread.TotalMilliseconds + 1)), _time, cancellationToken);
        }

        long started = _time.GetTimestamp();
        TsaAnswer answer;
        if (gate.TryEnter())
        {
            using Activity? span = SignetTracing.TimeStamp(name);
            answer = await ExchangeAsync(tsa, statement, cancellationToken);
            if (answer.Body is null)
            {
                span.Fail(answer.Result.ToString());
            }

            gate.Leave(answer.Body is not null, answer.RetryAfter);
        }
        else
        {
            answer = new TsaAnswer(TsaResult.Held);
        }

        _observer.Asked(
            name, answer.Result, answer.Result == TsaResult.Refused ? answer.Verdict?.Reason : null, _time.GetElapsedTime(started));
        _observer.Circuit(name, gate.IsOpen);
        if (answer.Body is { } body && AnchorLifetime.ExpiresAt(body.Token) is { } expires)
        {
            _observer.SignerExpires(name, expires);
        }

        if (answer.Result == TsaResult.Refused)
        {
            Log.TokenRefused(_logger, name, answer.Verdict!.Reason, answer.Verdict.Text);
        }
        else if (answer.Body is null)
        {
            Log.NoToken(_logger, name, answer.Result);
        }

        return answer;
    }

    /// <summary>How long it takes until so many authorities may be asked as a round needs; null when it can't be told.</summary>
    public TimeSpan? WaitForEnough()
    {
        TimeSpan[] waits = [.. _gates.Values.Select(gate => gate.Wait).OfType<TimeSpan>().Order()];
        return waits.Length >= _options.Required ? waits[_options.Required - 1] : null;
    }

    public void Dispose() => _http.Dispose();

    private async Task<TsaAnswer> ExchangeAsync(TsaEndpoint tsa, AnchorStatement statement, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(_options.RequestTimeout, _time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            TimestampQuery query = TimestampQuery.Create(statement, tsa.Trust.Policy);
            DateTimeOffset requestedAt = _time.GetUtcNow();
            TsaAnswer answer = await PostAsync(tsa.Url, query.Encoded, linked.Token);
            DateTimeOffset receivedAt = _time.GetUtcNow();
            return answer.Response.IsEmpty ? answer : Check(tsa, query, answer, requestedAt, receivedAt);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (OperationCanceledException)
        {
            return new TsaAnswer(TsaResult.TimedOut);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return new TsaAnswer(TsaResult.Unreachable);
        }
    }

    private static TsaAnswer Check(
        TsaEndpoint tsa, TimestampQuery query, TsaAnswer answer, DateTimeOffset requestedAt, DateTimeOffset receivedAt)
    {
        TsaTrust trust;
        try
        {
            trust = tsa.CurrentTrust();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            var unknown = new AnchorVerdict(AnchorReason.RevocationUnknown, "a revocation list can't be used");
            return new TsaAnswer(TsaResult.Refused) { Verdict = unknown };
        }

        AnchorVerdict verdict = AnchorVerifier.VerifyResponse(
            query, answer.Response, requestedAt, receivedAt, trust, out AnchorBody? body);
        return answer with { Result = verdict.Ok ? TsaResult.Accepted : TsaResult.Refused, Verdict = verdict, Body = body, Request = query.Encoded };
    }

    /// <summary>The body of a 200 answer of the right type and size, or why there is none.</summary>
    private async Task<TsaAnswer> PostAsync(Uri url, ReadOnlyMemory<byte> query, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ReadOnlyMemoryContent(query) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(TimestampQuery.MediaType);
        using HttpResponseMessage response = await _http
            .SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if (response.StatusCode != HttpStatusCode.OK
            || !string.Equals(response.Content.Headers.ContentType?.MediaType, ReplyMediaType, StringComparison.OrdinalIgnoreCase)
            || response.Content.Headers.ContentLength > AnchorVerifier.MaxResponseOctets)
        {
            return new TsaAnswer(response.StatusCode == HttpStatusCode.TooManyRequests ? TsaResult.Limited : TsaResult.NoAnswer)
            {
                RetryAfter = response.Headers.RetryAfter is { } after ? after.Delta ?? (after.Date - _time.GetUtcNow()) : null,
            };
        }

        await using Stream stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        return new TsaAnswer(TsaResult.NoAnswer) { Response = await ReadAsync(stream, cancellationToken) ?? default };
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
