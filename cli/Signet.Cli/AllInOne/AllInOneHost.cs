using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;
using Signet.Anchorer;
using Signet.Auditor;
using Signet.Extensions;
using Signet.Gateway;
using Signet.Hosting;
using Signet.Hosting.Management;
using Signet.Ledger;
using Signet.Ledger.Anchors;
using Signet.Ledger.Entries;
using Signet.Messaging;
using Signet.Messaging.Spool;
using Signet.Policy.Documents;
using Signet.Storage;
using Signet.Verifier;

namespace Signet.Cli.AllInOne;

/// <summary>
/// Gateway, auditor, anchorer and verifier in one process, on a directory store and in-process messaging: the same modules that run
/// as pods, put together.
/// </summary>
internal sealed class AllInOneHost : IAsyncDisposable
{
    private const string ProducerId = "gateway.local";

    private static readonly TimeSpan ReadyPoll = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan ReadyTimeout = TimeSpan.FromSeconds(60);

    private readonly WebApplication _app;
    private readonly DataDirectory _data;
    private readonly DevelopmentServices? _development;

    private AllInOneHost(WebApplication app, DataDirectory data, string store, DevelopmentServices? development, AllInOneOptions options)
    {
        (_app, _data, Store, _development) = (app, data, store, development);
        UsesDevelopmentModel = options.Upstreams.Count == 0;
        UsesDevelopmentTsa = options.Tsa is null;
    }

    public string DataRoot => _data.Root;

    /// <summary>Where the log is, and how well it is protected there.</summary>
    public string Store { get; }

    public string LogId => _data.LogId;

    /// <summary>The log's first checkpoint key, in its text form.</summary>
    public string CheckpointKey => DataTrust.Load(_data.Root).CheckpointKey!.ToString();

    /// <summary>Why a part could not go on, so that the host stopped by itself; null while all can.</summary>
    public string? Fault => _app.Services.GetServices<IHostedService>().OfType<BackgroundService>()
        .Select(service => service.ExecuteTask?.Exception?.InnerException?.Message).FirstOrDefault(message => message is not null);

    public bool UsesDevelopmentModel { get; }

    public bool UsesDevelopmentTsa { get; }

    /// <summary>Where the API listens: <c>http://address:port</c>.</summary>
    public Uri Address => AddressOf(_app.Services.GetRequiredService<SignetListeners>().Public);

    /// <summary>Where health, version and metrics listen.</summary>
    public Uri ManagementAddress => AddressOf(_app.Services.GetRequiredService<SignetListeners>().Management);

    /// <summary>Starts everything and returns once requests can be served and recorded.</summary>
    /// <exception cref="UserErrorException">Something asked for can't be had; nothing was served.</exception>
    public static async Task<AllInOneHost> StartAsync(AllInOneOptions options, CancellationToken cancellationToken)
    {
        RequireFree(options.Address, options.Port, "--port");
        RequireFree(options.Address, options.ManagementPort, "--management-port");
        var time = TimeProvider.System;
        var data = DataDirectory.Open(options.Data);
        DevelopmentServices? development = null;
        WebApplication? app = null;
        try
        {
            await LocalTransport.RequireNothingLeftAsync(options.Level, data, time);
            var policies = await LoadPoliciesAsync(options.Policy ?? data.PolicyPath, LoadChecks(options.Extensions), time, cancellationToken);
            if (options.Upstreams.Count == 0 || options.Tsa is null)
            {
                development = await DevelopmentServices.StartAsync(data.KeysRoot, time, cancellationToken);
            }

            var (choice, store) = await StoreChoice.OpenWriterAsync(data, options.Store, cancellationToken);
            app = Compose(options, data, store, await choice.OpenReaderAsync(), policies, development);
            await app.StartAsync(cancellationToken);
            var place = store.Segments.Protection == StoreProtection.ObjectLock
                ? $"{choice.Location} (Object Lock for {store.Terms.RetainDays} days)"
                : $"{data.Root} (a directory: not write-protected)";
            var host = new AllInOneHost(app, data, place, development, options);
            await host.WaitUntilReadyAsync(time, cancellationToken);
            return host;
        }
        catch (Exception exception)
        {
            if (app is not null)
            {
                await app.DisposeAsync();
            }

            if (development is not null)
            {
                await development.DisposeAsync();
            }

            data.Dispose();
            if (exception is IOException or InvalidDataException or OptionsValidationException)
            {
                throw new UserErrorException(exception.Message, exception);
            }

            throw;
        }
    }

    /// <summary>Returns when the process is told to stop, or a part can't go on.</summary>
    public Task WaitForShutdownAsync(CancellationToken cancellationToken) => _app.WaitForShutdownAsync(cancellationToken);

    /// <summary>Stops in order: the gateway drains, the last anchor is tried, the log is closed.</summary>
    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        if (_development is not null)
        {
            await _development.DisposeAsync();
        }

