using System.Buffers;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;

namespace Signet.Shared.Endpoints;

/// <summary>
/// Posts JSON to services that checks ask, and trusts none of them: no proxy, no redirects, no cookies, no decompression, a limit on
/// time and octets, and nothing but 200 with a JSON body is an answer. Certificates are verified as the system does. Compiled into each
/// assembly that uses it. Safe for concurrent use.
/// </summary>
internal sealed class JsonEndpoint : IDisposable
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan IdleLifetime = TimeSpan.FromMinutes(1);

    private readonly HttpMessageInvoker _http = new(new SocketsHttpHandler
    {
        UseProxy = false,
        AllowAutoRedirect = false,
        UseCookies = false,
        Credentials = null,
        AutomaticDecompression = DecompressionMethods.None,
        ConnectTimeout = ConnectTimeout,
        PooledConnectionLifetime = Lifetime,
        PooledConnectionIdleTimeout = IdleLifetime,
        MaxResponseHeadersLength = 16,
        MaxResponseDrainSize = 0,
        ActivityHeadersPropagator = DistributedContextPropagator.CreateNoOutputPropagator(),
    });

    /// <summary>Sends a body and gives the octets of the answer.</summary>
    /// <param name="address">Where to.</param>
    /// <param name="body">JSON in UTF-8.</param>
    /// <param name="credential">A header field that goes with it, or null.</param>
    /// <param name="maxOctets">The most octets of an answer.</param>
    /// <param name="timeout">How long all of it may take.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Ends it before that.</param>
    /// <exception cref="EndpointException">There is no answer that counts.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    internal async Task<ReadOnlyMemory<byte>> PostAsync(
        Uri address,
        ReadOnlyMemory<byte> body,
        (string Name, string Value)? credential,
        int maxOctets,
        TimeSpan timeout,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        using CancellationTokenSource deadline = new(timeout, time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            return await SendAsync(address, body, credential, maxOctets, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new EndpointException(deadline.IsCancellationRequested ? "it took too long" : "it can't be reached");
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or InvalidOperationException)
        {
            throw new EndpointException("it can't be reached");
        }
    }

    /// <summary>Closes the connections.</summary>
    public void Dispose() => _http.Dispose();

    private async Task<ReadOnlyMemory<byte>> SendAsync(
        Uri address, ReadOnlyMemory<byte> body, (string Name, string Value)? credential, int maxOctets, CancellationToken cancellationToken)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, address) { Content = new ReadOnlyMemoryContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        if (credential is { } field)
        {
            request.Headers.TryAddWithoutValidation(field.Name, field.Value);
        }

        using HttpResponseMessage response = await _http.SendAsync(request, cancellationToken);
        if (response.StatusCode != HttpStatusCode.OK)
        {
            throw new EndpointException("its status isn't 200");
        }

        if (response.Content.Headers.ContentType?.MediaType is not "application/json" || response.Content.Headers.ContentEncoding.Count > 0)
        {
            throw new EndpointException("its answer isn't JSON");
        }

        if (response.Content.Headers.ContentLength > maxOctets)
        {
            throw new EndpointException("its answer is too large");
        }

        await using Stream stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        return await ReadAsync(stream, maxOctets, cancellationToken);
    }

    private static async Task<ReadOnlyMemory<byte>> ReadAsync(Stream stream, int maxOctets, CancellationToken cancellationToken)
    {
        ArrayBufferWriter<byte> octets = new(1_024);
        while (true)
        {
            int count = await stream.ReadAsync(octets.GetMemory(1_024), cancellationToken);
            if (count == 0)
            {
                return octets.WrittenMemory;
            }

            octets.Advance(count);
            if (octets.WrittenCount > maxOctets)
            {
                throw new EndpointException("its answer is too large");
            }
        }
    }
}
