namespace Signet.ContainerTests.Docker;

/// <summary>Clients that go to containers straight, whatever proxies the machine is told to use.</summary>
internal static class Direct
{
    public static HttpClient Client() => new(new SocketsHttpHandler { UseProxy = false, PooledConnectionLifetime = TimeSpan.FromSeconds(10) });
}
