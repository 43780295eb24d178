using System.Net;
using Grpc.Core;
using Grpc.Net.Client;
using Autogen = Dapr.Client.Autogen.Grpc.v1;

namespace Signet.Messaging;

/// <summary>
/// Calls to a sidecar's gRPC API: token, deadline and bounded answers in one place. Follows no redirect and uses no proxy. A sidecar
/// that is not there is asked again at once at the next call, not after a growing pause of the channel's own.
/// </summary>
internal sealed class DaprChannel : IDisposable
{
    private const int MaxAnswerOctets = 1 << 20;
    private const int MaxTokenLength = 4_096;

    private static readonly TimeSpan MaxTimeout = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan FirstReconnect = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LastReconnect = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan PingDelay = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan PingTimeout = TimeSpan.FromSeconds(5);

    private readonly GrpcChannel _channel;
    private readonly Autogen.Dapr.DaprClient _client;
    private readonly Metadata _headers = [];
    private readonly TimeSpan _timeout;
    private readonly TimeProvider _time;

    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public DaprChannel(DaprCommitTransportOptions options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        if (options.Endpoint is not { IsAbsoluteUri: true, Scheme: "http" or "https", UserInfo: "", AbsolutePath: "/", Query: "", Fragment: "" })
        {
            throw new ArgumentException("The endpoint must be http or https, without user info, path, query and fragment.", nameof(options));
        }

        if (options.Timeout < TimeSpan.FromMilliseconds(1) || options.Timeout > MaxTimeout)
        {
            throw new ArgumentException("The time-out must be between 1 ms and 5 minutes.", nameof(options));
        }

        if (options.ApiToken is { } token)
        {
            if (token.Length is 0 or > MaxTokenLength || token.Any(c => c is <= ' ' or > '~'))
            {
                throw new ArgumentException("The API token must be visible ASCII.", nameof(options));
            }

            _headers.Add(AuditorHttp.TokenHeader, token);
        }

        (_timeout, _time) = (options.Timeout, time);
        _channel = GrpcChannel.ForAddress(options.Endpoint, new GrpcChannelOptions
        {
            HttpHandler = CreateHandler(),
            DisposeHttpClient = true,
            MaxReceiveMessageSize = MaxAnswerOctets,
            MaxSendMessageSize = null,
            InitialReconnectBackoff = FirstReconnect,
            MaxReconnectBackoff = LastReconnect,
            MaxRetryAttempts = null,
        });
        _client = new Autogen.Dapr.DaprClient(_channel);
    }

    /// <summary>One call, ended after the time-out at the latest, here and at the sidecar.</summary>
    /// <exception cref="RpcException">The sidecar refused it, or is not there.</exception>
    /// <exception cref="OperationCanceledException">It took too long, or the caller has ended the wait.</exception>
    public async Task<TResponse> CallAsync<TRequest, TResponse>(
        TRequest request,
        Func<Autogen.Dapr.DaprClient, TRequest, CallOptions, AsyncUnaryCall<TResponse>> method,
        CancellationToken cancellationToken)
    {
        // The deadline tells the sidecar; the clock of the process ends the wait.
        using var limit = new CancellationTokenSource(_timeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        using var call = method(_client, request, new CallOptions(_headers, _time.GetUtcNow().UtcDateTime + _timeout, either.Token));
        return await call.ResponseAsync.WaitAsync(either.Token);
    }

    public void Dispose() => _channel.Dispose();

    private static SocketsHttpHandler CreateHandler() => new()
    {
        AllowAutoRedirect = false,
        UseProxy = false,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.None,
        ConnectTimeout = ConnectTimeout,
        EnableMultipleHttp2Connections = true,
        KeepAlivePingDelay = PingDelay,
        KeepAlivePingTimeout = PingTimeout,
    };
}
