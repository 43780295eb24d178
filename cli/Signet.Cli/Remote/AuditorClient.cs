using System.Net;
using System.Text;
using System.Text.Json;
using Signet.Cli.Commands;
using Signet.Ledger.Checkpoints;
using Signet.Storage.Tiles;

namespace Signet.Cli.Remote;

/// <summary>An auditor's read-only log service (docs/operations.md), at an address as the caller gave it.</summary>
internal sealed class AuditorClient : IDisposable
{
    private const int MaxAnswer = 1 << 20;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly HttpClient _root;
    private readonly HttpClient _log;

    private AuditorClient(Uri address, HttpMessageHandler handler)
    {
        Address = address;
        _root = new HttpClient(handler, disposeHandler: true) { BaseAddress = address, Timeout = Patience, MaxResponseContentBufferSize = MaxAnswer };
        _log = new HttpClient(handler, disposeHandler: false) { BaseAddress = new Uri(address, "log/"), Timeout = Patience };
    }

    public Uri Address { get; }

    /// <summary>Tiles below <c>log/</c>.</summary>
    public HttpTileSource Tiles => new(_log);

    /// <exception cref="UserErrorException">It isn't an address.</exception>
    public static AuditorClient Open(string address, TimeProvider time)
    {
        var url = HttpAddress.Parse(address, "The address of an auditor");
        var directory = url.AbsolutePath.EndsWith('/') ? url : new Uri(url.AbsoluteUri + "/");

        // Where to ask stands on the command line alone: no redirect, no proxy of the environment, no cookie leads elsewhere.
        var handler = new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, UseCookies = false, ConnectTimeout = TimeSpan.FromSeconds(10) };
        return new AuditorClient(directory, new PatientHandler(handler, time));
    }

    /// <summary>The log's name and the checkpoint key that the auditor signs with. Nothing of it is believed by itself.</summary>
    /// <exception cref="UserErrorException">The auditor doesn't say.</exception>
    public async Task<(string LogId, VerifierKey Key)> ReadKeyAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (await GetAsync(".well-known/signet/keys?limit=1", cancellationToken) is { } text)
            {
                using var json = JsonDocument.Parse(text);
                if (json.RootElement.GetProperty("log_id").GetString() is { } logId &&
                    VerifierKey.TryParse(json.RootElement.GetProperty("checkpoint_vkey").GetString(), out var key) && key!.Name == logId)
                {
                    return (logId, key);
                }
            }
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new UserErrorException($"{Address} doesn't answer as an auditor does.", exception);
        }

        throw new UserErrorException($"{Address} doesn't answer as an auditor does.");
    }

    /// <summary>The text at a path, or null when there is none.</summary>
    /// <exception cref="UserErrorException">It can't be had.</exception>
    public async Task<string?> GetAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await _root.GetAsync(new Uri(path, UriKind.Relative), cancellationToken);
            return answer.StatusCode switch
            {
                HttpStatusCode.OK => Encoding.UTF8.GetString(await answer.Content.ReadAsByteArrayAsync(cancellationToken)),
                HttpStatusCode.NotFound => null,
                var status => throw new UserErrorException($"{Address} answers {(int)status} for {path}."),
            };
        }
        catch (HttpRequestException exception)
        {
            throw new UserErrorException($"{Address} can't be asked: {exception.Message}", exception);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new UserErrorException($"{Address} takes too long.", exception);
        }
    }

    public void Dispose()
    {
        _log.Dispose();
        _root.Dispose();
    }
}
