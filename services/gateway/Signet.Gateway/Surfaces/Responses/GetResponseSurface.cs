using Microsoft.AspNetCore.Http;
using Signet.Gateway.Streaming;

namespace Signet.Gateway.Surfaces.Responses;

/// <summary>A stored response, whole or as the events that it was made of.</summary>
internal sealed class GetResponseSurface() : StoredResponseSurface(
    "openai.responses.get", HttpMethods.Get, "/v1/responses/{id}",
    "include", "include[]", "include_obfuscation", "starting_after", "stream")
{
    public override IStreamForm OpenStream() => new ResponsesStreamForm();

    protected override SurfaceRequest? ReadQuery(IQueryCollection query, out string error)
    {
        // Whoever reads another word otherwise than the gateway would get what nobody has read.
        var stream = query["stream"];
        error = stream.Count == 0 || (stream.Count == 1 && stream[0] is "true" or "false") ? "" : "stream_not_a_boolean";
        return error.Length == 0 ? new SurfaceRequest([], [], null, Stream: stream == "true") : null;
    }
}
