using System.Net;
using Signet.Ledger.Tiles;

namespace Signet.Storage.Tiles;

/// <summary>Tiles over HTTP, below an address (C2SP tlog-tiles).</summary>
/// <param name="client">Its base address ends in a slash; its time-out bounds each read.</param>
public sealed class HttpTileSource(HttpClient client) : ITileSource
{
    /// <inheritdoc/>
    /// <exception cref="HttpRequestException">The server can't be reached, answers otherwise than 200 or 404, or sends more than a bundle has.</exception>
    public async ValueTask<ReadOnlyMemory<byte>?> ReadAsync(string path, CancellationToken cancellationToken)
    {
        using var response = await client.GetAsync(
            new Uri(path, UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        if (response.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }

        response.EnsureSuccessStatusCode();
        await response.Content.LoadIntoBufferAsync(EntryBundle.MaxOctets, cancellationToken).ConfigureAwait(false);
        return await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
    }
}
