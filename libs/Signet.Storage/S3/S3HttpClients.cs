using System.Diagnostics;
using Amazon.Runtime;

namespace Signet.Storage.S3;

/// <summary>The connections to the store. Redirects aren't followed: a signed request goes where it was signed for.</summary>
internal sealed class S3HttpClients(Func<HttpMessageHandler> handlers) : HttpClientFactory
{
    private const int MaxConnections = 64;

    public static S3HttpClients Sockets { get; } = new(() => new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        MaxConnectionsPerServer = MaxConnections,
        ConnectTimeout = TimeSpan.FromSeconds(5),
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        ActivityHeadersPropagator = DistributedContextPropagator.CreateNoOutputPropagator(),
    });

    public override HttpClient CreateHttpClient(IClientConfig clientConfig) => new(handlers(), disposeHandler: true)
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    // One client for as long as the store is open, and disposed of with it.
    public override bool UseSDKHttpClientCaching(IClientConfig clientConfig) => false;

    public override bool DisposeHttpClientsAfterUse(IClientConfig clientConfig) => false;
}
