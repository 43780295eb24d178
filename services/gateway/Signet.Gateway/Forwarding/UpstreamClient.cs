using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Signet.Gateway.Forwarding;

/// <summary>
/// Sends admitted requests upstream. YARP's forwarder isn't used: it writes a status of its own before the failure could be recorded,
/// and its one time-out covers the whole answer, since only its own copier moves it on.
/// </summary>
internal sealed class UpstreamClient(IOptions<GatewayOptions> options, TimeProvider time)
{
    private readonly TimeSpan _timeout = options.Value.UpstreamTimeout;

    /// <summary>Returns the answer as soon as its header has come, or what went wrong. Throws only when the caller has gone.</summary>
    public async ValueTask<(HttpResponseMessage? Answer, UpstreamFault? Fault)> SendAsync(
        UpstreamRoute route,
        string method,
        string path,
        IHeaderDictionary headers,
        ReadOnlyMemory<byte> body,
        string contentType,
        bool streamed,
        CancellationToken cancellationToken)
    {
        var upstream = route.Upstream;
        using var request = new HttpRequestMessage(new HttpMethod(method), upstream.AddressOf(path))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
        };
        if (!body.IsEmpty)
        {
            request.Content = new ReadOnlyMemoryContent(body);
            request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        }

        foreach (var name in UpstreamHeaders.Request)
        {
            Copy(headers, name, request);
        }

        if (route.Key is not null)
        {
            if (await route.Key.GetAsync(cancellationToken) is not { } key)
            {
                return (null, UpstreamFault.KeyUnavailable);
            }

            var field = upstream.CredentialHeader ?? CredentialHeader.Of(headers);
            request.Headers.TryAddWithoutValidation(field.Name, field.Scheme + key);
        }
        else if (!upstream.DropsCallerKey)
        {
            foreach (var name in upstream.CallerFields)
            {
                Copy(headers, name, request);
            }
        }

        request.Headers.TryAddWithoutValidation("Accept", streamed ? "text/event-stream, application/json" : "application/json");
        return await SendAsync(upstream, request, cancellationToken);
    }

    private async ValueTask<(HttpResponseMessage? Answer, UpstreamFault? Fault)> SendAsync(
        Upstream upstream, HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(_timeout, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            return (await upstream.Connections.SendAsync(request, linked.Token), null);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (null, UpstreamFault.Timeout);
        }
        catch (HttpRequestException exception)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var isUnsent = exception.HttpRequestError
                is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError;
            return (null, isUnsent ? UpstreamFault.Unreachable : UpstreamFault.Unanswered);
        }
    }

    private static void Copy(IHeaderDictionary headers, string name, HttpRequestMessage request)
    {
        if (headers.TryGetValue(name, out var value))
        {
            request.Headers.TryAddWithoutValidation(name, value.ToString());
        }
    }
}
