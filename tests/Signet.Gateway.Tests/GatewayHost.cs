using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Signet.Gateway.Commits;
using Signet.Ledger;
using Signet.Messaging;
using Signet.Policy.Pipeline;
using Signet.Testing.Gateway;

namespace Signet.Gateway.Tests;

/// <summary>A gateway on a real socket, between a client and a fake upstream.</summary>
internal sealed class GatewayHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private GatewayHost(WebApplication app, FakeLlm llm, RecordingTransport transport)
    {
        (_app, Llm, Transport) = (app, llm, transport);
        Client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
    }

    public FakeLlm Llm { get; }

    public RecordingTransport Transport { get; }

    public HttpClient Client { get; }

    public byte[] PublicKey => _app.Services.GetRequiredService<CommitPublisher>().PublicKey.ToArray();

    public static Task<GatewayHost> StartAsync(
        IEnumerable<ICheck> checks, Action<GatewayOptions>? configure = null, ISecretSource? secrets = null) =>
        StartAsync(new PolicyPipeline(checks, shadow: false, TimeProvider.System), configure, secrets);

    public static Task<GatewayHost> StartAsync(
        PolicyPipeline pipeline, Action<GatewayOptions>? configure = null, ISecretSource? secrets = null, ITokenCounter? tokens = null) =>
        StartAsync(new GatewayPolicySource(new GatewayPolicy(pipeline, Digest.Of("policy"u8))), configure, secrets, tokens);

    public static async Task<GatewayHost> StartAsync(
        GatewayPolicySource policies,
        Action<GatewayOptions>? configure = null,
        ISecretSource? secrets = null,
        ITokenCounter? tokens = null,
        Action<IServiceCollection>? register = null)
    {
        var llm = await FakeLlm.StartAsync();
        var transport = new RecordingTransport();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Services.AddSingleton<ICommitTransport>(transport);
        builder.Services.AddSingleton<IProducerEnrolment>(new AcceptingEnrolment());
        builder.Services.AddSingleton(policies);
        register?.Invoke(builder.Services);
        if (secrets is not null)
        {
            builder.Services.AddSingleton(secrets);
        }

        if (tokens is not null)
        {
            builder.Services.AddSingleton(tokens);
        }

        builder.Services.AddGateway(options =>
        {
            options.LogId = "log.test";
            options.ProducerId = "gateway.test";
            options.Upstream = llm.BaseAddress;
            options.UpstreamLabel = "fake";
            configure?.Invoke(options);
        });
        var app = builder.Build();
        app.MapGateway();
        await app.StartAsync();
        return new GatewayHost(app, llm, transport);
    }

    public async Task<HttpResponseMessage> PostAsync(string body, Action<HttpRequestMessage>? adjust = null, string path = "/v1/chat/completions")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)),
        };
        adjust?.Invoke(request);
        return await Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
    }

    public Task StopAsync() => _app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
        await Llm.DisposeAsync();
    }
}
