using System.IO.Compression;
using System.Net.Http.Headers;

namespace Signet.EndToEndTests.Clients;

/// <summary>Compresses the bodies of requests, the way a program adds that to any client that takes an <see cref="HttpClient"/>.</summary>
internal sealed class GzipHandler(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Content is { } content)
        {
            using var body = new MemoryStream();
            await using (var gzip = new GZipStream(body, CompressionLevel.Fastest, leaveOpen: true))
            {
                await content.CopyToAsync(gzip, cancellationToken);
            }

            request.Content = new ByteArrayContent(body.ToArray());
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            request.Content.Headers.ContentEncoding.Add("gzip");
        }

        return await base.SendAsync(request, cancellationToken);
    }
}
