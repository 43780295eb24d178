using System.Buffers;
using Microsoft.AspNetCore.Http;

namespace Signet.Gateway.Preflight;

/// <summary>Reads bodies, and never more of one than its limit.</summary>
internal static class BodyReader
{
    private const int Chunk = 16 << 10;

    /// <summary>Reads a request body of at most <paramref name="limit"/> octets. What its Content-Length says isn't trusted.</summary>
    public static async ValueTask<RequestBody> ReadAsync(HttpRequest request, int limit, CancellationToken cancellationToken)
    {
        var (octets, tooLarge) = (ReadOnlyMemory<byte>.Empty, false);
        try
        {
            (octets, tooLarge) = await ReadAsync(request.Body, limit, cancellationToken);
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
    public static async ValueTask<(ReadOnlyMemory<byte> Octets, bool TooLarge)> ReadAsync(
        Stream stream, int limit, CancellationToken cancellationToken)
    {
        var output = new ArrayBufferWriter<byte>(Chunk);
        while (output.WrittenCount <= limit)
        {
            var room = output.GetMemory(Chunk);
            var read = await stream.ReadAsync(room[..Math.Min(room.Length, limit + 1 - output.WrittenCount)], cancellationToken);
            if (read == 0)
            {
                return (output.WrittenMemory, false);
            }

            output.Advance(read);
        }

        return (output.WrittenMemory, true);
    }
}
