using System.Diagnostics;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Forwarder;

namespace Signet.Gateway.Forwarding;

/// <summary>
/// Sends admitted requests upstream, with the connections of YARP: no proxy, no redirects, no cookies, no decompression. YARP's
/// forwarder itself isn't used: it writes a status of its own before the failure could be recorded, and its one time-out covers the
/// whole answer, since only its own copier moves it on.
/// </summary>
internal sealed class UpstreamClient : IDisposable
{
    private readonly HttpMessageInvoker _invoker;
    private readonly GatewayOptions _options;
    private readonly TimeProvider _time;
    private readonly Uri _base;

    public UpstreamClient(IOptions<GatewayOptions> options, TimeProvider time)
    {
        (_options, _time) = (options.Value, time);
        _base = new Uri(_options.Upstream!.AbsoluteUri.TrimEnd('/') + "/");
        _invoker = new Factory().CreateClient(new ForwarderHttpClientContext { NewConfig = HttpClientConfig.Empty });
        Label = _options.UpstreamLabel ?? _base.Host;
    }

    /// <summary>What callers may know of the upstream.</summary>
    public string Label { get; }

    /// <summary>Returns the answer as soon as its header has come, or what went wrong. Throws only when the caller has gone.</summary>
    public async ValueTask<(HttpResponseMessage? Answer, UpstreamFault? Fault)> SendAsync(
        string method,
        string path,
        IHeaderDictionary headers,
        ReadOnlyMemory<byte> body,
        bool streamed,
        CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(_base, path));
        if (!body.IsEmpty)
        {
            request.Content = new ReadOnlyMemoryContent(body);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        }

        foreach (var name in UpstreamHeaders.Request)
        {
            if (headers.TryGetValue(name, out var value))
            {
                request.Headers.TryAddWithoutValidation(name, value.ToString());
            }
        }

        AddKey(request, anthropic: AnthropicHeaders.Speaks(headers));
        request.Headers.TryAddWithoutValidation("Accept", streamed ? "text/event-stream, application/json" : "application/json");
        using var timeout = new CancellationTokenSource(_options.UpstreamTimeout, _time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            return (await _invoker.SendAsync(request, linked.Token), null);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (null, UpstreamFault.Timeout);
        }
        catch (HttpRequestException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return (null, UpstreamFault.Unreachable);
        }
    }

    public void Dispose() => _invoker.Dispose();

    /// <summary>Sets the configured key where the caller brings none, in the field that the API wants it in.</summary>
    private void AddKey(HttpRequestMessage request, bool anthropic)
    {
        var sent = request.Headers.NonValidated;
        if (_options.UpstreamApiKey is not { } key || sent.Contains("Authorization") || sent.Contains(UpstreamHeaders.ApiKey))
        {
            return;
        }

        if (anthropic)
        {
            request.Headers.TryAddWithoutValidation(UpstreamHeaders.ApiKey, key);
        }
        else
        {
            request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + key);
        }
    }

    private sealed class Factory() : ForwarderHttpClientFactory(NullLogger<ForwarderHttpClientFactory>.Instance)
    {
        protected override void ConfigureHandler(ForwarderHttpClientContext context, SocketsHttpHandler handler)
        {
            base.ConfigureHandler(context, handler);
            handler.UseProxy = false;
            handler.AllowAutoRedirect = false;
            handler.UseCookies = false;
            handler.AutomaticDecompression = System.Net.DecompressionMethods.None;
            handler.ConnectTimeout = TimeSpan.FromSeconds(10);
            handler.MaxResponseHeadersLength = 64;

            // Traces of the caller are nobody's business upstream.
            handler.ActivityHeadersPropagator = DistributedContextPropagator.CreateNoOutputPropagator();
        }
    }
}
