using System.Net;
using System.Net.Http.Headers;

namespace Signet.Bench.Requests;

/// <summary>An upstream that answers at once, with octets made before.</summary>
internal sealed class StubHandler : HttpMessageHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var asked = await request.Content!.ReadAsByteArrayAsync(cancellationToken);
        var kind = asked.AsSpan().IndexOf("\"stream\":true"u8) >= 0 ? RequestKind.Stream : RequestKind.Unary;
        var answer = new HttpResponseMessage(HttpStatusCode.OK) { Content = new ByteArrayContent(SampleBodies.Answer(kind)) };
        answer.Content.Headers.ContentType = new MediaTypeHeaderValue(kind == RequestKind.Stream ? "text/event-stream" : "application/json");
        return answer;
    }
}
