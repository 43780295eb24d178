using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Signet.Gateway.Preflight;

/// <summary>The content codings (RFC 9110, section 8.4.1) that a request body may have: one, or none.</summary>
internal static class ContentCodings
{
    /// <summary>For <c>Accept-Encoding</c>.</summary>
    public const string Accepted = "gzip, deflate, br";

    /// <summary>Undoes the coding; at most <paramref name="limit"/> octets come of it. A body without one stays as it is.</summary>
    public static RequestBody Decode(RequestBody sent, StringValues encoding, int limit)
    {
        if (sent.Refusal is not null || encoding.Count == 0)
        {
            return sent;
        }

        Func<ReadOnlyMemory<byte>, int, (CodingFault, ReadOnlyMemory<byte>)>? decode =
            encoding.Count > 1 ? null : encoding.ToString().Trim(' ', '\t').ToLowerInvariant() switch
            {
                "gzip" or "x-gzip" => GzipBody.Decode,
                "deflate" => DeflateBody.DecodeZlib,
                "br" => BrotliBody.Decode,
                "identity" => static (octets, _) => (CodingFault.None, octets),
                _ => null,
            };
        if (decode is null)
        {
            return Refuse(new PreflightRefusal("content_encoding_unsupported", StatusCodes.Status415UnsupportedMediaType, "Content-Encoding"));
        }

        if (sent.Octets.IsEmpty)
        {
            return sent;
        }

        var (fault, octets) = decode(sent.Octets, limit);
        return fault switch
        {
            CodingFault.None => new RequestBody(octets, null),
            CodingFault.TooLarge => Refuse(new PreflightRefusal("body_too_large", StatusCodes.Status413PayloadTooLarge)),
            _ => Refuse(new PreflightRefusal("invalid_encoding")),
        };
    }

    private static RequestBody Refuse(PreflightRefusal refusal) => new(ReadOnlyMemory<byte>.Empty, refusal);
}
