using System.Net.Http.Headers;

namespace Signet.Cli.Diagnosis;

/// <summary>Asks services over HTTP, and remembers what their clocks say.</summary>
internal sealed class Asking : IDisposable
{
    private const int MaxAnswer = 1 << 20;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly HttpClient _client = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, UseCookies = false })
    {
        Timeout = Patience,
        MaxResponseContentBufferSize = MaxAnswer,
    };

    private readonly TimeProvider _time;
    private readonly List<ClockReading> _clocks = [];

    public Asking(TimeProvider time) => _time = time;

    public IReadOnlyList<ClockReading> Clocks => _clocks;

    /// <summary>The answer; null with the reason when there is none.</summary>
    public async Task<(HttpAnswer? Answer, string Why)> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            using (request)
            {
                var before = _time.GetUtcNow();
                using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
                Note(request.RequestUri!.Authority, response.Headers, before, _time.GetUtcNow());
                await response.Content.LoadIntoBufferAsync(MaxAnswer, cancellationToken);
                return (new HttpAnswer((int)response.StatusCode, response.Headers, response.Content.Headers.ContentType?.MediaType, await response.Content.ReadAsByteArrayAsync(cancellationToken)), "");
            }
        }
        catch (HttpRequestException exception)
        {
            return (null, exception.Message);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (null, $"no answer within {Patience.TotalSeconds:0} s");
        }
    }

    public Task<(HttpAnswer? Answer, string Why)> GetAsync(Uri address, CancellationToken cancellationToken) =>
        SendAsync(new HttpRequestMessage(HttpMethod.Get, address), cancellationToken);

    public void Note(ClockReading reading) => _clocks.Add(reading);

    public void Dispose() => _client.Dispose();

    private void Note(string who, HttpResponseHeaders headers, DateTimeOffset before, DateTimeOffset after)
    {
        if (headers.Date is { } date)
        {
            // A Date is cut to seconds: the time meant is half a second later, and the answer came half way between.
            _clocks.Add(new ClockReading(who, date.AddMilliseconds(500) - (before + ((after - before) / 2)), ((after - before) / 2) + TimeSpan.FromMilliseconds(500)));
        }
    }
}
