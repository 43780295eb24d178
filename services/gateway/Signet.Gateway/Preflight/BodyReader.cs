using Microsoft.AspNetCore.Http;

namespace Signet.Gateway.Preflight;

/// <summary>Reads bodies, and never more of one than its limit.</summary>
internal static class BodyReader
{
    private const int Chunk = 4 << 10;

    /// <summary>An announced length isn't trusted for more than this.</summary>
    private const int MaxAnnounced = 64 << 10;

    /// <summary>Reads a request body of at most <paramref name="limit"/> octets. What its Content-Length says isn't trusted.</summary>
    public static async ValueTask<RequestBody> ReadAsync(HttpRequest request, int limit, CancellationToken cancellationToken)
    {
        var (octets, tooLarge) = (ReadOnlyMemory<byte>.Empty, false);
        try
        {
            (octets, tooLarge) = await ReadAsync(request.Body, request.ContentLength, limit, cancellationToken);
        }
        catch (BadHttpRequestException exception) when (exception.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            tooLarge = true;
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException)
        {
            // BadHttpRequestException is an IOException: too slow, broken chunks, a connection that is gone.
            return new RequestBody(octets, new PreflightRefusal("body_unreadable"));
        }

        return new RequestBody(octets, tooLarge ? new PreflightRefusal("body_too_large", StatusCodes.Status413PayloadTooLarge) : null);
    }

    /// <summary>Reads a stream to its end, or to one octet beyond <paramref name="limit"/>.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="announced">How many octets it says it has, or null.</param>
    /// <param name="limit">The most octets.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async ValueTask<(ReadOnlyMemory<byte> Octets, bool TooLarge)> ReadAsync(
        Stream stream, long? announced, int limit, CancellationToken cancellationToken)
    {
        // Room for one octet more than announced: the end is then met without growing.
        var octets = new byte[Math.Min(announced is { } length ? Math.Min(length, MaxAnnounced) + 1 : Chunk, limit + 1L)];
        var count = 0;
        while (await stream.ReadAsync(octets.AsMemory(count), cancellationToken) is > 0 and var read)
        {
            count += read;
            if (count > limit)
            {
                return (octets.AsMemory(0, count), true);
            }

            if (count == octets.Length)
            {
                Array.Resize(ref octets, (int)Math.Min(2L * count, limit + 1L));
            }
        }

        return (octets.AsMemory(0, count), false);
    }
}
