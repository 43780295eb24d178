using System.Collections.Concurrent;

namespace Signet.EndToEndTests.Stores;

/// <summary>Passes on reads, and fails whatever else is sent.</summary>
internal sealed class ReadsOnlyHandler(ConcurrentQueue<HttpMethod> sent) : DelegatingHandler(new SocketsHttpHandler())
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        sent.Enqueue(request.Method);
        return request.Method == HttpMethod.Get || request.Method == HttpMethod.Head
            ? base.SendAsync(request, cancellationToken)
            : throw new InvalidOperationException($"{request.Method} was sent.");
    }
}
