using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Signet.Hosting.Keys;
using Signet.Ledger.Witnesses;

namespace Signet.Cli.Witnessing;

/// <summary>A witness behind HTTP: <c>POST /add-checkpoint</c> and <c>GET /healthz</c>. One process on one directory.</summary>
internal sealed class WitnessHost : IAsyncDisposable
{
    private const string KeyFileName = "witness.key";
    private const string LockFileName = "lock";
    private const int MaxConnections = 256;
    private const int MaxHeaderOctets = 8 * 1024;

    private static readonly TimeSpan HeadersTimeout = TimeSpan.FromSeconds(10);

    private readonly WebApplication _app;
    private readonly Cosigner _cosigner;
    private readonly Witness _witness;
    private readonly FileStream _lock;

    private WitnessHost(WebApplication app, Cosigner cosigner, Witness witness, FileStream @lock) =>
        (_app, _cosigner, _witness, _lock) = (app, cosigner, witness, @lock);

    public CosignerKey Key => _cosigner.PublicKey;

    public Uri Address => new(_app.Urls.First());

    /// <summary>Starts and returns once it answers.</summary>
    /// <exception cref="UserErrorException">The directory, a key or the address can't be used, or what is remembered is damaged.</exception>
    public static async Task<WitnessHost> StartAsync(WitnessOptions options, TimeProvider time, CancellationToken cancellationToken)
    {
        var logs = new WitnessedLogs(options.Logs);
        FileStream? held = null;
        Cosigner? cosigner = null;
        try
        {
            Directory.CreateDirectory(options.Data);

            // Two processes that remember apart would cosign two histories.
            held = new FileStream(Path.Combine(options.Data, LockFileName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            cosigner = new Cosigner(
                options.Name, KeyFile.LoadOrCreateSecret(Path.Combine(options.Data, KeyFileName), Cosigner.SeedOctets));
            var witness = new Witness(options.Data, logs, cosigner, time);
            foreach (var log in logs.Names)
            {
                await witness.RecallAsync(log, cancellationToken);
            }

            var app = Build(options, witness);
            await app.StartAsync(cancellationToken);
            return new WitnessHost(app, cosigner, witness, held);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or KeyFileException)
        {
            cosigner?.Dispose();
            held?.Dispose();
            throw new UserErrorException($"The witness can't start: {exception.Message}", exception);
        }
    }

    public Task WaitForShutdownAsync(CancellationToken cancellationToken) => _app.WaitForShutdownAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _witness.Dispose();
        _cosigner.Dispose();
        await _lock.DisposeAsync();
    }

    private static WebApplication Build(WitnessOptions options, Witness witness)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders().AddSimpleConsole().SetMinimumLevel(LogLevel.Warning);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = HeadersTimeout);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(new IPEndPoint(options.Address, options.Port));
            kestrel.Limits.MaxRequestBodySize = AddCheckpointRequest.MaxOctets;
            kestrel.Limits.MaxRequestHeadersTotalSize = MaxHeaderOctets;
            kestrel.Limits.MaxConcurrentConnections = MaxConnections;
            kestrel.Limits.RequestHeadersTimeout = HeadersTimeout;
            kestrel.Limits.MinRequestBodyDataRate = new MinDataRate(240, TimeSpan.FromSeconds(5));
        });
        var app = builder.Build();
        app.MapGet("/healthz", () => Results.Text("ok\n"));
        app.MapPost("/add-checkpoint", http => AddAsync(http, witness));
        return app;
    }

    private static async Task AddAsync(HttpContext http, Witness witness)
    {
        using var body = new MemoryStream();
        WitnessAnswer answer;
        try
        {
            await http.Request.Body.CopyToAsync(body, http.RequestAborted);
            answer = await witness.AddAsync(body.ToArray(), http.RequestAborted);
        }
        catch (Microsoft.AspNetCore.Http.BadHttpRequestException exception)
        {
            answer = new WitnessAnswer(exception.StatusCode);
        }
        catch (IOException) when (!http.RequestAborted.IsCancellationRequested)
        {
            // Nothing was cosigned: what isn't remembered for sure isn't vouched for.
            answer = new WitnessAnswer(StatusCodes.Status503ServiceUnavailable);
        }

        http.Response.StatusCode = answer.Status;
        http.Response.ContentType = answer.MediaType;
        await http.Response.WriteAsync(answer.Body, http.RequestAborted);
    }
}
