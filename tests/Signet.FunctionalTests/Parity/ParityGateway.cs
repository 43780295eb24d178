using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Signet.Gateway;
using Signet.Ledger;
using Signet.Ledger.Events;
using Signet.Messaging;
using Signet.Policy.Documents;
using Signet.Policy.Pipeline;
using Signet.Testing.Gateway;
using Signet.Testing.Storage;
using Signet.Testing.Surfaces;

namespace Signet.FunctionalTests.Parity;

/// <summary>
/// A gateway on a real socket under a policy as operators write it, before an upstream that answers each request as its test says.
/// Requests may go in parallel.
/// </summary>
internal sealed class ParityGateway : IAsyncDisposable
{
    private TemporaryDirectory? _directory;
    private const string Json = "application/json";
    private const string Octets = "application/octet-stream";

    private readonly WebApplication _app;
    private readonly FakeLlm _llm;
    private readonly HttpClient _client;
    private readonly ConcurrentDictionary<string, RequestDelegate> _answers = [];
    private readonly ConcurrentDictionary<string, UpstreamCall> _asked = [];
    private int _count;

    private ParityGateway(WebApplication app, FakeLlm llm, RecordingTransport transport)
    {
        (_app, _llm, Transport) = (app, llm, transport);
        _client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
        _llm.Answer = context =>
        {
            var key = context.Request.Headers.Authorization.ToString();
            foreach (var call in _llm.Calls)
            {
                _asked.TryAdd(call.Headers.GetValueOrDefault("Authorization", ""), call);
            }

            return _answers[key](context);
        };
    }

    public Uri Address => _client.BaseAddress!;

    public RecordingTransport Transport { get; }

    public ShiftedTime Time => (ShiftedTime)_app.Services.GetRequiredService<TimeProvider>();

    /// <summary>A secret store, whose secrets are their own names.</summary>
    public FakeSecrets Secrets => (FakeSecrets)_app.Services.GetRequiredService<ISecretSource>();

    /// <summary>The file that the gateway watches, where it watches one.</summary>
    public string PolicyPath { get; private set; } = "";

    /// <summary>What the upstream was asked last.</summary>
    public UpstreamCall LastAsked => _llm.Calls.Last();

    /// <summary>How the gateway has said who it is.</summary>
    public ProducerEnrolment? Enrolled => ((AcceptingEnrolment)_app.Services.GetRequiredService<IProducerEnrolment>()).Enrolled;

    /// <summary>The events of all requests so far, by request.</summary>
    public ILookup<string, CommitEvent> Decisions => Transport.Decisions.ToLookup(value => value.Details!.RequestId);

    /// <summary>Starts a gateway that watches a file with the policy.</summary>
    public static async Task<ParityGateway> StartAsync(string policy, Action<GatewayOptions>? configure = null)
    {
        TemporaryDirectory directory = new();
        var path = directory.File("policy.yaml");
        await File.WriteAllTextAsync(path, policy);
        GatewayPolicyFile file = new(path, CheckRegistry.BuiltIn, TimeProvider.System);
        var gateway = await StartAsync(await GatewayPolicySource.LoadAsync(file, CancellationToken.None), configure);
        (gateway._directory, gateway.PolicyPath) = (directory, path);
        return gateway;
    }

    public static Task<ParityGateway> StartAsync(GatewayPolicy policy, Action<GatewayOptions>? configure = null) =>
        StartAsync(new GatewayPolicySource(policy), configure);

    public static async Task<ParityGateway> StartAsync(GatewayPolicySource policies, Action<GatewayOptions>? configure = null)
    {
        var llm = await FakeLlm.StartAsync();
        var transport = new RecordingTransport();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Services.AddSingleton<ICommitTransport>(transport);
        builder.Services.AddSingleton<IProducerEnrolment>(new AcceptingEnrolment());
        builder.Services.AddSingleton(policies);
        builder.Services.AddSingleton<TimeProvider>(new ShiftedTime());
        builder.Services.AddSingleton<ISecretSource>(new FakeSecrets { Answer = secret => Task.FromResult($"{secret.Store}-{secret.Name}-{secret.Key}") });
        builder.Services.AddGateway(options =>
        {
            options.LogId = "log.parity";
            options.ProducerId = "gateway.parity";
            options.Upstream = llm.BaseAddress;
            options.UpstreamLabel = "parity";
            configure?.Invoke(options);
        });
        var app = builder.Build();
        app.MapGateway();
        await app.StartAsync();
        return new ParityGateway(app, llm, transport);
    }

