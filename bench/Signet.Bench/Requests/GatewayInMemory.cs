using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Signet.Bench.Commits;
using Signet.Gateway;
using Signet.Gateway.Commits;
using Signet.Gateway.Flow;
using Signet.Gateway.Forwarding;
using Signet.Messaging;
using Signet.Policy.Documents;

namespace Signet.Bench.Requests;

/// <summary>A gateway with every check on, between callers and an upstream that are method calls.</summary>
internal sealed class GatewayInMemory : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly CommitPublisher _publisher;
    private readonly RequestHandler _handler;

    private GatewayInMemory(ServiceProvider services)
    {
        _services = services;
        _publisher = services.GetRequiredService<CommitPublisher>();
        _handler = services.GetRequiredService<RequestHandler>();
    }

    public static async Task<GatewayInMemory> StartAsync()
    {
        var file = new GatewayPolicyFile(Path.Combine(AppContext.BaseDirectory, "policy.yaml"), CheckRegistry.BuiltIn, TimeProvider.System);
        var services = new ServiceCollection()
            .AddLogging()
            .AddSingleton(await GatewayPolicySource.LoadAsync(file, CancellationToken.None))
            .AddSingleton<ICommitTransport>(new CountingTransport(null))
            .AddSingleton<IProducerEnrolment, AcceptsAll>()
            .AddSingleton(new UpstreamConnections(() => new StubHandler()))
            .AddGateway(options =>
            {
                options.LogId = SampleLog.LogId;
                options.ProducerId = SampleEvents.Producer;
                options.Upstream = new Uri("http://upstream.example/v1");
            })
            .BuildServiceProvider();
        var gateway = new GatewayInMemory(services);
        await gateway._publisher.StartAsync(CancellationToken.None);
        while (!gateway._publisher.IsEnrolled)
        {
            await Task.Yield();
        }

        return gateway;
    }

    public async Task AskAsync(RequestKind kind)
    {
        var http = new DefaultHttpContext();
        var body = SampleBodies.Request(kind);
        var request = http.Request;
        (request.Method, request.Path, request.ContentType) = ("POST", "/v1/chat/completions", "application/json");
        (request.Body, request.ContentLength) = (new MemoryStream(body), body.Length);
        request.Headers["X-Commit-Owner"] = "human:bench";
        request.Headers["X-Classification"] = "UNCLASS";
        request.Headers["X-Caller-Clearance"] = "CUI";
        request.Headers.Authorization = "Bearer sk-bench-0123456789abcdef0123456789abcdef";
        await _handler.HandleAsync(http);
        await http.Response.CompleteAsync();
        if (http.Response.StatusCode != StatusCodes.Status200OK)
        {
            throw new InvalidOperationException($"The gateway answered {http.Response.StatusCode}.");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _publisher.StopAsync(CancellationToken.None);
        await _services.DisposeAsync();
    }

    private sealed class AcceptsAll : IProducerEnrolment
    {
        public ValueTask EnrolAsync(ProducerEnrolment enrolment, CancellationToken cancellationToken) => ValueTask.CompletedTask;
    }
}
