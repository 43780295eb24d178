using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using k8s;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Signet.Hosting;
using Signet.Hosting.Management;

namespace Signet.Injector.Tests.Fakes;

/// <summary>The injector on real ports, over HTTPS with a certificate of its own making, and a client that trusts what the webhook configuration says.</summary>
internal sealed class InjectorHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly FakeCluster _cluster;

    private readonly SignetListeners _listeners;

    private InjectorHost(WebApplication app, FakeCluster cluster, SignetListeners listeners, HttpClient client) =>
        (_app, _cluster, _listeners, Client) = (app, cluster, listeners, client);

    public HttpClient Client { get; }

    public static async Task<InjectorHost> StartAsync(TimeProvider? time = null)
    {
        var cluster = await FakeCluster.StartAsync();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Services.AddSingleton(time ?? TimeProvider.System);
        builder.AddSignetDefaults("injector");
        builder.Logging.ClearProviders();
        builder.Configuration["Listen:Public"] = "127.0.0.1:0";
        builder.Configuration["Listen:Management"] = "127.0.0.1:0";
        builder.AddConfiguredListeners(InjectorModule.UseInjectorCertificate);
        var settings = Settings.Read(changes: [
            ("Injector:Certificate:Secret", "signet-injector"), ("Injector:Certificate:Namespace", "signet"),
            ("Injector:Certificate:Service", "signet-injector"), ("Injector:Certificate:WebhookConfiguration", "signet")]);
        builder.Services.AddInjector(settings, new KubernetesClientConfiguration { Host = cluster.Address });
        var app = builder.Build();
        app.MapInjector();
        await app.StartAsync();
        var listeners = (SignetListeners)app.Services.GetService(typeof(SignetListeners))!;
        await ReadyAsync(listeners);
        var handler = new SocketsHttpHandler
        {
            ConnectCallback = async (_, token) => await ConnectAsync(listeners, token),
            SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = Trusting(cluster.Bundles[0]) },
        };
        return new InjectorHost(app, cluster, listeners, new HttpClient(handler) { BaseAddress = new Uri("https://signet-injector.signet.svc") });
    }

    /// <summary>A connection on which nothing has been said yet.</summary>
    public Task<NetworkStream> ConnectAsync(CancellationToken cancellationToken) => ConnectAsync(_listeners, cancellationToken);

    /// <summary>A connection over TLS, to say on it what no client says.</summary>
    public async Task<SslStream> SecureAsync(CancellationToken cancellationToken)
    {
        var stream = new SslStream(await ConnectAsync(cancellationToken));
        await stream.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions { TargetHost = "signet-injector.signet.svc", CertificateChainPolicy = Trusting(_cluster.Bundles[0]) }, cancellationToken);
        return stream;
    }

    public Task<HttpResponseMessage> PostAsync(byte[] review, string path = InjectorModule.NamespacePath, string type = "application/json") => Client.PostAsync(
        path, new ByteArrayContent(review) { Headers = { ContentType = new(type) } }, TestContext.Current.CancellationToken);

    public Task<HttpResponseMessage> PostAsync(string review, string path = InjectorModule.NamespacePath) => PostAsync(Encoding.UTF8.GetBytes(review), path);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
        await _cluster.DisposeAsync();
    }

    private static async Task<NetworkStream> ConnectAsync(SignetListeners listeners, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(listeners.Public!, cancellationToken);
        return new NetworkStream(socket, ownsSocket: true);
    }

    private static X509ChainPolicy Trusting(string bundle)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.ImportFromPem(bundle);
        return policy;
    }

    /// <summary>Ready as a kubelet would see it: that is when the certificate is trusted.</summary>
    private static async Task ReadyAsync(SignetListeners listeners)
    {
        using var client = new HttpClient();
        while (true)
        {
            using var answer = await client.GetAsync(new Uri($"http://{listeners.Management}/readyz"), TestContext.Current.CancellationToken);
            if (answer.IsSuccessStatusCode)
            {
                return;
            }

            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }
}