    /// <summary>Puts another policy into force for the requests that follow.</summary>
    public void Enforce(string policy) => _app.Services.GetRequiredService<GatewayPolicySource>().Replace(Read(policy));

    /// <summary>Asks and gets an answer of the model.</summary>
    public Task<Exchange> AskAsync(
        SurfaceScript script, Prompt prompt, Reply reply, bool streamed, Action<HttpRequestMessage>? adjust = null) =>
        AskAsync(
            script,
            script.Octets(prompt) ?? script.Request(prompt, streamed)?.ToJsonString(),
            Answer(script, reply, streamed),
            streamed,
            request =>
            {
                if (script.Octets(prompt) is not null)
                {
                    request.Content!.Headers.ContentType = new MediaTypeHeaderValue(Octets);
                }

                adjust?.Invoke(request);
            });

    /// <summary>Asks with the octets of a body, and has the upstream answer in any way.</summary>
    public async Task<Exchange> AskAsync(
        SurfaceScript script, string? body, RequestDelegate answer, bool streamed = false, Action<HttpRequestMessage>? adjust = null)
    {
        var key = $"Bearer parity-{Interlocked.Increment(ref _count)}";

        // Also under none, for a gateway that keeps the caller's key to itself.
        _answers[key] = _answers[""] = answer;
        while (true)
        {
            using var request = new HttpRequestMessage(script.Method, script.Address(streamed))
            {
                Content = body is null ? null : new StringContent(body, new MediaTypeHeaderValue(Json)),
            };
            request.Headers.Add("Authorization", key);
            request.Headers.Add("X-Commit-Owner", "human:tester");
            foreach (var (name, value) in script.Headers)
            {
                request.Headers.Add(name, value);
            }

            adjust?.Invoke(request);
            using var response = await _client.SendAsync(request, TestContext.Current.CancellationToken);
            var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            if (response.StatusCode != HttpStatusCode.TooManyRequests)
            {
                var id = response.Headers.GetValues("X-Signet-Correlation-Id").Single();
                var headers = response.Headers.ToDictionary(field => field.Key, field => field.Value.First(), StringComparer.OrdinalIgnoreCase);
                return new Exchange(id, (int)response.StatusCode, headers, text, _asked.GetValueOrDefault(key));
            }

            // More refusals in a second than the log takes singly; they come in bursts here.
            await Task.Delay(response.Headers.RetryAfter!.Delta!.Value, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>An upstream that says <paramref name="reply"/> in the API's own form.</summary>
    public static RequestDelegate Answer(SurfaceScript script, Reply reply, bool streamed) => streamed
        ? FakeLlm.Stream(SseSpelling.Plain(script.Stream(reply)))
        : context => script.Octets(reply) is { } octets
            ? FakeLlm.RespondAsync(context, SurfaceScript.StatusOf(reply), Octets, octets)
            : FakeLlm.RespondAsync(context, SurfaceScript.StatusOf(reply), Json, script.Unary(reply).ToJsonString());

    public Task StopAsync() => _app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _app.DisposeAsync();
        await _llm.DisposeAsync();
        _directory?.Dispose();
    }

    private static GatewayPolicy Read(string policy) =>
        PolicyDocument.TryParse(Encoding.UTF8.GetBytes(policy), out var document, out var errors)
            ? new GatewayPolicy(document.Build(TimeProvider.System, CharacterTokenCounter.Instance, new CheckStates()), Digest.Of(Encoding.UTF8.GetBytes(policy)))
            : throw new FormatException(errors[0].ToString());
}
