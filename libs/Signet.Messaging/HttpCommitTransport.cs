using System.Net;
using System.Net.Http.Headers;

namespace Signet.Messaging;

/// <summary>
/// Sends commit events to the auditor by HTTP, directly or through a Dapr sidecar. Acknowledged means chained. Whatever is not an
/// answer of exactly the expected form leaves the fate of a batch unknown, and so is <see cref="CommitOutcome.Retry"/>.
/// </summary>
public sealed class HttpCommitTransport : ICommitTransport, IDisposable
{
    private const string TokenHeader = "dapr-api-token";
    private const int MaxTokenLength = 4096;
    private const int MaxResponseHeadersKibibytes = 16;
    private static readonly TimeSpan MaxTimeout = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5);

    // Names are resolved anew now and then: the auditor that writes moves between pods.
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(2);

    private readonly HttpClient _client;
    private readonly Uri _address;
    private readonly string? _token;
    private readonly TimeSpan _timeout;
    private readonly TimeProvider _time;

    /// <summary>Creates the transport with connections of its own, which follow no redirect and use no proxy.</summary>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public HttpCommitTransport(HttpCommitTransportOptions options, TimeProvider time)
        : this(options, time, CreateHandler())
    {
    }

    internal HttpCommitTransport(HttpCommitTransportOptions options, TimeProvider time, HttpMessageHandler handler)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        _address = AddressOf(options.BaseAddress);
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

        _client = new HttpClient(handler) { Timeout = System.Threading.Timeout.InfiniteTimeSpan };
    }

    /// <inheritdoc/>
    public AcknowledgementLevel Level => AcknowledgementLevel.Chain;

    /// <inheritdoc/>
    /// <remarks>
    /// More than a batch is sent as several, one after the other; after one whose fate is unknown the rest is not sent and answered with
    /// <see cref="CommitOutcome.Retry"/>, as is an event that can't be a line of a batch. Cancelling ends the wait the same way, without an
    /// exception: outcomes that are known already are not lost.
    /// </remarks>
    public async ValueTask<IReadOnlyList<CommitOutcome>> SendAsync(
        IReadOnlyList<ReadOnlyMemory<byte>> events, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(events);
        var outcomes = new CommitOutcome[events.Count];
        Array.Fill(outcomes, CommitOutcome.Retry);
        var batch = new List<ReadOnlyMemory<byte>>();
        var positions = new List<int>();
        int octets = 0;
        for (int i = 0; i < events.Count; i++)
        {
            if (!CommitBatchFormat.IsLine(events[i].Span))
            {
                continue;
            }

            if (batch.Count == CommitBatchFormat.MaxEvents || octets + events[i].Length + 1 > CommitBatchFormat.MaxRequestOctets)
            {
                if (!await TrySendBatchAsync(batch, positions, outcomes, cancellationToken))
                {
                    return outcomes;
                }

                batch.Clear();
                positions.Clear();
                octets = 0;
            }

            batch.Add(events[i]);
            positions.Add(i);
            octets += events[i].Length + 1;
        }

        if (batch.Count > 0)
        {
            await TrySendBatchAsync(batch, positions, outcomes, cancellationToken);
        }

        return outcomes;
    }

    /// <summary>Closes the connections.</summary>
    public void Dispose() => _client.Dispose();

    private static SocketsHttpHandler CreateHandler() => new()
    {
        // A redirect or a proxy from the environment would carry events and token to somebody nobody configured.
        AllowAutoRedirect = false,
        UseProxy = false,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.None,
        ConnectTimeout = ConnectTimeout,
        PooledConnectionLifetime = ConnectionLifetime,
        MaxResponseHeadersLength = MaxResponseHeadersKibibytes,
    };

    private static Uri AddressOf(Uri baseAddress)
    {
        if (baseAddress is not { IsAbsoluteUri: true, Scheme: "http" or "https", UserInfo: "", Query: "", Fragment: "" })
        {
            throw new ArgumentException("The base address must be http or https, without user info, query and fragment.", nameof(baseAddress));
        }

        return new Uri($"{baseAddress.AbsoluteUri.TrimEnd('/')}/{CommitBatchFormat.Path}");
    }

    private async Task<bool> TrySendBatchAsync(
        List<ReadOnlyMemory<byte>> batch, List<int> positions, CommitOutcome[] outcomes, CancellationToken cancellationToken)
    {
        try
        {
            if (await PostAsync(CommitBatchFormat.WriteEvents(batch), batch.Count, cancellationToken) is not { } answer)
            {
                return false;
            }

            for (int i = 0; i < answer.Count; i++)
            {
                outcomes[positions[i]] = answer[i];
            }

            return true;
        }
        catch (Exception)
        {
            // Whatever went wrong, the fate of the batch is unknown, and the producer's caller fails closed on that alone.
            return false;
        }
    }

    private async Task<IReadOnlyList<CommitOutcome>?> PostAsync(byte[] body, int count, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(_timeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        using var request = new HttpRequestMessage(HttpMethod.Post, _address) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(CommitBatchFormat.RequestMediaType);
        if (_token is not null)
        {
            request.Headers.TryAddWithoutValidation(TokenHeader, _token);
        }

        using HttpResponseMessage response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
        if (response.StatusCode != HttpStatusCode.OK)
        {
            return null;
        }

        await using Stream stream = await response.Content.ReadAsStreamAsync(either.Token);
        ReadOnlyMemory<byte>? json = await CommitBatchFormat.ReadBoundedAsync(stream, CommitBatchFormat.MaxResponseOctets, either.Token);
        return json is { } octets && CommitBatchFormat.TryParseOutcomes(octets.Span, count, out IReadOnlyList<CommitOutcome> outcomes)
            ? outcomes
            : null;
    }
}