        _data.Dispose();
    }

    private static WebApplication Compose(
        AllInOneOptions options, DataDirectory data, WritableStore store, ReadableStore reader, GatewayPolicySource policies,
        DevelopmentServices? development)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.AddSignetDefaults("signet-up");
        builder.Logging.SetMinimumLevel(LogLevel.Warning);

        // Polled while the parts come up, when "not yet" is no news; /readyz says the same to whoever asks.
        builder.Logging.AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.None);

        // A part that can't go on is told in one line when the command ends, not in the host's stack traces.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting", LogLevel.None);
        builder.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.AddSignetListeners(listeners =>
        {
            listeners.Public = new IPEndPoint(options.Address, options.Port);
            listeners.Management = new IPEndPoint(options.Address, options.ManagementPort);
        });
        var tsa = options.Tsa is { } url
            ? new TsaEndpoint(url, DataTrust.Pin(data.Root, url.Host.ToLowerInvariant(), options.TsaRoots!))
            : new TsaEndpoint(development!.TsaUrl, development.Tsa.Trust) { Spacing = TimeSpan.Zero };

        // Stopped in reverse order: whoever sends to another is added behind it.
        AddStore(builder.Services, data, store, reader);
        builder.Services.AddAuditor(AuditorOptionsFor(data, tsa.Trust, store.Terms));
        builder.Services.AddVerifier(new VerifierOptions { Trust = DataTrust.Load(data.Root) });
        builder.Services.AddAnchorer(new AnchorerOptions
        {
            Tsas = [tsa],
            Interval = options.AnchorInterval,
            QuietTime = options.AnchorQuietTime,
            Witnesses = options.Witnesses,
        });
        builder.Services.AddSingleton(services => LocalTransport.Create(
            options.Level, data, services.GetRequiredService<ICommitIntake>(), services.GetRequiredService<TimeProvider>(),
            services.GetRequiredService<ISpoolObserver>()));
        builder.Services.AddSingleton(policies);
        builder.Services.AddGateway(gateway =>
        {
            gateway.LogId = data.LogId;
            gateway.ProducerId = ProducerId;
            gateway.Evidence = "same process as the auditor";
            AddUpstreams(gateway, options, development);
            gateway.VerboseErrors = options.VerboseErrors;
        });
        var app = builder.Build();
        app.MapGateway();
        app.MapAuditor();
        return app;
    }

    private static void AddUpstreams(GatewayOptions gateway, AllInOneOptions options, DevelopmentServices? development)
    {
        if (options.Upstreams.Count == 0)
        {
            (gateway.Upstream, gateway.UpstreamLabel) = (development!.ModelUrl, DevelopmentModel.Name);
        }

        foreach (var (name, upstream) in options.Upstreams)
        {
            gateway.Upstreams.Add(name, upstream);
        }

        foreach (var route in options.Routes)
        {
            gateway.Routes.Add(route);
        }
    }

    private static void AddStore(IServiceCollection services, DataDirectory data, WritableStore store, ReadableStore reader)
    {
        services.AddSingleton(store.Segments);
        services.AddSingleton(store.Derived);
        services.AddSingleton(reader.Segments);
        services.AddSingleton(reader.Derived);
        services.AddSingleton<IVerifierMemory>(new FileVerifierMemory(data.VerifierMemoryPath));
    }

    private static AuditorOptions AuditorOptionsFor(DataDirectory data, TsaTrust tsa, StoreTerms store) => new()
    {
        LogId = data.LogId,
        WriterId = "auditor.local",
        ChainKeyId = DataDirectory.ChainKeyId,
        ChainRootSecret = data.ChainRootSecret,
        CheckpointSeed = data.CheckpointSeed,
        CheckAnchor = AnchorChecks.For(data.LogId, [tsa]),
        Storage = store.Storage,
        SlotMode = store.SlotMode,
        Settings = new LedgerSettings
        {
            RetainDays = store.RetainDays,
            GapAfterSeconds = 900,
            MaxMergeDelaySeconds = 60,
            DedupeDays = 7,
            Anchors = new AnchorSettings
            {
                Required = 1,
                Tsas = [new AnchorAuthority(tsa.Name, new Digest(tsa.RootsSha256.Span))],
                MaxLagSeconds = 3_600,
                IdleSeconds = 86_400,
            },
        },
    };

    private static CheckRegistry LoadChecks(ExtensionSettings settings)
    {
        var extensions = CheckExtensions.Load(settings, ExtensionHost.DefaultDaprEndpoint, daprApiToken: null);

        // Told before the policy is read, which may be refused because of it.
        foreach (var problem in extensions.Problems)
        {
            Console.Error.WriteLine(problem);
        }

        return extensions.Registry;
    }

    private static async Task<GatewayPolicySource> LoadPoliciesAsync(
        string path, CheckRegistry checks, TimeProvider time, CancellationToken cancellationToken)
    {
        try
        {
            return await GatewayPolicySource.LoadAsync(new GatewayPolicyFile(path, checks, time), cancellationToken);
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException(exception.Message, exception);
        }
    }

    /// <summary>Asked before anything is written, so that a mistyped port leaves no trace in the log.</summary>
    private static void RequireFree(IPAddress address, int port, string option)
    {
        if (port == 0)
        {
            return;
        }

        try
        {
            using var probe = new TcpListener(address, port);
            probe.ExclusiveAddressUse = false;
            probe.Start();
        }
        catch (SocketException exception)
        {
            throw new UserErrorException($"Port {port} of {address} can't be listened on: {exception.Message}. Choose another with {option}.", exception);
        }
    }

    private static Uri AddressOf(IPEndPoint? endPoint) => new($"http://{endPoint ?? throw new InvalidOperationException("Not started.")}");

    private async Task WaitUntilReadyAsync(TimeProvider time, CancellationToken cancellationToken)
    {
        var health = _app.Services.GetRequiredService<HealthCheckService>();
        var stopping = _app.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        var began = time.GetTimestamp();
        while ((await health.CheckHealthAsync(cancellationToken)).Status == HealthStatus.Unhealthy)
        {
            if (stopping.IsCancellationRequested || time.GetElapsedTime(began) > ReadyTimeout)
            {
                throw new UserErrorException(
                    $"The log in {_data.Root} can't be written: {Fault ?? "it isn't ready in time."} `signet audit verify` says more.");
            }

            await Task.Delay(ReadyPoll, time, cancellationToken);
        }
    }
}
